/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "lind-rust/cores.h"
#include "lind-rust/fs.h"
#include "lind-rust/jobserver.h"
#include "lind-rust/util.h"

/* Soon enough for a cargo that waits, seldom enough to cost nothing. */
enum { TURN_MS = 20, MAX_CORES = 256 };

static struct {
	int lock[MAX_CORES]; /* a file for each core of the machine */
	bool held[MAX_CORES];
	int cores, ours; /* ours: one that cargo has without asking, and the tokens */
	int waiting;     /* locked shared by who has none */
	struct lr_slot pipe;
} now;

/* As cargo counts. CARGO_BUILD_JOBS is a user's wish for less, or for more. */
static int count_cores(void)
{
	const char *wish = getenv("CARGO_BUILD_JOBS");
	int n = wish ? atoi(wish) : 0;
	cpu_set_t set;

	if (n < 1)
		n = sched_getaffinity(0, sizeof set, &set) ? 1 : CPU_COUNT(&set);
	return n > MAX_CORES ? MAX_CORES : n;
}

static int open_lock(const char *dir, const char *name)
{
	char *path = xasprintf("%s/%s", dir, name);
	int fd = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0666);

	free(path);
	return fd;
}

/* A file system without locks: nobody else is seen. */
static bool try_lock(int fd, int how)
{
	return !flock(fd, how | LOCK_NB) || errno != EWOULDBLOCK;
}

static bool take_one(void)
{
	for (int i = 0; i < now.cores; i++)
		if (!now.held[i] && try_lock(now.lock[i], LOCK_EX)) {
			now.held[i] = true;
			now.ours++;
			return true;
		}
	return false;
}

static void give_one(void)
{
	for (int i = 0; i < now.cores; i++)
		if (now.held[i]) {
			now.held[i] = false;
			now.ours--;
			flock(now.lock[i], LOCK_UN);
			return;
		}
}

static void close_files(void)
{
	for (int i = 0; i < now.cores; i++)
		if (now.lock[i] >= 0)
			close(now.lock[i]);
	if (now.waiting >= 0)
		close(now.waiting);
	now.cores = 0;
}

static bool open_files(const char *dir)
{
	bool all;

	if (lr_mkdirs(dir))
		return false;
	now.cores = count_cores();
	now.waiting = open_lock(dir, "waiting");
	all = now.waiting >= 0;
	for (int i = 0; i < now.cores; i++) {
		char *name = xasprintf("%d", i);

		now.lock[i] = open_lock(dir, name);
		all &= now.lock[i] >= 0;
		free(name);
	}
	if (!all)
		close_files();
	return all;
}

/* Whoever has one gives it back when it sees that somebody waits, or ends. */
static void wait_for_one(void)
{
	if (take_one())
		return;
	while (flock(now.waiting, LOCK_SH) && errno == EINTR)
		;
	while (!take_one())
		poll(NULL, 0, TURN_MS / 2);
	flock(now.waiting, LOCK_UN);
}

char *lr_cores_take(const char *dir)
{
	struct lr_slot outer;
	int fds[2];

	if (lr_slot_open(&outer, getenv("MAKEFLAGS")) || !open_files(dir))
		return NULL;
	/* cargo inherits it: its numbers are in the variable. */
	if (pipe(fds)) {
		close_files();
		return NULL;
	}
	now.pipe = (struct lr_slot){.in = fds[0], .out = fds[1], .token = '+'};
	wait_for_one();
	lr_cores_turn();
	return xasprintf("MAKEFLAGS= -j%d --jobserver-auth=%d,%d", now.cores, fds[0], fds[1]);
}

void lr_cores_turn(void)
{
	char token;

	if (!now.cores)
		return;
	if (!try_lock(now.waiting, LOCK_EX)) {
		/* The last one is cargo's own; and a token that is at work comes back when that is done. */
		if (now.ours > 1 && lr_slot_more(&now.pipe, &token, 1))
			give_one();
		return;
	}
	flock(now.waiting, LOCK_UN);
	while (now.ours < now.cores && take_one())
		lr_slot_no_more(&now.pipe, &now.pipe.token, 1);
}

int lr_cores_interval(int otherwise)
{
	return now.cores ? TURN_MS : otherwise;
}

void lr_cores_give_back(void)
{
	if (!now.cores)
		return;
	while (now.ours)
		give_one();
	close_files();
	close(now.pipe.in);
	close(now.pipe.out);
}
