/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Waiting for children. lind's waitpid of one child takes no notice of WNOHANG: it comes back when the child has ended
 * (rawposix/src/sys_calls.rs, the loop of a cage that is asked for by its number); and it spins meanwhile. Of any child
 * it answers at once. So any child is asked for, and what it tells of a child that is not the wanted one is kept for who
 * waits for that. lind-glibc's wait4 and waitid do nothing. What a child used is not known to lind; it is given as
 * nothing. C's calls come here as well (lind_wraps.h); the C library's own, of system() and pclose(), wait for one child
 * until it ends, and stay lind's.
 *
 * Handlers of SIGCHLD wait, so there is no lock here.
 */
#define _GNU_SOURCE 1
#include <sys/types.h>
#include <stdatomic.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lind.h"
#include "lind_children.h"
#include "lind_seen.h"
#include "lind_wraps.h"

pid_t real_waitpid(pid_t process, int *status, int options) C_LIBRARYS(waitpid, __waitpid);

#if __has_include(<gnu/lib-names.h>)
#include <sys/resource.h>

/* struct rusage in Rust: two times and fourteen words. */
struct rust_rusage {
	struct rust_timeval user, system;
	int32_t rest[14];
};

/* As many as there can be of children that ended; naps in nanoseconds. */
enum { CHILDREN = 1024, SHORT_NAP = 100 * 1000, LONG_NAP = 4 * 1000 * 1000 };

/*
 * Number and status in one, 0: nothing. The numbers of children at their remainders, negative once they were waited for:
 * lind gives each only once.
 */
static _Atomic uint64_t ended[CHILDREN];
static _Atomic pid_t children[CHILDREN];
static _Atomic pid_t owner;
/* Threads between asking lind and keeping the answer. */
static atomic_int asking;

int __lind_rust_nanosleep(const struct rust_timespec *request, struct rust_timespec *left);

void lind_child_is(pid_t process)
{
	atomic_store(&children[(unsigned)process % CHILDREN], process);
}

/* A forked child has its parent's children in memory. */
static void forget_parents(void)
{
	pid_t self = getpid(), before = atomic_exchange(&owner, self);

	if (!before || before == self)
		return;
	atomic_store(&asking, 0);
	for (unsigned i = 0; i < CHILDREN; i++) {
		atomic_store(&ended[i], 0);
		atomic_store(&children[i], 0);
	}
}

static void keep(pid_t process, int status)
{
	uint64_t one = (uint64_t)(uint32_t)process << 32 | (uint32_t)status;

	for (unsigned i = 0; i < CHILDREN; i++) {
		uint64_t nothing = 0;

		if (atomic_compare_exchange_strong(&ended[i], &nothing, one))
			return;
	}
}

/* What is known of that child, or of any (-1). */
static pid_t take(pid_t process, int *status, int leave)
{
	for (unsigned i = 0; i < CHILDREN; i++) {
		uint64_t one = atomic_load(&ended[i]);
		pid_t of = (pid_t)(one >> 32);

		if (!one || (process > 0 && of != process))
			continue;
		if (!leave) {
			if (!atomic_compare_exchange_strong(&ended[i], &one, 0))
				continue;
			atomic_store(&children[(unsigned)of % CHILDREN], -of);
		}
		*status = (int)(uint32_t)one;
		return of;
	}
	return 0;
}

/*
 * One that posix_spawn() of C has begun is not known. Of the signals that nobody is told of, this is the rarest in use. One
 * that has just ended may still be sent it.
 */
static int is_child(pid_t process)
{
	pid_t known = atomic_load(&children[(unsigned)process % CHILDREN]);

	if (process <= 0 || known == process)
		return 1;
	if (known == -process || process == getpid() || kill(process, SIGURG))
		return 0;
	lind_child_is(process);
	return 1;
}

/* The child that has ended; 0: none yet; -1: there is no such child. */
static pid_t look(pid_t process, int *status, int leave)
{
	int one, of_one, others, is = 1;
	pid_t found;

	forget_parents();
	for (;;) {
		found = take(process, status, leave);
		if (found)
			return found;
		if (!is)
			return lind_fails(ECHILD);
		atomic_fetch_add(&asking, 1);
		one = real_waitpid(-1, &of_one, WNOHANG);
		if (one > 0)
			keep(one, of_one);
		others = atomic_fetch_sub(&asking, 1) - 1;
		if (one > 0)
			continue;
		/* What another thread was just told is not kept yet. */
		if (one < 0 && others > 0)
			return 0;
		/* Once more, since it may have ended, or another thread have kept it, after it was looked for. */
		is = !one && is_child(process);
		if (is)
			return 0;
	}
}

