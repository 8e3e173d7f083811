/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of sockets. lind gives 16 bytes of each, an IPv4 address: the half of an IPv6 one, 14 characters of a path.
 * Whole ones come another way: a peer's by SO_PEERNAME, a message's by recvmsg, accept's where the family stands in the
 * buffer already. A socket's own is what it was bound to, which is kept here; that of a socket which was not follows
 * from its peer where that is this machine, and cannot be told otherwise.
 */
#define _GNU_SOURCE
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "lind.h"
#include "lind_files.h"
#include "lind_seen.h"

#if __has_include(<netinet/in.h>)
#include <netinet/in.h>

/* As many files as lind gives to a process (RLIMIT_NOFILE). */
enum { FILES = 1024 };

/* What lind gives of a name; where an IPv6 address begins, and what is behind its first half. */
enum { GIVEN = 16, FIRST_HALF = 8, HALF = 8 };

/* x86-64's. */
enum { PEERNAME = 28 };

/* Of a path that accept did not write. */
enum { UNWRITTEN = 0xff };

union name {
	struct sockaddr any;
	struct sockaddr_in6 six;
	struct sockaddr_un path;
	unsigned char bytes[128];
};

enum { BEFORE_PATH = offsetof(struct sockaddr_un, sun_path) };

struct kept {
	socklen_t size;
	union name name;
};

static _Atomic(struct kept *) bound[FILES];

/* ---- what sockets were bound to ---- */

static struct kept *kept_of(int file)
{
	return file < 0 || file >= FILES ? NULL : atomic_load(&bound[file]);
}

static void keep(int file, const void *name, socklen_t size)
{
	struct kept *kept = NULL;

	if (file < 0 || file >= FILES)
		return;
	if (name && size <= sizeof kept->name && (kept = calloc(1, sizeof *kept))) {
		kept->size = size;
		memcpy(&kept->name, name, size);
	}
	free(atomic_exchange(&bound[file], kept));
}

void lind_names_copy(int from, int to)
{
	struct kept *kept = kept_of(from);

	keep(to, kept ? &kept->name : NULL, kept ? kept->size : 0);
}

void lind_names_forget(int file)
{
	if (kept_of(file))
		keep(file, NULL, 0);
}

int __lind_rust_bind(int file, const struct sockaddr *name, socklen_t size)
{
	int result = bind(file, name, size);

	if (!result)
		keep(file, name, size);
	return result;
}

/* ---- giving ---- */

static int give(const union name *from, socklen_t size, struct sockaddr *to, socklen_t *room)
{
	memcpy(to, from, *room < size ? *room : size);
	*room = size;
	return 0;
}

/* With its own NUL, as Linux gives it; none without a name. */
static socklen_t size_of_path(const union name *name, size_t most)
{
	size_t n = strnlen(name->path.sun_path, most);

	return (socklen_t)(n ? BEFORE_PATH + n + 1 : BEFORE_PATH);
}

/* The beginning of the name, whose family is right. */
static int first_of(int (*call)(int, struct sockaddr *, socklen_t *), int file, union name *to)
{
	socklen_t size = sizeof *to;

	memset(to, 0, sizeof *to);
	return call(file, &to->any, &size);
}

static int peer_of_size(int file, union name *to, socklen_t size)
{
	return getsockopt(file, SOL_SOCKET, PEERNAME, to, &size);
}

/* The kernel gives as much as is asked for, if the name has as much. */
static socklen_t find_peer_path(int file, union name *to)
{
	socklen_t low = BEFORE_PATH, high = sizeof to->path;

	while (low < high) {
		socklen_t middle = (low + high + 1) / 2;

		if (peer_of_size(file, to, middle))
			high = middle - 1;
		else
			low = middle;
	}
	memset(to, 0, sizeof *to);
	to->any.sa_family = AF_UNIX;
	return low == BEFORE_PATH || !peer_of_size(file, to, low) ? low : 0;
}

static socklen_t peer(int file, union name *to)
{
	if (first_of(getpeername, file, to))
		return 0;
	switch (to->any.sa_family) {
	case AF_INET6:
		return peer_of_size(file, to, sizeof to->six) ? 0 : sizeof to->six;
	case AF_UNIX:
		return find_peer_path(file, to);
	default:
		return GIVEN;
	}
}

int __lind_rust_getpeername(int file, struct sockaddr *to, socklen_t *room)
{
	union name name;
	socklen_t size;

	if (!to || !room)
		return getpeername(file, to, room);
	size = peer(file, &name);
	return size ? give(&name, size, to, room) : -1;
}

