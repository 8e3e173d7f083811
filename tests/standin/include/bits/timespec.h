/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_BITS_TIMESPEC_H
#define STANDIN_BITS_TIMESPEC_H

#include <bits/types.h>

/* The host reads and writes two 64-bit words here, so the padding after each
   32-bit field is part of the layout and has to be zero on the way in. */
struct timespec {
	time_t tv_sec;
	int __pad_sec;
	long tv_nsec;
	int __pad_nsec;
};

#endif
