/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Terminals: lind passes the window's size on and none of a terminal's settings; lind-glibc's tcgetattr returns whatever
 * was there, and its isatty and ttyname_r with it.
 */
#include "lind.h"

enum { IOCTL = 16, TIOCGWINSZ = 0x5413 };

int __lind_rust_isatty(int file)
{
	unsigned short size[4];

	if (!lind_call(IOCTL, "syscall|ioctl", (uint64_t)file, TIOCGWINSZ, lind_address(size), LIND_UNUSED, LIND_UNUSED,
		       LIND_UNUSED))
		return 1;
	if (errno != EBADF)
		errno = ENOTTY;
	return 0;
}

int __lind_rust_tcgetattr(int file, void *to)
{
	(void)to;
	return __lind_rust_isatty(file) ? lind_fails(ENOSYS) : -1;
}

int __lind_rust_tcsetattr(int file, int when, const void *from)
{
	(void)when, (void)from;
	return __lind_rust_isatty(file) ? lind_fails(ENOSYS) : -1;
}

/* There is no /dev that it could be found in. */
int __lind_rust_ttyname_r(int file, char *to, size_t size)
{
	(void)to, (void)size;
	return __lind_rust_isatty(file) ? ENODEV : errno;
}
