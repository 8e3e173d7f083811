/* SPDX-License-Identifier: Apache-2.0 */
/*
 * syscall(): lind-glibc's ends the program. The numbers are x86-64's, as lind's own are. Here are the calls that Rust's
 * std and common crates make so; a number that is not known says ENOSYS, as a kernel that lacks the call does, and callers
 * take another way then.
 */
#include <stdarg.h>
#include <sys/random.h>
#include <sys/types.h>
#include <unistd.h>

#include "lind.h"

enum {
	SCHED_YIELD = 24,
	GETPID = 39,
	GETPPID = 110,
	GETUID = 102,
	GETGID = 104,
	GETEUID = 107,
	GETEGID = 108,
	GETTID = 186,
	FUTEX = 202,
	CLOCK_GETTIME = 228,
	EXIT_GROUP = 231,
	RENAMEAT2 = 316,
	GETRANDOM = 318,
	COPY_FILE_RANGE = 326,
	/*
	 * x86's, whose times have 64 bits: callers with addresses of 32 bits ask for this first (parking_lot_core from 0.10 on).
	 * Behind an ENOSYS they would come with times of 32 bits, which futex is not given here.
	 */
	FUTEX_TIME64 = 422,
};

/* Of futex: the operation without its flags. */
enum { OPERATION = 127, WAIT = 0, LOCK_PI = 6, WAIT_BITSET = 9, WAIT_REQUEUE_PI = 11, LOCK_PI2 = 13 };

pid_t __lind_rust_gettid(void);

/* The fourth argument is a time for some operations and a number for others. */
static int futex(va_list a)
{
	void *word = va_arg(a, void *);
	int operation = va_arg(a, int), how = operation & OPERATION;
	uint32_t value = va_arg(a, uint32_t);
	uintptr_t fourth = 0;
	void *word2 = NULL;
	uint32_t value3 = 0;
	struct host_time wait;
	uint64_t timeout;

	/* A caller of the others need not pass the rest. */
	if (how != 1) {
		fourth = va_arg(a, uintptr_t);
		word2 = va_arg(a, void *);
		value3 = va_arg(a, uint32_t);
	}
	if (how == WAIT || how == WAIT_BITSET || how == LOCK_PI || how == LOCK_PI2 || how == WAIT_REQUEUE_PI)
		timeout = lind_address(host_timespec(&wait, (const struct rust_timespec *)fourth));
	else
		timeout = fourth;
	return lind_call(FUTEX, "syscall|futex", lind_address(word), (uint32_t)operation, value, timeout, lind_address(word2),
			 value3);
}

static int renames(va_list a)
{
	int from_dir = va_arg(a, int);
	const char *from = va_arg(a, const char *);
	int to_dir = va_arg(a, int);
	const char *to = va_arg(a, const char *);
	unsigned flags = va_arg(a, unsigned);

	return lind_call(RENAMEAT2, "syscall|renameat2", (uint64_t)from_dir, lind_address(from), (uint64_t)to_dir,
			 lind_address(to), flags, LIND_UNUSED);
}

static int copies_range(va_list a)
{
	int in = va_arg(a, int);
	void *in_at = va_arg(a, void *);
	int out = va_arg(a, int);
	void *out_at = va_arg(a, void *);
	size_t n = va_arg(a, size_t);
	unsigned flags = va_arg(a, unsigned);

	return lind_call(COPY_FILE_RANGE, "syscall|copy_file_range", (uint64_t)in, lind_address(in_at), (uint64_t)out,
			 lind_address(out_at), n, flags);
}

static long dispatch(long number, va_list a)
{
	void *p;
	size_t n;

	switch (number) {
	case SCHED_YIELD:
		return lind_call(SCHED_YIELD, "syscall|sched_yield", LIND_UNUSED, LIND_UNUSED, LIND_UNUSED, LIND_UNUSED,
				 LIND_UNUSED, LIND_UNUSED);
	case GETPID:
		return getpid();
	case GETPPID:
		return getppid();
	case GETUID:
		return (long)getuid();
	case GETEUID:
		return (long)geteuid();
	case GETGID:
		return (long)getgid();
	case GETEGID:
		return (long)getegid();
	case GETTID:
		return __lind_rust_gettid();
	case FUTEX:
	case FUTEX_TIME64:
		return futex(a);
	case CLOCK_GETTIME:
		number = va_arg(a, int);
		return clock_gettime((clockid_t)number, va_arg(a, struct timespec *));
	case EXIT_GROUP:
		_exit(va_arg(a, int));
	case GETRANDOM:
		p = va_arg(a, void *);
		n = va_arg(a, size_t);
		return getrandom(p, n, va_arg(a, unsigned));
	case RENAMEAT2:
		return renames(a);
	case COPY_FILE_RANGE:
		return copies_range(a);
	default:
		return lind_fails(ENOSYS);
	}
}

long __lind_rust_syscall(long number, ...)
{
	va_list a;
	long result;

	va_start(a, number);
	result = dispatch(number, a);
	va_end(a);
	return result;
}
