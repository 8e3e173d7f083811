/* SPDX-License-Identifier: Apache-2.0 */
/*
 * iovec: two words in Rust, where IoSlice has to be the same; in lind-glibc's C each of them is followed by padding, which
 * lind-glibc fills in for the host. preadv and pwritev for 64-bit offsets are here since lind-glibc's do nothing.
 */
#include "lind_iovec.h"
#include "lind_seen.h"

enum { READV = 19, WRITEV = 20, PREADV = 295, PWRITEV = 296 };

static int call(unsigned number, const char *name, int file, const struct rust_iovec *from, int n, uint64_t offset)
{
	struct host_iovec some[SOME_IOVECS], *to;
	struct lind_seen before;
	int result;

	to = host_iovecs(some, from, n);
	if (!to)
		return -1;
	do {
		before = lind_seen();
		result = lind_call(number, name, (uint64_t)file, lind_address(to), (uint64_t)n, offset, LIND_UNUSED,
				   LIND_UNUSED);
	} while (result < 0 && errno == EINTR && lind_starts_again(before));
	host_iovecs_free(some, to);
	return result;
}

int __lind_rust_readv(int file, const struct rust_iovec *v, int n)
{
	return call(READV, "syscall|readv", file, v, n, LIND_UNUSED);
}

int __lind_rust_writev(int file, const struct rust_iovec *v, int n)
{
	return call(WRITEV, "syscall|writev", file, v, n, LIND_UNUSED);
}

int __lind_rust_preadv(int file, const struct rust_iovec *v, int n, int64_t offset)
{
	return call(PREADV, "syscall|preadv", file, v, n, (uint64_t)offset);
}

int __lind_rust_pwritev(int file, const struct rust_iovec *v, int n, int64_t offset)
{
	return call(PWRITEV, "syscall|pwritev", file, v, n, (uint64_t)offset);
}

/* With flags: -1 for an offset is the file's own, and no flag is known. */
int __lind_rust_preadv2(int file, const struct rust_iovec *v, int n, int64_t offset, int flags)
{
	if (flags)
		return lind_fails(EOPNOTSUPP);
	return offset == -1 ? __lind_rust_readv(file, v, n) : __lind_rust_preadv(file, v, n, offset);
}

int __lind_rust_pwritev2(int file, const struct rust_iovec *v, int n, int64_t offset, int flags)
{
	if (flags)
		return lind_fails(EOPNOTSUPP);
	return offset == -1 ? __lind_rust_writev(file, v, n) : __lind_rust_pwritev(file, v, n, offset);
}
