/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gettid: lind-glibc has none, and the runtime numbers threads for itself. Linux promises a number that no other thread
 * has and that the first thread shares with the process: numbers are given out here as threads ask.
 */
#include <stdatomic.h>
#include <sys/types.h>
#include <unistd.h>

/* Behind the largest number of a process. */
enum { FIRST_THREAD = 1 << 22 };

static atomic_int last_thread = FIRST_THREAD;

/* The thread's number, and of which process: a forked child's only thread is its first. */
static _Thread_local pid_t number, process;

__attribute__((constructor)) static void first_thread(void)
{
	number = process = getpid();
}

pid_t __lind_rust_gettid(void)
{
	pid_t now = getpid();

	if (process != now) {
		number = process ? now : atomic_fetch_add(&last_thread, 1);
		process = now;
	}
	return number;
}
