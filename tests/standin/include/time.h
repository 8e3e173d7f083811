/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_TIME_H
#define STANDIN_TIME_H

#include <bits/timespec.h>

#define CLOCKS_PER_SEC ((clock_t)1000000)
#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1
#define CLOCK_PROCESS_CPUTIME_ID 2
#define CLOCK_THREAD_CPUTIME_ID 3
#define CLOCK_MONOTONIC_RAW 4
#define CLOCK_REALTIME_COARSE 5
#define CLOCK_MONOTONIC_COARSE 6
#define CLOCK_BOOTTIME 7
#define TIMER_ABSTIME 1
#define TIME_UTC 1

struct tm {
	int tm_sec;
	int tm_min;
	int tm_hour;
	int tm_mday;
	int tm_mon;
	int tm_year;
	int tm_wday;
	int tm_yday;
	int tm_isdst;
	long tm_gmtoff;
	const char *tm_zone;
};

char *asctime(const struct tm *tm);
char *asctime_r(const struct tm *__restrict tm, char *__restrict buf);
clock_t clock(void);
int clock_getres(clockid_t clock, struct timespec *res);
int clock_gettime(clockid_t clock, struct timespec *ts);
char *ctime(const time_t *t);
char *ctime_r(const time_t *t, char *buf);
double difftime(time_t a, time_t b);
struct tm *gmtime(const time_t *t);
struct tm *gmtime_r(const time_t *__restrict t, struct tm *__restrict tm);
struct tm *localtime(const time_t *t);
struct tm *localtime_r(const time_t *__restrict t, struct tm *__restrict tm);
time_t mktime(struct tm *tm);
int nanosleep(const struct timespec *ts, struct timespec *rest);
size_t strftime(char *__restrict s, size_t size, const char *__restrict format,
	const struct tm *__restrict tm);
time_t time(time_t *t);
time_t timegm(struct tm *tm);
int timespec_get(struct timespec *ts, int base);
void tzset(void);

#endif
