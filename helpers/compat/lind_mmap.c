/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mmap: lind-boot looks for a place, lets go of its map and only then takes the place, so that two threads which ask at once
 * may get the same memory: one's stack and another's heap. Here one asks after the other, those of C and of the C library
 * too: the link binds their calls to __wrap_NAME (the table of flags).
 * A lind-boot that logs panics at a flag that it does not know, another ignores it. Of Rust's, those that only say what the
 * memory is for are left out; those that change what is mapped where are refused.
 */
#include "lind_lock.h"

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

#if __has_include(<gnu/lib-names.h>)
/* glibc's. */
enum { MMAP = 9 };

static void *map(void *at, size_t n, int protection, int flags, int file, int64_t offset)
{
	static lind_lock lock;
	bool taken = lind_lock_take(&lock);
	int result = lind_call(MMAP, "syscall|mmap", (uintptr_t)at, n, (uint64_t)protection, (uint64_t)(flags & ~OF_NO_EFFECT),
			       (uint64_t)file, (uint64_t)offset);

	if (taken)
		lind_lock_open(&lock);
	return (void *)(uintptr_t)result;
}
#else
/* Another C library's, by a name that the link does not bind. */
void *map(void *at, size_t n, int protection, int flags, int file, int64_t offset) __asm__("__libc_mmap64");
#endif

/* C's calls come by the names of the linker; the C library's own begin so, too. */
void *__wrap_mmap64(void *at, size_t n, int protection, int flags, int file, int64_t offset)
{
	return map(at, n, protection, flags, file, offset);
}

void *__wrap_mmap(void *at, size_t n, int protection, int flags, int file, long offset)
{
	return map(at, n, protection, flags, file, offset);
}

__typeof__(__wrap_mmap64) __wrap___mmap64 __attribute__((alias("__wrap_mmap64")));
__typeof__(__wrap_mmap) __wrap___mmap __attribute__((alias("__wrap_mmap")));

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
	return map(at, n, protection, flags & KNOWN, file, offset);
}

int __lind_rust_munmap(void *at, size_t n)
{
	return n ? munmap(at, n) : lind_fails(EINVAL);
}
