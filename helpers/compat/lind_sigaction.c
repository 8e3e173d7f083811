/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sigaction(). lind calls every handler by its number alone, and one of three arguments (SA_SIGINFO) traps. The
 * program's handlers are kept here; what lind calls is a function of one argument, which gives them what is known, the
 * number, and counts (lind_seen.c).
 */
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "lind.h"
#include "lind_seen.h"

enum { SIGNALS = 65 };

typedef void (*informed)(int, siginfo_t *, void *);
typedef void (*plain)(int);

/* Read by a handler: a number's own two are never changed while a signal of it is being handled. */
static struct {
	_Atomic(informed) informed;
	_Atomic(plain) plain;
	atomic_int breaks;
} handlers[SIGNALS];

static void call(int number)
{
	siginfo_t info;
	informed with;
	plain without;

	if (number <= 0 || number >= SIGNALS)
		return;
	with = atomic_load(&handlers[number].informed);
	without = atomic_load(&handlers[number].plain);
	lind_count_seen(atomic_load(&handlers[number].breaks));
	if (with) {
		memset(&info, 0, sizeof info);
		info.si_signo = number;
		with(number, &info, NULL);
	} else if (without) {
		without(number);
	}
}

static void keep(int number, informed with, plain without, int breaks)
{
	atomic_store(&handlers[number].informed, with);
	atomic_store(&handlers[number].plain, without);
	atomic_store(&handlers[number].breaks, breaks);
}

/* What the program knows is the handler that it gave. */
static void tell_old(struct sigaction *old, informed with, plain without)
{
	if (!old || old->sa_handler != call)
		return;
	if (with) {
		old->sa_sigaction = with;
		old->sa_flags |= SA_SIGINFO;
	} else {
		old->sa_handler = without;
	}
}

static int is_function(const struct sigaction *action)
{
	return action->sa_flags & SA_SIGINFO ||
	       (action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN && action->sa_handler != SIG_ERR);
}

int __lind_rust_sigaction(int number, const struct sigaction *wanted, struct sigaction *old)
{
	struct sigaction copy;
	informed with;
	plain without;
	int status, broke;

	if (number <= 0 || number >= SIGNALS)
		return sigaction(number, wanted, old);
	with = atomic_load(&handlers[number].informed);
	without = atomic_load(&handlers[number].plain);
	broke = atomic_load(&handlers[number].breaks);
	if (!wanted || !is_function(wanted)) {
		status = sigaction(number, wanted, old);
		if (!status)
			tell_old(old, with, without);
		return status;
	}
	copy = *wanted;
	copy.sa_flags &= ~SA_SIGINFO;
	copy.sa_handler = call;
	/* First, since a signal may come at once. */
	keep(number, wanted->sa_flags & SA_SIGINFO ? wanted->sa_sigaction : NULL,
	     wanted->sa_flags & SA_SIGINFO ? NULL : wanted->sa_handler, !(wanted->sa_flags & SA_RESTART));
	status = sigaction(number, &copy, old);
	if (status)
		keep(number, with, without, broke);
	else
		tell_old(old, with, without);
	return status;
}

/* As BSD's: calls start again. */
plain __lind_rust_signal(int number, plain handler)
{
	struct sigaction wanted, old;

	if (handler == SIG_ERR || number <= 0 || number >= SIGNALS) {
		errno = EINVAL;
		return SIG_ERR;
	}
	memset(&wanted, 0, sizeof wanted);
	wanted.sa_handler = handler;
	wanted.sa_flags = SA_RESTART;
	return __lind_rust_sigaction(number, &wanted, &old) ? SIG_ERR : old.sa_handler;
}
