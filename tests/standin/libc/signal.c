/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>
#include "lock.h"
#include "sys.h"

/* Signals that a program sends to itself. The handlers are called here; what
   has none is the host's affair. */

static struct sigaction actions[NSIG];
static volatile int lock;

static int
bad(int sig)
{
	if (sig > 0 && sig < NSIG)
		return 0;
	errno = EINVAL;
	return 1;
}

int
sigaction(int sig, const struct sigaction *restrict act, struct sigaction *restrict old)
{
	if (bad(sig))
		return -1;
	if (act && (sig == SIGKILL || sig == SIGSTOP)) {
		errno = EINVAL;
		return -1;
	}
	__lock(&lock);
	if (old)
		*old = actions[sig];
	if (act)
		actions[sig] = *act;
	__unlock(&lock);
	return 0;
}

sighandler_t
signal(int sig, sighandler_t handler)
{
	struct sigaction act = {.sa_handler = handler, .sa_flags = (int)SA_RESTART};
	struct sigaction old;

	return sigaction(sig, &act, &old) == 0 ? old.sa_handler : SIG_ERR;
}

/* Exported: lind-boot delivers a signal by calling it. */
__attribute__((__export_name__("signal_callback"))) void
signal_callback(void (*handler)(int), int sig)
{
	handler(sig);
}

static int
send(int sig)
{
	struct sigaction act;

	if (sigaction(sig, NULL, &act) != 0)
		return -1;
	if (act.sa_handler == SIG_IGN)
		return 0;
	if (act.sa_handler == SIG_DFL)
		return __sys_result(SYS2(SYS_kill, getpid(), sig));
	if ((unsigned)act.sa_flags & SA_RESETHAND)
		signal(sig, SIG_DFL);
	signal_callback(act.sa_handler, sig);
	return 0;
}

int
kill(pid_t pid, int sig)
{
	if (pid != getpid() || sig == 0)
		return __sys_result(SYS2(SYS_kill, pid, sig));
	return send(sig);
}

int
raise(int sig)
{
	return send(sig);
}

int
sigemptyset(sigset_t *set)
{
	memset(set, 0, sizeof(*set));
	return 0;
}

int
sigfillset(sigset_t *set)
{
	memset(set, 0xff, sizeof(*set));
	return 0;
}

int
sigaddset(sigset_t *set, int sig)
{
	if (bad(sig))
		return -1;
	set->__bits[(sig - 1) / 32] |= 1ul << ((sig - 1) % 32);
	return 0;
}

int
sigdelset(sigset_t *set, int sig)
{
	if (bad(sig))
		return -1;
	set->__bits[(sig - 1) / 32] &= ~(1ul << ((sig - 1) % 32));
	return 0;
}

int
sigismember(const sigset_t *set, int sig)
{
	if (bad(sig))
		return -1;
	return set->__bits[(sig - 1) / 32] >> ((sig - 1) % 32) & 1;
}

/* Nothing is ever sent from outside, so a mask has nothing to hold back. */
int
sigprocmask(int how, const sigset_t *restrict set, sigset_t *restrict old)
{
	static _Thread_local sigset_t mask;

	if (old)
		*old = mask;
	for (size_t i = 0; set && i < sizeof(mask.__bits) / sizeof(*mask.__bits); i++) {
		if (how == SIG_BLOCK)
			mask.__bits[i] |= set->__bits[i];
		else if (how == SIG_UNBLOCK)
			mask.__bits[i] &= ~set->__bits[i];
		else
			mask.__bits[i] = set->__bits[i];
	}
	return 0;
}

int
pthread_sigmask(int how, const sigset_t *restrict set, sigset_t *restrict old)
{
	return sigprocmask(how, set, old);
}

/* A handler runs on the stack of who is interrupted, as in lind. */
int
sigaltstack(const stack_t *restrict stack, stack_t *restrict old)
{
	static _Thread_local stack_t own = {.ss_flags = SS_DISABLE};

	if (old)
		*old = own;
	if (stack)
		own = *stack;
	return 0;
}

int
pthread_kill(pthread_t thread, int sig)
{
	if (sig == 0)
		return 0;
	if (!pthread_equal(thread, pthread_self()))
		return ENOSYS;
	return send(sig) == 0 ? 0 : errno;
}
