/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "lock.h"
#include "sys.h"

enum { CALLS = 1024 };

struct call {
	void (*plain)(void);
	void (*with_arg)(void *);
	void *arg;
};

static struct call calls[CALLS];
static int ncalls;
static volatile int lock;

static int
add(struct call call)
{
	int full;

	__lock(&lock);
	full = ncalls == CALLS;
	if (!full)
		calls[ncalls++] = call;
	__unlock(&lock);
	return full ? -1 : 0;
}

int
atexit(void (*call)(void))
{
	return add((struct call){.plain = call});
}

/* The compiler registers destructors of constructors' objects here. */
int __cxa_atexit(void (*call)(void *), void *arg, void *dso);

int
__cxa_atexit(void (*call)(void *), void *arg, void *dso)
{
	(void)dso;
	return add((struct call){.with_arg = call, .arg = arg});
}

static int
take(struct call *call)
{
	int left;

	__lock(&lock);
	left = ncalls;
	if (left)
		*call = calls[--ncalls];
	__unlock(&lock);
	return left;
}

_Noreturn void
_Exit(int status)
{
	for (;;)
		SYS1(SYS_exit_group, status);
}

_Noreturn void
_exit(int status)
{
	_Exit(status);
}

_Noreturn void
exit(int status)
{
	struct call call;

	while (take(&call)) {
		if (call.plain)
			call.plain();
		else
			call.with_arg(call.arg);
	}
	fflush(NULL);
	_Exit(status);
}

_Noreturn void
abort(void)
{
	__builtin_trap();
}
