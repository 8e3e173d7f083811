/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lind-glibc's record of the calling thread, what glibc calls THREAD_SELF, is a thread-local variable; what pthread_create()
 * fills in is another one, at the end of the new thread's stack. So each thread but the first believes that it is alone,
 * and that its number is 0: malloc() takes no lock there, pthread_mutex_unlock() does not wake who waits, and a mutex that
 * is recursive or checks errors takes itself for the thread's own while nobody has it. (Three threads that end at once
 * destroyed malloc's lists in one run of eight.) What both need is written here.
 */
#include <malloc.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

#include "lind.h"
#include "lind_self.h"

#if __has_include(<gnu/lib-names.h>)
/* glibc's. In words of that record, which begins with i386's tcbhead_t of sysdeps/i386/nptl/tls.h. */
enum {
	MULTIPLE_THREADS = 3,
	BEHIND_HEADER = 24, /* struct pthread pads it to these */
	SEARCHED = 48,
};

enum {
	FIRST_NUMBER = 0x3fffffff, /* the first thread's, and a grate's worker's: csu/__init_tls.c */
	OWN_NUMBER = 1 << 22,      /* of those that are given here; behind the largest of a process */
};

static atomic_uint number_at; /* 0: not known */
static atomic_uint numbers = OWN_NUMBER;

static unsigned *record(void)
{
	return (unsigned *)(uintptr_t)pthread_self();
}

/* Its place is what the C library's configuration makes of it; the first thread's is known. */
static void find_number(const unsigned *self)
{
	for (unsigned i = BEHIND_HEADER; i < SEARCHED; i++)
		if (self[i] == FIRST_NUMBER) {
			atomic_store(&number_at, i);
			return;
		}
}

#ifdef __PIC__
/*
 * libc.so's own calls of mmap() are bound already and cannot be made one after the other, as lind_mmap.c does. So malloc()
 * has all memory by brk(), which lind-boot does at once, under the lock of its only arena.
 */
static void keep_malloc_from_mmap(void)
{
	static atomic_flag done = ATOMIC_FLAG_INIT;

	if (atomic_flag_test_and_set(&done))
		return;
	mallopt(M_ARENA_MAX, 1);
	mallopt(M_MMAP_MAX, 0);
}
#else
static void keep_malloc_from_mmap(void)
{
}
#endif

void lind_self_has_company(void)
{
	unsigned *self = record();

	if (!self[MULTIPLE_THREADS])
		keep_malloc_from_mmap();
	if (!atomic_load(&number_at))
		find_number(self);
	self[MULTIPLE_THREADS] = 1;
}

void lind_self_begin(void)
{
	unsigned *self = record(), at;

	lind_self_has_company();
	if ((at = atomic_load(&number_at)) && (self[at] == 0 || self[at] == FIRST_NUMBER))
		self[at] = atomic_fetch_add(&numbers, 1);
}
enum { EXIT = 60, FUTEX = 202, WAKE = 1 };

/* As the end of glibc's start_thread() does: pthread_join() waits for the number to be 0. */
_Noreturn void lind_self_end(pthread_t own)
{
	unsigned at = atomic_load(&number_at);
	_Atomic unsigned *number = (_Atomic unsigned *)(uintptr_t)own + at;

	if (!at)
		abort();
	atomic_store(number, 0);
	lind_call(FUTEX, "syscall|futex", lind_address(number), WAKE, 1, 0, LIND_UNUSED, 0);
	for (;;)
		lind_call(EXIT, "syscall|exit", 0, LIND_UNUSED, LIND_UNUSED, LIND_UNUSED, LIND_UNUSED, LIND_UNUSED);
}
#else
/* Another C library knows its threads. */
void lind_self_has_company(void)
{
}

void lind_self_begin(void)
{
}
#endif
