/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sleeping. lind-glibc has clock_nanosleep under an internal name only, and that returns -1 with errno where POSIX wants
 * the number; its nanosleep sets errno to -1 when a signal comes, which Rust's std takes for a bug and panics.
 */
#include "lind.h"

int __clock_nanosleep_time64(clockid_t clock, int flags, const void *request, void *left);

int __lind_rust_clock_nanosleep(clockid_t clock, int flags, const struct rust_timespec *request, struct rust_timespec *left)
{
	struct host_time wait;
	int result;

	if (!request)
		return EFAULT;
	result = __clock_nanosleep_time64(clock, flags, host_timespec(&wait, request), left);
	return result < 0 ? errno : result;
}

int __lind_rust_nanosleep(const struct rust_timespec *request, struct rust_timespec *left)
{
	int number = __lind_rust_clock_nanosleep(CLOCK_REALTIME, 0, request, left);

	return number ? lind_fails(number) : 0;
}
