/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signals. lind-glibc's pthread_sigmask, raise and pthread_kill do nothing and say 0; sigprocmask and kill work. lind's
 * mask and pending signals are the process's, not the thread's. C's calls of the three reach these, too.
 */
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "lind.h"
#include "lind_wraps.h"

int sigprocmask(int how, const sigset_t *set, sigset_t *old);

int __lind_rust_pthread_sigmask(int how, const sigset_t *set, sigset_t *old)
{
	return sigprocmask(how, set, old) ? errno : 0;
}

/*
 * lind's kill takes no signal 0: whether there is this process itself is known, and others are sent the signal that
 * nobody is told of who does not ask for it. (One that has ended and was not waited for is gone, for lind.)
 */
int __lind_rust_kill(pid_t process, int number)
{
	if (!number && process == getpid())
		return 0;
	return kill(process, number ? number : SIGURG);
}

int __lind_rust_raise(int number)
{
	return kill(getpid(), number);
}

int __lind_rust_pthread_kill(pthread_t thread, int number)
{
	if (!number)
		return 0;
	if (!pthread_equal(thread, pthread_self()))
		return ENOSYS;
	return kill(getpid(), number) ? errno : 0;
}

WRAPS_BY(raise, raise);
WRAPS_BY(pthread_sigmask, pthread_sigmask);
WRAPS_BY(pthread_kill, pthread_kill);

/* There is no other stack for handlers: lind calls them on the one that is in use. */
struct rust_stack {
	void *base;
	int flags;
	size_t size;
};

int __lind_rust_sigaltstack(const struct rust_stack *stack, struct rust_stack *old)
{
	enum { DISABLE = 2 };

	if (old)
		*old = (struct rust_stack){NULL, DISABLE, 0};
	if (stack && !(stack->flags & DISABLE))
		return lind_fails(ENOSYS);
	return 0;
}
