/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_SYS_TIME_H
#define STANDIN_SYS_TIME_H

#include <bits/types.h>

struct timeval {
	time_t tv_sec;
	suseconds_t tv_usec;
};

struct timezone {
	int tz_minuteswest;
	int tz_dsttime;
};

int gettimeofday(struct timeval *__restrict tv, void *__restrict tz);

#endif
