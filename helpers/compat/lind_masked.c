/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Waiting under a mask of signals. lind's ppoll swaps the mask and does not look at what was pending under the old one;
 * it has no pselect and no epoll_pwait. So the mask is set and the wait is one of short ones: a signal that comes
 * between the two has been seen by its handler, which is counted, when the first of them is over.
 */
#include <stdint.h>
#include <time.h>

#include "lind.h"
#include "lind_masked.h"
#include "lind_seen.h"

enum { SLICE = 50, SECOND = 1000, PER_MILLISECOND = 1000 * 1000 };

int sigprocmask(int how, const sigset_t *set, sigset_t *old);

static unsigned seen(void)
{
	return lind_seen().all;
}

static int64_t now(void)
{
	struct timespec t = {0};

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * SECOND + t.tv_nsec / PER_MILLISECOND;
}

int lind_undisturbed_wait(int milliseconds, int (*wait)(void *, int), void *argument)
{
	int64_t end = milliseconds > 0 ? now() + milliseconds : 0, left = milliseconds;
	struct lind_seen before;
	int result;

	for (;;) {
		before = lind_seen();
		result = wait(argument, (int)left);
		if (result >= 0 || errno != EINTR || !lind_was_undisturbed(before))
			return result;
		if (milliseconds > 0) {
			left = end - now();
			left = left < 0 ? 0 : left;
		}
	}
}

static int in_slices(unsigned before, int milliseconds, int (*wait)(void *, int), void *argument)
{
	int64_t end = milliseconds < 0 ? INT64_MAX : now() + milliseconds, left;
	int result;

	do {
		if (seen() != before)
			return lind_fails(EINTR);
		left = end == INT64_MAX ? SLICE : end - now();
		result = lind_undisturbed_wait((int)(left > SLICE ? SLICE : left < 0 ? 0 : left), wait, argument);
	} while (!result && (end == INT64_MAX || now() < end));
	return !result && seen() != before ? lind_fails(EINTR) : result;
}

int lind_masked_wait(const sigset_t *mask, int milliseconds, int (*wait)(void *, int), void *argument)
{
	unsigned before = seen();
	sigset_t old;
	int result, number;

	if (!mask)
		return lind_undisturbed_wait(milliseconds, wait, argument);
	if (sigprocmask(SIG_SETMASK, mask, &old))
		return -1;
	result = in_slices(before, milliseconds, wait, argument);
	number = errno;
	sigprocmask(SIG_SETMASK, &old, NULL);
	errno = number;
	return result;
}
