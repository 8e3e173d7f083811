/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sleeping. lind-glibc has clock_nanosleep under an internal name only, and that returns -1 with errno where POSIX wants
 * the number; its nanosleep sets errno to -1 when a signal comes, which Rust's std takes for a bug and panics.
 */
#include "lind.h"
#include "lind_seen.h"

int __clock_nanosleep_time64(clockid_t clock, int flags, const void *request, void *left);

/*
 * A program that sleeps in the host sees neither a kill nor an exit of another thread before it wakes: a long sleep is one
 * of short ones.
 */
enum { SLICE = 50 * 1000 * 1000, SECOND = 1000 * 1000 * 1000 };

static int sleep_once(clockid_t clock, int flags, struct host_time *wait, struct host_time *left)
{
	int result = __clock_nanosleep_time64(clock, flags, wait, left);

	return result < 0 ? errno : result;
}

static int sleep_in_slices(clockid_t clock, struct host_time rest, struct rust_timespec *left)
{
	while (rest.sec > 0 || rest.fraction > 0) {
		struct host_time slice = {0, rest.sec > 0 || rest.fraction > SLICE ? SLICE : rest.fraction}, unslept = {0, 0};
		struct lind_seen before = lind_seen();
		int number = sleep_once(clock, 0, &slice, &unslept);

		rest.fraction -= slice.fraction - (number == EINTR ? unslept.fraction : 0);
		if (number == EINTR && lind_was_undisturbed(before))
			number = 0;
		if (rest.fraction < 0) {
			rest.sec--;
			rest.fraction += SECOND;
		}
		if (number) {
			if (left) {
				left->sec = rest.sec;
				left->nsec = (int32_t)rest.fraction;
			}
			return number;
		}
	}
	return 0;
}

int __lind_rust_clock_nanosleep(clockid_t clock, int flags, const struct rust_timespec *request, struct rust_timespec *left)
{
	struct host_time wait;

	if (!request)
		return EFAULT;
	if (request->nsec < 0 || request->nsec >= SECOND || request->sec < 0)
		return EINVAL;
	host_timespec(&wait, request);
	if (flags & TIMER_ABSTIME) {
		struct timespec now;

		if (clock_gettime(clock, &now))
			return errno;
		wait.sec -= now.tv_sec;
		wait.fraction -= now.tv_nsec;
		if (wait.fraction < 0) {
			wait.sec--;
			wait.fraction += SECOND;
		}
		if (wait.sec < 0)
			return 0;
		left = NULL;
	}
	return sleep_in_slices(clock, wait, left);
}

int __lind_rust_nanosleep(const struct rust_timespec *request, struct rust_timespec *left)
{
	int number = __lind_rust_clock_nanosleep(CLOCK_REALTIME, 0, request, left);

	return number ? lind_fails(number) : 0;
}
