/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lind-rust/ending.h"

/* A cache entry in the making, a file on its way, and room to spare. */
#define SLOTS 8
#define GRACE_MS 2000

static _Atomic(const char *) doomed[SLOTS];
static _Atomic pid_t child;
static _Atomic pid_t owner;

static const int ending_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};
#define NSIGNALS (sizeof ending_signals / sizeof *ending_signals)

/* ---- all of this runs in signal handlers: system calls alone, no allocation, no stdio ---- */

static int remove_at(int at, const char *name);

static int empty_directory(int fd)
{
	char block[2048];
	ssize_t n;
	int result = 0;

	while ((n = getdents64(fd, block, sizeof block)) > 0)
		for (ssize_t i = 0; i < n;) {
			const struct dirent64 *entry = (const void *)(block + i);

			if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..") && remove_at(fd, entry->d_name))
				result = -1;
			i += entry->d_reclen;
		}
	return n < 0 ? -1 : result;
}

static int remove_at(int at, const char *name)
{
	int fd, result;

	if (!unlinkat(at, name, 0) || errno == ENOENT)
		return 0;
	if (errno != EISDIR && errno != EPERM)
		return -1;
	fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? 0 : -1;
	result = empty_directory(fd);
	close(fd);
	return unlinkat(at, name, AT_REMOVEDIR) && errno != ENOENT ? -1 : result;
}

int lr_remove_tree(const char *path)
{
	return remove_at(AT_FDCWD, path);
}

static void remove_doomed(void)
{
	for (size_t i = 0; i < SLOTS; i++) {
		const char *path = atomic_exchange(&doomed[i], NULL);

		if (path)
			lr_remove_tree(path);
	}
}

static void nap(long ms)
{
	const struct timespec t = {.tv_nsec = ms * 1000000};

	nanosleep(&t, NULL);
}

/* Children of this process, read from the kernel; those of other sessions are passed over. */
static size_t kill_children(void)
{
	char text[4096];
	int fd = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
	size_t killed = 0;
	pid_t pid = 0;

	if (fd >= 0)
		close(fd);
	for (ssize_t i = 0; i < n; i++) {
		if (text[i] >= '0' && text[i] <= '9') {
			pid = pid * 10 + (text[i] - '0');
			continue;
		}
		if (pid > 0 && getsid(pid) == getsid(0) && !kill(pid, SIGKILL))
			killed++;
		pid = 0;
	}
	return killed;
}

void lr_end_orphans(void)
{
	/* One that ends leaves its own children to us: until there are no more. */
	for (int round = 0; round < 50 && kill_children(); round++)
		for (int i = 0; i < 20 && waitpid(-1, NULL, WNOHANG) >= 0; i++)
			nap(1);
}

static void end_child(int sig)
{
	pid_t pid = atomic_exchange(&child, 0);
	int ms = 0;

	if (pid <= 0)
		return;
	/* Ctrl-C has reached it already, by the terminal; a kill of this process alone has not. */
	kill(pid, sig == SIGINT || sig == SIGHUP ? sig : SIGTERM);
	while (ms < GRACE_MS && !waitpid(pid, NULL, WNOHANG)) {
		nap(10);
		ms += 10;
	}
	if (ms >= GRACE_MS) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	lr_end_orphans();
}

static void on_signal(int sig)
{
	int saved = errno;

	if (getpid() == atomic_load(&owner)) {
		end_child(sig);
		remove_doomed();
	}
	signal(sig, SIG_DFL);
	raise(sig);
	errno = saved;
}

/* ---- */

static void at_exit(void)
{
	if (getpid() == atomic_load(&owner))
		remove_doomed();
}

static void install(void)
{
	struct sigaction act = {.sa_handler = on_signal, .sa_flags = SA_RESTART}, old;

	if (atomic_load(&owner))
		return;
	atomic_store(&owner, getpid());
	atexit(at_exit);
	/* What a killed child leaves comes to us, not to init: it must not go on writing where the next build writes. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	sigemptyset(&act.sa_mask);
	for (size_t i = 0; i < NSIGNALS; i++)
		sigaddset(&act.sa_mask, ending_signals[i]);
	/* nohup and a shell's '&' ignore some: so be it. */
	for (size_t i = 0; i < NSIGNALS; i++)
		if (!sigaction(ending_signals[i], NULL, &old) && old.sa_handler == SIG_DFL)
			sigaction(ending_signals[i], &act, NULL);
}

void lr_doom(const char *path)
{
	install();
	for (size_t i = 0; i < SLOTS; i++) {
		const char *none = NULL;

		if (atomic_compare_exchange_strong(&doomed[i], &none, path))
			return;
	}
}

void lr_spare(const char *path)
{
	for (size_t i = 0; i < SLOTS; i++) {
		const char *this = path;

		if (atomic_compare_exchange_strong(&doomed[i], &this, NULL))
			return;
	}
}

void lr_child_runs(pid_t pid)
{
	install();
	atomic_store(&child, pid);
}

void lr_forget_endings(void)
{
	struct sigaction old;

	for (size_t i = 0; i < NSIGNALS; i++)
		if (!sigaction(ending_signals[i], NULL, &old) && old.sa_handler == on_signal)
			signal(ending_signals[i], SIG_DFL);
}
