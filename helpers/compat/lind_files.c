/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Closing and duplicating, for files of lind_epoll.c; others go to the C library. The names of sockets (lind_names.c)
 * go with them. Reading and writing start again after a handler that says so (lind_seen.c).
 */
#define _GNU_SOURCE 1
#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>

#include "lind.h"
#include "lind_files.h"
#include "lind_seen.h"

#pragma weak lind_epoll_is
#pragma weak lind_epoll_duplicate
#pragma weak lind_epoll_close
#pragma weak lind_names_copy
#pragma weak lind_names_forget

ssize_t __lind_rust_read(int file, void *buffer, size_t size)
{
	struct lind_seen before;
	ssize_t result;

	do {
		before = lind_seen();
		result = read(file, buffer, size);
	} while (result < 0 && errno == EINTR && lind_starts_again(before));
	return result;
}

ssize_t __lind_rust_write(int file, const void *buffer, size_t size)
{
	struct lind_seen before;
	ssize_t result;

	do {
		before = lind_seen();
		result = write(file, buffer, size);
	} while (result < 0 && errno == EINTR && lind_starts_again(before));
	return result;
}

static int is_epoll(int file)
{
	return lind_epoll_is && lind_epoll_is(file);
}

/* Of two numbers for one file, the second. */
static int named(int file, int from)
{
	if (file >= 0 && file != from && lind_names_copy)
		lind_names_copy(from, file);
	return file;
}

int __lind_rust_close(int file)
{
	if (lind_names_forget)
		lind_names_forget(file);
	return is_epoll(file) ? lind_epoll_close(file) : close(file);
}

int __lind_rust_dup(int file)
{
	return is_epoll(file) ? lind_epoll_duplicate(file, 0, 0) : named(dup(file), file);
}

/* To a number of the caller's choice no epoll file can be brought. */
int __lind_rust_dup2(int from, int to)
{
	if (from != to && is_epoll(from))
		return lind_fails(EINVAL);
	if (from != to && is_epoll(to))
		lind_epoll_close(to);
	return named(dup2(from, to), from);
}

int dup3(int from, int to, int flags);

int __lind_rust_dup3(int from, int to, int flags)
{
	if (is_epoll(from))
		return lind_fails(EINVAL);
	if (from != to && is_epoll(to))
		lind_epoll_close(to);
	return named(dup3(from, to, flags), from);
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
	if (command == F_DUPFD || command == F_DUPFD_CLOEXEC)
		return named(fcntl(file, command, argument), file);
	return fcntl(file, command, argument);
}
