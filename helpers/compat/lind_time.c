/* SPDX-License-Identifier: Apache-2.0 */
/* Calendar times: 64 bits in Rust, 32 in lind-glibc's C. */
#include <string.h>

#include "lind.h"

static int fits(int64_t t)
{
	if (t == (time_t)t)
		return 1;
	errno = EOVERFLOW;
	return 0;
}

/* The host writes the whole structure, which is Rust's. lind-glibc's clock_getres writes nothing. */
int __lind_rust_clock_getres(clockid_t clock, struct rust_timespec *to)
{
	struct host_time now;

	/* Linux's clocks have this resolution, the coarse ones aside; a clock that is not there is told by reading it. */
	if (clock_gettime(clock, (struct timespec *)&now))
		return -1;
	if (to) {
		to->sec = 0;
		to->nsec = 1;
		to->pad = 0;
	}
	return 0;
}

int __lind_rust_gettimeofday(struct rust_timeval *to, void *zone)
{
	struct host_time now;

	(void)zone;
	if (clock_gettime(CLOCK_REALTIME, (struct timespec *)&now))
		return -1;
	if (to) {
		to->sec = now.sec;
		to->usec = (int32_t)(now.fraction / 1000);
		to->pad = 0;
	}
	return 0;
}

int64_t __lind_rust_time(int64_t *to)
{
	struct host_time now;

	if (clock_gettime(CLOCK_REALTIME, (struct timespec *)&now))
		return -1;
	if (to)
		*to = now.sec;
	return now.sec;
}

double __lind_rust_difftime(int64_t a, int64_t b)
{
	return (double)a - (double)b;
}

int64_t __lind_rust_mktime(struct tm *tm)
{
	return mktime(tm);
}

struct tm *__lind_rust_gmtime(const int64_t *t)
{
	time_t narrow = (time_t)*t;

	return fits(*t) ? gmtime(&narrow) : NULL;
}

struct tm *__lind_rust_gmtime_r(const int64_t *t, struct tm *to)
{
	time_t narrow = (time_t)*t;

	return fits(*t) ? gmtime_r(&narrow, to) : NULL;
}

struct tm *__lind_rust_localtime(const int64_t *t)
{
	time_t narrow = (time_t)*t;

	return fits(*t) ? localtime(&narrow) : NULL;
}

struct tm *__lind_rust_localtime_r(const int64_t *t, struct tm *to)
{
	time_t narrow = (time_t)*t;

	return fits(*t) ? localtime_r(&narrow, to) : NULL;
}
