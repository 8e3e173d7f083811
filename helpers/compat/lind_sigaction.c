/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sigaction() with SA_SIGINFO. lind calls every handler by its number alone, and a handler of three arguments traps. Those
 * are kept here; what is called is a function of one argument, which gives them what is known: the number.
 */
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "lind.h"

enum { SIGNALS = 65 };

typedef void (*informed)(int, siginfo_t *, void *);

static _Atomic(informed) handlers[SIGNALS];

static void call_informed(int number)
{
	informed handler = number > 0 && number < SIGNALS ? atomic_load(&handlers[number]) : NULL;
	siginfo_t info;

	if (!handler)
		return;
	memset(&info, 0, sizeof info);
	info.si_signo = number;
	handler(number, &info, NULL);
}

/* What the program knows is the handler that it gave. */
static void tell_old(struct sigaction *old, informed before)
{
	if (!old || old->sa_handler != call_informed)
		return;
	old->sa_sigaction = before;
	old->sa_flags |= SA_SIGINFO;
}

int __lind_rust_sigaction(int number, const struct sigaction *wanted, struct sigaction *old)
{
	informed before = number > 0 && number < SIGNALS ? atomic_load(&handlers[number]) : NULL;
	struct sigaction copy;
	int status;

	if (!wanted || !(wanted->sa_flags & SA_SIGINFO) || number <= 0 || number >= SIGNALS) {
		status = sigaction(number, wanted, old);
		if (!status)
			tell_old(old, before);
		return status;
	}
	copy = *wanted;
	copy.sa_flags &= ~SA_SIGINFO;
	copy.sa_handler = call_informed;
	/* First, since a signal may come at once. */
	atomic_store(&handlers[number], wanted->sa_sigaction);
	status = sigaction(number, &copy, old);
	if (status)
		atomic_store(&handlers[number], before);
	else
		tell_old(old, before);
	return status;
}
