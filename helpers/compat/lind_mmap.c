/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mmap: a lind-boot that logs panics at a flag that it does not know, another ignores it. Those that only say what the
 * memory is for are left out; those that change what is mapped where are refused.
 */
#include "lind.h"

enum {
	SHARED = 0x01,
	PRIVATE = 0x02,
	FIXED = 0x10,
	ANONYMOUS = 0x20,
	DENYWRITE = 0x0800,
	EXECUTABLE = 0x1000,
	NORESERVE = 0x4000,
	POPULATE = 0x8000,
	NONBLOCK = 0x10000,
	STACK = 0x20000,
};

enum { KNOWN = SHARED | PRIVATE | FIXED | ANONYMOUS | POPULATE };
enum { OF_NO_EFFECT = DENYWRITE | EXECUTABLE | NORESERVE | NONBLOCK | STACK };

enum { EXECUTE = 4 };

int munmap(void *at, size_t n);
void *mmap64(void *at, size_t n, int protection, int flags, int file, int64_t offset);

void *__lind_rust_mmap(void *at, size_t n, int protection, int flags, int file, int64_t offset)
{
	if (flags & ~(KNOWN | OF_NO_EFFECT)) {
		errno = EINVAL;
		return (void *)-1;
	}
	/* No code is ever called from memory here. */
	if (protection & EXECUTE) {
		errno = EPERM;
		return (void *)-1;
	}
	/* lind-boot would end with a panic. */
	if (!n) {
		errno = EINVAL;
		return (void *)-1;
	}
	return mmap64(at, n, protection, flags & KNOWN, file, offset);
}

int __lind_rust_munmap(void *at, size_t n)
{
	return n ? munmap(at, n) : lind_fails(EINVAL);
}
