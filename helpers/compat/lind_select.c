/* SPDX-License-Identifier: Apache-2.0 */
/*
 * select, pselect, ppoll: times as the host has them. A mask of signals is set before and after the wait, not in one step
 * with it, since lind has no pselect and its ppoll takes milliseconds.
 */
#if __has_include(<sys/select.h>) && __has_include(<poll.h>)
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/select.h>

#include "lind.h"

enum { SELECT = 23 };

int __lind_rust_pthread_sigmask(int how, const sigset_t *set, sigset_t *old);

static int wait_for(int n, void *read, void *write, void *except, struct host_time *wait)
{
	return lind_call(SELECT, "syscall|select", (uint64_t)n, lind_address(read), lind_address(write), lind_address(except),
			 lind_address(wait), LIND_UNUSED);
}

int __lind_rust_select(int n, void *read, void *write, void *except, struct rust_timeval *wait)
{
	struct host_time t;

	if (!wait)
		return wait_for(n, read, write, except, NULL);
	if (wait->sec < 0 || wait->usec < 0)
		return lind_fails(EINVAL);
	t = (struct host_time){wait->sec, wait->usec};
	return wait_for(n, read, write, except, &t);
}

int __lind_rust_pselect(int n, void *read, void *write, void *except, const struct rust_timespec *wait, const sigset_t *mask)
{
	struct rust_timeval t;
	sigset_t old;
	int result, number;

	if (wait)
		t = (struct rust_timeval){wait->sec, (wait->nsec + 999) / 1000, 0};
	if (mask)
		__lind_rust_pthread_sigmask(SIG_SETMASK, mask, &old);
	result = __lind_rust_select(n, read, write, except, wait ? &t : NULL);
	number = errno;
	if (mask)
		__lind_rust_pthread_sigmask(SIG_SETMASK, &old, NULL);
	errno = number;
	return result;
}

/* Milliseconds, not fewer than asked for; -1 without an end. */
int __lind_rust_milliseconds(const struct rust_timespec *wait)
{
	int64_t ms;

	if (!wait)
		return -1;
	if (wait->sec > INT_MAX / 1000 - 1)
		return INT_MAX;
	ms = wait->sec * 1000 + (wait->nsec + 999999) / 1000000;
	return (int)ms;
}

int __lind_rust_ppoll(struct pollfd *files, nfds_t n, const struct rust_timespec *wait, const sigset_t *mask)
{
	sigset_t old;
	int result, number;

	if (wait && (wait->sec < 0 || wait->nsec < 0 || wait->nsec > 999999999))
		return lind_fails(EINVAL);
	if (mask)
		__lind_rust_pthread_sigmask(SIG_SETMASK, mask, &old);
	result = poll(files, n, __lind_rust_milliseconds(wait));
	number = errno;
	if (mask)
		__lind_rust_pthread_sigmask(SIG_SETMASK, &old, NULL);
	errno = number;
	return result;
}
#endif
