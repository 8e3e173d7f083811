/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sched.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include "sys.h"
#include "thread.h"

int
__clock_gettime(clockid_t clock, struct timespec *ts)
{
	return __sys_result(SYS2(SYS_clock_gettime, clock, host(ts)));
}

int clock_gettime(clockid_t clock, struct timespec *ts)
	__attribute__((__weak__, __alias__("__clock_gettime")));

int
clock_getres(clockid_t clock, struct timespec *res)
{
	return __sys_result(SYS2(SYS_clock_getres, clock, host(res)));
}

long long
__until(clockid_t clock, const struct timespec *until)
{
	struct timespec now;
	long long ns;

	__clock_gettime(clock, &now);
	ns = ((long long)until->tv_sec - now.tv_sec) * 1000000000 + until->tv_nsec - now.tv_nsec;
	return ns > 0 ? ns : 0;
}

static int
bad(const struct timespec *ts)
{
	return ts->tv_sec < 0 || ts->tv_nsec < 0 || ts->tv_nsec > 999999999;
}

/* lind-glibc has clock_nanosleep() under this name only. */
int __clock_nanosleep_time64(clockid_t clock, int flags, const struct timespec *ts, struct timespec *rest);

int
__clock_nanosleep_time64(clockid_t clock, int flags, const struct timespec *ts, struct timespec *rest)
{
	struct timespec wait = {.tv_sec = ts->tv_sec, .tv_nsec = ts->tv_nsec};

	if (bad(ts))
		return EINVAL;
	if (flags & TIMER_ABSTIME) {
		long long ns = __until(clock, ts);

		wait.tv_sec = (time_t)(ns / 1000000000);
		wait.tv_nsec = (long)(ns % 1000000000);
	}
	return -SYS2(SYS_nanosleep, host(&wait), host(rest));
}

int
nanosleep(const struct timespec *ts, struct timespec *rest)
{
	return __sys_result(-__clock_nanosleep_time64(CLOCK_REALTIME, 0, ts, rest));
}

unsigned
sleep(unsigned seconds)
{
	struct timespec ts = {.tv_sec = (time_t)seconds};

	nanosleep(&ts, NULL);
	return 0;
}

int
usleep(useconds_t us)
{
	struct timespec ts = {.tv_sec = (time_t)(us / 1000000), .tv_nsec = (long)(us % 1000000) * 1000};

	return nanosleep(&ts, NULL);
}

int
gettimeofday(struct timeval *restrict tv, void *restrict tz)
{
	struct timespec now;

	if (tz)
		*(struct timezone *)tz = (struct timezone){0, 0};
	if (__clock_gettime(CLOCK_REALTIME, &now) != 0)
		return -1;
	tv->tv_sec = now.tv_sec;
	tv->tv_usec = now.tv_nsec / 1000;
	return 0;
}

time_t
time(time_t *t)
{
	struct timespec now;

	if (__clock_gettime(CLOCK_REALTIME, &now) != 0)
		return -1;
	if (t)
		*t = now.tv_sec;
	return now.tv_sec;
}

clock_t
clock(void)
{
	struct timespec used;

	if (__clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) != 0)
		return -1;
	return used.tv_sec * CLOCKS_PER_SEC + used.tv_nsec / 1000;
}

int
timespec_get(struct timespec *ts, int base)
{
	return base == TIME_UTC && __clock_gettime(CLOCK_REALTIME, ts) == 0 ? base : 0;
}

int
sched_yield(void)
{
	return __sys_result(SYS0(SYS_sched_yield));
}
