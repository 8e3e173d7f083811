/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fork(), of C too (lind_wraps.h): by another thread than the first an error in place of a program that hangs
 * (lind_first.c). And vfork(), which lind-glibc answers in the program itself as if that were the child.
 */
#include <unistd.h>

#include "lind.h"
#include "lind_children.h"
#include "lind_wraps.h"

pid_t real_fork(void) C_LIBRARYS(fork, __libc_fork);

pid_t __lind_rust_fork(void)
{
	struct lind_held held;
	pid_t process;

	if (!lind_is_first_thread())
		return lind_fails(ENOSYS);
	lind_hold_signals(&held);
	process = real_fork();
	if (!process)
		lind_forget_cage();
	lind_release_signals(&held);
	if (process > 0)
		lind_child_is(process);
	return process;
}

WRAPS_BY(fork, fork);
WRAPS_BY(__fork, fork);
WRAPS_BY(vfork, fork);