/* The second half of an address of which the first is known. */
static int own_six(int file, union name *to)
{
	const struct kept *kept = kept_of(file);
	static const unsigned char none[2 * HALF], loopback[2 * HALF] = {[2 * HALF - 1] = 1};
	unsigned char *address = to->bytes + FIRST_HALF;
	union name other;

	if (kept && kept->name.any.sa_family == AF_INET6 && !memcmp(kept->name.bytes + FIRST_HALF, address, HALF) &&
	    memcmp(kept->name.bytes + FIRST_HALF, none, sizeof none) != 0) {
		memcpy(address + HALF, kept->name.bytes + GIVEN, sizeof to->six - GIVEN);
		return 0;
	}
	if (memcmp(address, none, HALF))
		return lind_fails(EOPNOTSUPP);
	if (peer(file, &other)) {
		if (memcmp(other.bytes + FIRST_HALF, loopback, sizeof loopback) != 0)
			return lind_fails(EOPNOTSUPP);
		to->six.sin6_addr = other.six.sin6_addr;
	}
	return 0;
}

int __lind_rust_getsockname(int file, struct sockaddr *to, socklen_t *room)
{
	const struct kept *kept = kept_of(file);
	union name name;

	if (!to || !room)
		return getsockname(file, to, room);
	if (first_of(getsockname, file, &name))
		return -1;
	switch (name.any.sa_family) {
	case AF_INET6:
		return own_six(file, &name) ? -1 : give(&name, sizeof name.six, to, room);
	case AF_UNIX:
		if (kept && kept->name.any.sa_family == AF_UNIX)
			return give(&kept->name,
				    kept->name.path.sun_path[0] ? size_of_path(&kept->name, kept->size - BEFORE_PATH)
								: kept->size,
				    to, room);
		return give(&name, size_of_path(&name, GIVEN - BEFORE_PATH), to, room);
	default:
		return give(&name, GIVEN, to, room);
	}
}

/* ---- accepting ---- */

/* lind tells the host to write as much as the family says that stands there, and not how much that was. */
static void prepare(int file, union name *to)
{
	sa_family_t family = first_of(getsockname, file, to) ? AF_UNSPEC : to->any.sa_family;

	memset(to, family == AF_UNIX ? UNWRITTEN : 0, sizeof *to);
	to->any.sa_family = family;
}

static socklen_t size_of_accepted(union name *name)
{
	socklen_t size = sizeof name->path;

	switch (name->any.sa_family) {
	case AF_INET6:
		return sizeof name->six;
	case AF_UNIX:
		if (name->path.sun_path[0] && name->bytes[BEFORE_PATH] != UNWRITTEN)
			return size_of_path(name, sizeof name->path.sun_path);
		while (size > BEFORE_PATH && name->bytes[size - 1] == UNWRITTEN)
			size--;
		return size;
	default:
		return GIVEN;
	}
}

static int accepted(int file, int result, union name *name, struct sockaddr *to, socklen_t *room)
{
	if (result < 0)
		return -1;
	lind_names_copy(file, result);
	if (to && room)
		give(name, size_of_accepted(name), to, room);
	return result;
}

static int accept_again(int file, struct sockaddr *to, socklen_t *room, int flags)
{
	struct lind_seen before;
	int result;

	do {
		before = lind_seen();
		result = flags ? accept4(file, to, room, flags) : accept(file, to, room);
	} while (result < 0 && errno == EINTR && lind_starts_again(before));
	return result;
}

int __lind_rust_accept4(int file, struct sockaddr *to, socklen_t *room, int flags)
{
	socklen_t size = sizeof(union name);
	union name name;

	if (!to || !room)
		return accepted(file, accept_again(file, NULL, NULL, flags), NULL, NULL, NULL);
	prepare(file, &name);
	return accepted(file, accept_again(file, &name.any, &size, flags), &name, to, room);
}

int __lind_rust_accept(int file, struct sockaddr *to, socklen_t *room)
{
	return __lind_rust_accept4(file, to, room, 0);
}

/* ---- receiving ---- */

ssize_t __lind_rust_recvmsg(int file, struct msghdr *m, int flags);

ssize_t __lind_rust_recv(int file, void *buffer, size_t size, int flags)
{
	struct lind_seen before;
	ssize_t result;

	do {
		before = lind_seen();
		result = recv(file, buffer, size, flags);
	} while (result < 0 && errno == EINTR && lind_starts_again(before));
	return result;
}

ssize_t __lind_rust_recvfrom(int file, void *buffer, size_t size, int flags, struct sockaddr *from, socklen_t *room)
{
	/* As Rust has it. */
	struct {
		void *base;
		size_t size;
	} part = {buffer, size};
	struct msghdr m;
	ssize_t result;

	if (!from || !room)
		return __lind_rust_recv(file, buffer, size, flags);
	memset(&m, 0, sizeof m);
	m.msg_name = from;
	m.msg_namelen = *room;
	m.msg_iov = (struct iovec *)&part;
	m.msg_iovlen = 1;
	result = __lind_rust_recvmsg(file, &m, flags);
	if (result >= 0)
		*room = m.msg_namelen;
	return result;
}
#endif
