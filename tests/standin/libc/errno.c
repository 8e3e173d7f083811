/* SPDX-License-Identifier: Apache-2.0 */
/* Not through <errno.h>: Rust's std names the thread-local variable itself. */
_Thread_local int errno;

int *__errno_location(void);

int *
__errno_location(void)
{
	return &errno;
}
