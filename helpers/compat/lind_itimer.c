/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setitimer and getitimer. The host takes the fraction of a second as nanoseconds and gives it back as milliseconds,
 * where microseconds are meant. It knows ITIMER_REAL alone and ignores the others.
 */
#include "lind.h"

enum { SETITIMER = 38, REAL = 0, PER_SECOND = 1000000 };

struct rust_itimer {
	struct rust_timeval interval, value;
};

static int is_time(const struct rust_timeval *t)
{
	return t->sec >= 0 && t->usec >= 0 && t->usec < PER_SECOND;
}

static struct host_time to_host(const struct rust_timeval *t)
{
	return (struct host_time){t->sec, (int64_t)t->usec * 1000};
}

static struct rust_timeval from_host(const struct host_time *t)
{
	return (struct rust_timeval){t->sec, (int32_t)t->fraction * 1000, 0};
}

static int call(const struct host_time *to, struct host_time *old)
{
	return lind_call(SETITIMER, "syscall|setitimer", REAL, lind_address(to), lind_address(old), LIND_UNUSED,
			 LIND_UNUSED, LIND_UNUSED);
}

int __lind_rust_setitimer(int which, const struct rust_itimer *to, struct rust_itimer *old)
{
	struct host_time wanted[2], before[2] = {{0}};

	if (which != REAL)
		return lind_fails(ENOSYS);
	if (to) {
		if (!is_time(&to->interval) || !is_time(&to->value))
			return lind_fails(EINVAL);
		wanted[0] = to_host(&to->interval);
		wanted[1] = to_host(&to->value);
	}
	if (call(to ? wanted : NULL, before))
		return -1;
	if (old)
		*old = (struct rust_itimer){from_host(&before[0]), from_host(&before[1])};
	return 0;
}

int __lind_rust_getitimer(int which, struct rust_itimer *to)
{
	return __lind_rust_setitimer(which, NULL, to);
}
