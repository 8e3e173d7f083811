/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of unix sockets. lind gives them filled up with NULs, and a socket without a name one of NULs alone; Linux tells by
 * the length where a name ends.
 */
#define _GNU_SOURCE
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

/* `room` is what the caller had; the kernel may have told of more. */
static void cut(struct sockaddr *address, socklen_t *length, socklen_t room)
{
	const struct sockaddr_un *name = (const struct sockaddr_un *)address;
	size_t before = offsetof(struct sockaddr_un, sun_path), n;

	if (!address || !length || room < before || *length < before || address->sa_family != AF_UNIX)
		return;
	n = strnlen(name->sun_path, (*length < room ? *length : room) - before);
	/* With its own NUL, where there is room for it. */
	*length = (socklen_t)(before + n + (n && before + n < room));
	if (!n)
		*length = (socklen_t)before;
}

static socklen_t room_of(const socklen_t *length)
{
	return length ? *length : 0;
}

int __lind_rust_accept(int file, struct sockaddr *address, socklen_t *length)
{
	socklen_t room = room_of(length);
	int result = accept(file, address, length);

	if (result >= 0)
		cut(address, length, room);
	return result;
}

int __lind_rust_accept4(int file, struct sockaddr *address, socklen_t *length, int flags)
{
	socklen_t room = room_of(length);
	int result = accept4(file, address, length, flags);

	if (result >= 0)
		cut(address, length, room);
	return result;
}

int __lind_rust_getsockname(int file, struct sockaddr *address, socklen_t *length)
{
	socklen_t room = room_of(length);
	int result = getsockname(file, address, length);

	if (!result)
		cut(address, length, room);
	return result;
}

int __lind_rust_getpeername(int file, struct sockaddr *address, socklen_t *length)
{
	socklen_t room = room_of(length);
	int result = getpeername(file, address, length);

	if (!result)
		cut(address, length, room);
	return result;
}

ssize_t __lind_rust_recvfrom(int file, void *buffer, size_t size, int flags, struct sockaddr *address, socklen_t *length)
{
	socklen_t room = room_of(length);
	ssize_t result = recvfrom(file, buffer, size, flags, address, length);

	if (result >= 0)
		cut(address, length, room);
	return result;
}
