/* SPDX-License-Identifier: Apache-2.0 */
/* Several messages in one call, which lind does not have: one after the other. */
#if __has_include(<sys/socket.h>)
#define _GNU_SOURCE 1
#include <sys/socket.h>

#include "lind.h"

ssize_t __lind_rust_sendmsg(int file, const struct msghdr *m, int flags);
ssize_t __lind_rust_recvmsg(int file, struct msghdr *m, int flags);

int __lind_rust_sendmmsg(int file, struct mmsghdr *v, unsigned n, int flags)
{
	unsigned i;

	for (i = 0; i < n; i++) {
		ssize_t sent = __lind_rust_sendmsg(file, &v[i].msg_hdr, flags);

		if (sent < 0)
			break;
		v[i].msg_len = (unsigned)sent;
	}
	return i || !n ? (int)i : -1;
}

/* Only the first waits, as with MSG_WAITFORONE: that a time ends the waiting for the others is not to be had. */
int __lind_rust_recvmmsg(int file, struct mmsghdr *v, unsigned n, int flags, const struct rust_timespec *wait)
{
	unsigned i;

	if (wait)
		return lind_fails(ENOSYS);
	for (i = 0; i < n; i++) {
		ssize_t got = __lind_rust_recvmsg(file, &v[i].msg_hdr, (flags & ~MSG_WAITFORONE) | (i ? MSG_DONTWAIT : 0));

		if (got < 0)
			break;
		v[i].msg_len = (unsigned)got;
	}
	return i || !n ? (int)i : -1;
}
#endif
