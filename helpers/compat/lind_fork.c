/* SPDX-License-Identifier: Apache-2.0 */
/* fork() by another thread than the first: an error in place of a program that hangs (lind_first.c). */
#include <unistd.h>

#include "lind.h"
#include "lind_children.h"

pid_t __lind_rust_fork(void)
{
	pid_t process;

	if (!lind_is_first_thread())
		return lind_fails(ENOSYS);
	process = fork();
	if (process > 0)
		lind_child_is(process);
	return process;
}