static pid_t wait_for(pid_t process, int *status, int options, int leave)
{
	struct rust_timespec nap = {0, SHORT_NAP, 0};
	struct lind_seen before = lind_seen();
	pid_t found;

	for (;;) {
		found = look(process < 0 ? -1 : process, status, leave);
		if (found || options & WNOHANG)
			return found;
		if (__lind_rust_nanosleep(&nap, NULL) && errno == EINTR && !lind_starts_again(before))
			break;
		if (lind_seen().breaking != before.breaking)
			break;
		nap.nsec = nap.nsec * 2 > LONG_NAP ? LONG_NAP : nap.nsec * 2;
	}
	/* A child's end is told by a signal as well, and goes first. */
	found = look(process < 0 ? -1 : process, status, leave);
	return found ? found : lind_fails(EINTR);
}

pid_t __lind_rust_waitpid(pid_t process, int *status, int options)
{
	int number = errno, of_it = 0;
	pid_t found;

	if (options & ~(WNOHANG | WUNTRACED | WCONTINUED))
		return lind_fails(EINVAL);
	found = wait_for(process, &of_it, options, 0);
	if (found > 0 && status)
		*status = of_it;
	if (found >= 0)
		errno = number;
	return found;
}

pid_t __lind_rust_wait(int *status)
{
	return __lind_rust_waitpid(-1, status, 0);
}

pid_t __lind_rust_wait4(pid_t process, int *status, int options, struct rust_rusage *usage)
{
	pid_t found = __lind_rust_waitpid(process, status, options);

	if (found > 0 && usage)
		memset(usage, 0, sizeof *usage);
	return found;
}

/* C's structure is another. */
pid_t __wrap_wait4(pid_t process, int *status, int options, struct rusage *usage)
{
	pid_t found = __lind_rust_waitpid(process, status, options);

	if (found > 0 && usage)
		memset(usage, 0, sizeof *usage);
	return found;
}

pid_t __wrap_wait3(int *status, int options, struct rusage *usage)
{
	return __wrap_wait4(-1, status, options, usage);
}

/* Children that stop or go on are not told of by lind. */
int __lind_rust_waitid(idtype_t kind, id_t process, siginfo_t *info, int options)
{
	int status = 0;
	pid_t found;

	if (options & ~(WEXITED | WSTOPPED | WCONTINUED | WNOHANG | WNOWAIT) || !(options & WEXITED) ||
	    (kind != P_ALL && (kind != P_PID || (pid_t)process <= 0)))
		return lind_fails(EINVAL);
	found = wait_for(kind == P_ALL ? -1 : (pid_t)process, &status, options, options & WNOWAIT);
	if (found < 0)
		return -1;
	if (!info)
		return 0;
	memset(info, 0, sizeof *info);
	if (!found)
		return 0;
	info->si_signo = SIGCHLD;
	info->si_pid = found;
	info->si_code = WIFSIGNALED(status) ? CLD_KILLED : CLD_EXITED;
	info->si_status = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
	return 0;
}
#else
/* A C library without processes. */
struct rust_rusage;
struct rusage;

void lind_child_is(pid_t process)
{
	(void)process;
}

pid_t __lind_rust_waitpid(pid_t process, int *status, int options)
{
	return real_waitpid(process, status, options);
}

pid_t __lind_rust_wait(int *status)
{
	return real_waitpid(-1, status, 0);
}

pid_t __lind_rust_wait4(pid_t process, int *status, int options, struct rust_rusage *usage)
{
	(void)usage;
	return real_waitpid(process, status, options);
}

pid_t __wrap_wait4(pid_t process, int *status, int options, struct rusage *usage)
{
	(void)usage;
	return real_waitpid(process, status, options);
}

pid_t __wrap_wait3(int *status, int options, struct rusage *usage)
{
	(void)usage;
	return real_waitpid(-1, status, options);
}

int __lind_rust_waitid(int kind, unsigned process, siginfo_t *info, int options)
{
	(void)kind;
	(void)process;
	(void)info;
	(void)options;
	return lind_fails(ENOSYS);
}
#endif

WRAPS_BY(waitpid, waitpid);
WRAPS_BY(wait, wait);
WRAPS_BY(waitid, waitid);
