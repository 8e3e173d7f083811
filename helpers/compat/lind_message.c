/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sendmsg and recvmsg: buffers as in lind_uio.c, and ancillary data, whose headers are longer and aligned to more in the
 * host than in C and Rust here; lind-glibc passes them as they are. File descriptors in them would be the program's
 * numbers, which the host takes for its own: they are refused.
 */
#if __has_include(<sys/socket.h>)
#define _GNU_SOURCE 1
#include <string.h>
#include <sys/socket.h>

#include "lind_iovec.h"
#include "lind_seen.h"

enum { SENDMSG = 46, RECVMSG = 47 };

struct host_message {
	uint64_t name;
	uint32_t name_size, pad;
	uint64_t buffers, nbuffers, control, control_size;
	int32_t flags, pad2;
};

struct host_control {
	uint64_t size;
	int32_t level, type;
};

/* Ancillary data is small; a page of it is more than a socket lets through by default. */
enum { CONTROL_MAX = 4096 };

/* What one message of it takes in the host beyond what it takes here, at most. */
enum { HOST_MORE = 16 };

static size_t up(size_t n, size_t to)
{
	return (n + to - 1) / to * to;
}

/* The size in the host; -1 with errno. */
static int control_to_host(const struct msghdr *m, char *to)
{
	const char *from = m->msg_control;
	size_t at = 0, n = 0, rest;

	while (m->msg_controllen >= at + sizeof(struct cmsghdr)) {
		struct cmsghdr c;
		struct host_control h;

		memcpy(&c, from + at, sizeof c);
		if (c.cmsg_len < sizeof c || c.cmsg_len > m->msg_controllen - at)
			return lind_fails(EINVAL);
		if (c.cmsg_level == SOL_SOCKET && c.cmsg_type == SCM_RIGHTS)
			return lind_fails(EOPNOTSUPP);
		rest = c.cmsg_len - sizeof c;
		if (n + sizeof h + up(rest, 8) > CONTROL_MAX)
			return lind_fails(ENOBUFS);
		h = (struct host_control){sizeof h + rest, c.cmsg_level, c.cmsg_type};
		memcpy(to + n, &h, sizeof h);
		memset(to + n + sizeof h, 0, up(rest, 8));
		memcpy(to + n + sizeof h, from + at + sizeof c, rest);
		n += sizeof h + up(rest, 8);
		at += up(c.cmsg_len, sizeof(size_t));
	}
	return (int)n;
}

/* As much of it as fits; MSG_CTRUNC is set where some did not. */
static void control_from_host(struct msghdr *m, const char *from, size_t n)
{
	size_t at = 0, used = 0, room = m->msg_controllen;
	char *to = m->msg_control;

	while (n >= at + sizeof(struct host_control)) {
		struct host_control h;
		struct cmsghdr c;
		size_t rest;

		memcpy(&h, from + at, sizeof h);
		if (h.size < sizeof h || h.size > n - at)
			break;
		rest = (size_t)h.size - sizeof h;
		if ((h.level == SOL_SOCKET && h.type == SCM_RIGHTS) || used + sizeof c + rest > room) {
			m->msg_flags |= MSG_CTRUNC;
		} else {
			c = (struct cmsghdr){.cmsg_len = sizeof c + rest, .cmsg_level = h.level, .cmsg_type = h.type};
			memcpy(to + used, &c, sizeof c);
			memcpy(to + used + sizeof c, from + at + sizeof h, rest);
			used += up(sizeof c + rest, sizeof(size_t));
		}
		at += up((size_t)h.size, 8);
	}
	m->msg_controllen = used < room ? used : room;
}

static void fill(struct host_message *h, const struct msghdr *m, struct host_iovec *buffers)
{
	memset(h, 0, sizeof *h);
	h->name = lind_address(m->msg_name);
	h->name_size = m->msg_name ? m->msg_namelen : 0;
	h->buffers = lind_address(buffers);
	h->nbuffers = (uint64_t)m->msg_iovlen;
	h->flags = m->msg_flags;
}

ssize_t __lind_rust_sendmsg(int file, const struct msghdr *m, int flags)
{
	_Alignas(8) char control[CONTROL_MAX];
	struct host_iovec some[SOME_IOVECS], *buffers;
	struct host_message h;
	int n = 0, result;

	if (m->msg_control && m->msg_controllen) {
		n = control_to_host(m, control);
		if (n < 0)
			return -1;
	}
	buffers = host_iovecs(some, (const struct rust_iovec *)m->msg_iov, (int)m->msg_iovlen);
	if (!buffers)
		return -1;
	fill(&h, m, buffers);
	h.control = n ? lind_address(control) : 0;
	h.control_size = (uint64_t)n;
	result = lind_call(SENDMSG, "syscall|sendmsg", (uint64_t)file, lind_address(&h), (uint64_t)flags, LIND_UNUSED,
			   LIND_UNUSED, LIND_UNUSED);
	host_iovecs_free(some, buffers);
	return result;
}

ssize_t __lind_rust_recvmsg(int file, struct msghdr *m, int flags)
{
	_Alignas(8) char control[CONTROL_MAX];
	struct host_iovec some[SOME_IOVECS], *buffers;
	struct lind_seen before;
	struct host_message h;
	int result;

	buffers = host_iovecs(some, (const struct rust_iovec *)m->msg_iov, (int)m->msg_iovlen);
	if (!buffers)
		return -1;
	fill(&h, m, buffers);
	if (m->msg_control && m->msg_controllen) {
		size_t most = m->msg_controllen / sizeof(struct cmsghdr) * HOST_MORE + m->msg_controllen;

		h.control = lind_address(control);
		h.control_size = most < CONTROL_MAX ? most : CONTROL_MAX;
	}
	do {
		before = lind_seen();
		result = lind_call(RECVMSG, "syscall|recvmsg", (uint64_t)file, lind_address(&h), (uint64_t)flags, LIND_UNUSED,
				   LIND_UNUSED, LIND_UNUSED);
	} while (result < 0 && errno == EINTR && lind_starts_again(before));
	host_iovecs_free(some, buffers);
	if (result < 0)
		return -1;
	m->msg_flags = h.flags;
	m->msg_namelen = h.name_size;
	if (h.control)
		control_from_host(m, control, (size_t)h.control_size);
	else
		m->msg_controllen = 0;
	return result;
}
#endif
