/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ioctl, also of C and of the C library's functions that ask so (terminals, pseudo-terminals, interfaces): a lind-boot
 * that logs panics at a request that it does not know; a kernel says ENOTTY.
 */
#include <stdarg.h>

#include "lind.h"
#include "lind_wraps.h"

#if __has_include(<gnu/lib-names.h>)
enum { IOCTL = 16 };
enum { GET_WINDOW = 0x5413, GET_READABLE = 0x541b, SET_NONBLOCK = 0x5421, SET_CLOSE_ON_EXEC = 0x5451, SET_ASYNC = 0x5452 };
enum { CLEAR_CLOSE_ON_EXEC = 0x5450, SETFD = 2 };

int fcntl(int file, int command, ...);

static int ask(int file, unsigned long request, void *argument)
{
	switch (request) {
	case GET_WINDOW:
	case GET_READABLE:
	case SET_NONBLOCK:
	case SET_ASYNC:
		return lind_call(IOCTL, "syscall|ioctl", (uint64_t)file, request, lind_address(argument), LIND_UNUSED,
				 LIND_UNUSED, LIND_UNUSED);
	case SET_CLOSE_ON_EXEC:
		return fcntl(file, SETFD, 1);
	case CLEAR_CLOSE_ON_EXEC:
		return fcntl(file, SETFD, 0);
	default:
		return lind_fails(ENOTTY);
	}
}
#else
/* Another C library's, by a name that the link does not bind. */
int ask(int file, unsigned long request, ...) __asm__("__libc_ioctl");
#endif

int __lind_rust_ioctl(int file, unsigned long request, ...)
{
	va_list a;
	void *argument;

	va_start(a, request);
	argument = va_arg(a, void *);
	va_end(a);
	return ask(file, request, argument);
}

WRAPS_BY(ioctl, ioctl);
WRAPS_BY(__ioctl, ioctl);
