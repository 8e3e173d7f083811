/* SPDX-License-Identifier: Apache-2.0 */
/* Closing and duplicating, for files of lind_epoll.c; others go to the C library. */
#define _GNU_SOURCE 1
#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>

#include "lind.h"
#include "lind_files.h"

#pragma weak lind_epoll_is
#pragma weak lind_epoll_duplicate
#pragma weak lind_epoll_close

static int is_epoll(int file)
{
	return lind_epoll_is && lind_epoll_is(file);
}

int __lind_rust_close(int file)
{
	return is_epoll(file) ? lind_epoll_close(file) : close(file);
}

int __lind_rust_dup(int file)
{
	return is_epoll(file) ? lind_epoll_duplicate(file, 0, 0) : dup(file);
}

/* To a number of the caller's choice no epoll file can be brought. */
int __lind_rust_dup2(int from, int to)
{
	if (from != to && is_epoll(from))
		return lind_fails(EINVAL);
	if (from != to && is_epoll(to))
		lind_epoll_close(to);
	return dup2(from, to);
}

int dup3(int from, int to, int flags);

int __lind_rust_dup3(int from, int to, int flags)
{
	if (is_epoll(from))
		return lind_fails(EINVAL);
	if (from != to && is_epoll(to))
		lind_epoll_close(to);
	return dup3(from, to, flags);
}

/* struct flock is the host's own in Rust, and only its address is passed on. */
int __lind_rust_fcntl(int file, int command, ...)
{
	va_list a;
	void *argument;

	va_start(a, command);
	argument = va_arg(a, void *);
	va_end(a);
	if ((command == F_DUPFD || command == F_DUPFD_CLOEXEC) && is_epoll(file))
		return lind_epoll_duplicate(file, (int)(intptr_t)argument, command == F_DUPFD_CLOEXEC);
	return fcntl(file, command, argument);
}
