/* SPDX-License-Identifier: Apache-2.0 */
/*
 * abort(), in which a panic ends. lind-glibc's ends in a trap: in the first thread the process ends with lind-boot's status
 * 70, in another one that thread alone stops, and whoever waits for it hangs. No signal that a process sends itself ends it.
 * So it exits by the status that a shell tells of SIGABRT, which a waiting parent sees. Where a backtrace is wanted
 * (RUST_BACKTRACE), the first thread traps: the runtime prints the functions then.
 * A grate's handler traps in any case: the call that it handles fails, where an exit would never end.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ABORTED = 128 + 6 };

pid_t __lind_rust_gettid(void);
/* grate.c's: of a grate alone. */
bool lind_in_worker(void) __attribute__((weak));

_Noreturn void __lind_rust_abort(void)
{
	const char *wanted = getenv("RUST_BACKTRACE");

#ifndef __PIC__
	if (lind_in_worker && lind_in_worker())
		__builtin_trap();
#endif
	if (wanted && strcmp(wanted, "0") && __lind_rust_gettid() == getpid())
		__builtin_trap();
	_exit(ABORTED);
}
