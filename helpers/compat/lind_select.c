/* SPDX-License-Identifier: Apache-2.0 */
/* select, pselect, poll, ppoll: times as the host has them; masks of signals by lind_masked.c. */
#if __has_include(<sys/select.h>) && __has_include(<poll.h>)
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include "lind.h"
#include "lind_masked.h"

enum { POLL = 7, SELECT = 23 };

/* So many lie on the stack. */
enum { SOME_FILES = 64 };

static int wait_for(int n, void *read, void *write, void *except, struct host_time *wait)
{
	return lind_call(SELECT, "syscall|select", (uint64_t)n, lind_address(read), lind_address(write),
			 lind_address(except), lind_address(wait), LIND_UNUSED);
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

struct sets {
	int n;
	void *own[3];
};

/* The host empties them where none was ready. */
static int select_again(void *p, int milliseconds)
{
	const struct sets *sets = p;
	struct rust_timeval t = {milliseconds / 1000, milliseconds % 1000 * 1000, 0};
	fd_set copies[3];
	int result;

	for (int i = 0; i < 3; i++)
		if (sets->own[i])
			memcpy(&copies[i], sets->own[i], sizeof copies[i]);
	result = __lind_rust_select(sets->n, sets->own[0] ? &copies[0] : NULL, sets->own[1] ? &copies[1] : NULL,
				    sets->own[2] ? &copies[2] : NULL, milliseconds < 0 ? NULL : &t);
	for (int i = 0; i < 3 && result > 0; i++)
		if (sets->own[i])
			memcpy(sets->own[i], &copies[i], sizeof copies[i]);
	return result;
}

int __lind_rust_milliseconds(const struct rust_timespec *wait);

int __lind_rust_pselect(int n, void *read, void *write, void *except, const struct rust_timespec *wait,
			const sigset_t *mask)
{
	struct sets sets = {n, {read, write, except}};
	int result;

	if (wait && (wait->sec < 0 || wait->nsec < 0 || wait->nsec > 999999999))
		return lind_fails(EINVAL);
	result = lind_masked_wait(mask, __lind_rust_milliseconds(wait), select_again, &sets);
	for (int i = 0; i < 3 && !result; i++)
		if (sets.own[i])
			memset(sets.own[i], 0, sizeof(fd_set));
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

/* Some file may be there twice: the host answers for the last one alone, which asks for all of them here. */
static void join_events(struct pollfd *files, nfds_t n, short *own)
{
	for (nfds_t i = 0; i < n; i++)
		own[i] = files[i].events;
	for (nfds_t i = 0; i < n; i++)
		for (nfds_t k = i + 1; k < n; k++)
			if (files[i].fd == files[k].fd)
				files[k].events |= own[i];
}

static int part_events(struct pollfd *files, nfds_t n, const short *own)
{
	const short always = POLLERR | POLLHUP | POLLNVAL;
	int ready = 0;

	for (nfds_t i = 0; i < n; i++) {
		for (nfds_t k = i + 1; k < n; k++)
			if (files[i].fd == files[k].fd)
				files[i].revents = files[k].revents;
		files[i].events = own[i];
		files[i].revents &= (short)(own[i] | always);
		ready += files[i].fd >= 0 && files[i].revents;
	}
	return ready;
}

static int call_poll(struct pollfd *files, nfds_t n, int milliseconds)
{
	return lind_call(POLL, "syscall|poll", lind_address(files), n, (uint64_t)milliseconds, LIND_UNUSED, LIND_UNUSED,
			 LIND_UNUSED);
}

/* Without a file the host does not wait: one is watched to which nothing comes. */
static int wait_without_files(int milliseconds)
{
	int ends[2], result, number;
	struct pollfd none = {0};

	if (pipe(ends))
		return -1;
	none.fd = ends[0];
	none.events = POLLIN;
	result = call_poll(&none, 1, milliseconds);
	number = errno;
	close(ends[0]);
	close(ends[1]);
	errno = number;
	return result;
}

/* A wait without an end is -1, and no other negative number, to the host. */
static int poll_once(struct pollfd *files, nfds_t n, int milliseconds)
{
	short some[SOME_FILES], *own = some;
	nfds_t asked = 0;
	int result;

	if (milliseconds < 0)
		milliseconds = -1;
	for (nfds_t i = 0; i < n; i++) {
		files[i].revents = 0;
		asked += files[i].fd >= 0;
	}
	if (!asked)
		return wait_without_files(milliseconds);
	if (n > SOME_FILES && !(own = malloc(n * sizeof *own)))
		return -1;
	join_events(files, n, own);
	result = call_poll(files, n, milliseconds);
	if (result >= 0)
		result = part_events(files, n, own);
	else
		for (nfds_t i = 0; i < n; i++)
			files[i].events = own[i];
	if (own != some)
		free(own);
	return result;
}

struct files {
	struct pollfd *files;
	nfds_t n;
};

static int poll_again(void *p, int milliseconds)
{
	const struct files *files = p;

	return poll_once(files->files, files->n, milliseconds);
}

int __lind_rust_poll(struct pollfd *files, nfds_t n, int milliseconds)
{
	struct files all = {files, n};

	return lind_undisturbed_wait(milliseconds, poll_again, &all);
}

int __lind_rust_ppoll(struct pollfd *files, nfds_t n, const struct rust_timespec *wait, const sigset_t *mask)
{
	struct files all = {files, n};

	if (wait && (wait->sec < 0 || wait->nsec < 0 || wait->nsec > 999999999))
		return lind_fails(EINVAL);
	return lind_masked_wait(mask, __lind_rust_milliseconds(wait), poll_again, &all);
}
#elif __has_include(<poll.h>)
/* A C library without select, whose poll has nothing to be put right. */
#include <poll.h>

int __lind_rust_poll(struct pollfd *files, nfds_t n, int milliseconds)
{
	return poll(files, n, milliseconds);
}
#endif
