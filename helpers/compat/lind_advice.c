/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Advice and room. Advice may be ignored, and is; that which means something to the program (MADV_DONTNEED empties pages)
 * is refused. Room in a file cannot be had in advance.
 */
#include "lind.h"

/* MADV_NORMAL to MADV_WILLNEED; POSIX_MADV_* and POSIX_FADV_* have the same numbers. */
enum { LAST_ADVICE = 3, LAST_POSIX_ADVICE = 5 };

/* Linux's that only concern how fast it goes: MERGEABLE to NOHUGEPAGE, DONTDUMP, DODUMP, COLD. */
static int is_harmless(int advice)
{
	return (advice >= 0 && advice <= LAST_ADVICE) || (advice >= 12 && advice <= 17) || advice == 20;
}

int __lind_rust_madvise(void *at, size_t n, int advice)
{
	(void)at, (void)n;
	return is_harmless(advice) ? 0 : lind_fails(EINVAL);
}

int __lind_rust_posix_madvise(void *at, size_t n, int advice)
{
	(void)at, (void)n;
	return advice >= 0 && advice <= LAST_POSIX_ADVICE ? 0 : EINVAL;
}

int __lind_rust_posix_fadvise(int file, int64_t at, int64_t n, int advice)
{
	(void)file, (void)at, (void)n;
	return advice >= 0 && advice <= LAST_POSIX_ADVICE ? 0 : EINVAL;
}

int __lind_rust_posix_fallocate(int file, int64_t at, int64_t n)
{
	(void)file, (void)at, (void)n;
	return EOPNOTSUPP;
}

int __lind_rust_fallocate(int file, int mode, int64_t at, int64_t n)
{
	(void)file, (void)mode, (void)at, (void)n;
	return lind_fails(EOPNOTSUPP);
}

/*
 * A shared mapping is the host's own of the file, so that others see what is written at once. That it is on the disk
 * cannot be asked for.
 */
int __lind_rust_msync(void *at, size_t n, int flags)
{
	enum { KNOWN = 7, PAGE = 4096 };

	(void)n;
	return (uintptr_t)at % PAGE || flags & ~KNOWN ? lind_fails(EINVAL) : 0;
}
