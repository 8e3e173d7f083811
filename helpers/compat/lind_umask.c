/* SPDX-License-Identifier: Apache-2.0 */
/*
 * umask: lind has none, and lind-glibc's returns whatever was there. So the mask is kept here, and what makes files
 * takes it off. The host has a mask of its own: a program that has set one gets the bits that the host took from a new
 * file set after that. A program that has set none has the host's alone. A child begun by fork has its parent's; one by
 * exec, the host's.
 */
#define _GNU_SOURCE 1
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "lind.h"

#if __has_include(<gnu/lib-names.h>)
int open64(const char *path, int flags, ...);
int openat64(int dir, const char *path, int flags, ...);
#else
#define open64	 open
#define openat64 openat
#endif
int mkfifo(const char *path, mode_t mode);

/* What a shell begins programs with. */
enum { USUAL = 022, BITS = 0777, MODE = 01777 };

static atomic_uint mask = USUAL;
static atomic_bool is_set;

mode_t __lind_rust_umask(mode_t to)
{
	atomic_store(&is_set, 1);
	return (mode_t)atomic_exchange(&mask, to & BITS);
}

static mode_t less(mode_t mode)
{
	return atomic_load(&is_set) ? mode & ~(mode_t)atomic_load(&mask) : mode;
}

/* The errno of what came before stays. */
static int given(int file, mode_t mode)
{
	int number = errno;

	fchmod(file, mode & (MODE | S_ISUID | S_ISGID));
	errno = number;
	return file;
}

static int makes(int flags)
{
	return flags & O_CREAT && atomic_load(&is_set);
}

/* Whether it was this call that made the file, only O_EXCL tells. */
static int make(int dir, const char *path, int flags, mode_t mode)
{
	int file = openat64(dir, path, flags | O_EXCL, less(mode));

	if (file >= 0)
		return given(file, less(mode));
	return errno != EEXIST || flags & O_EXCL ? -1 : openat64(dir, path, flags, less(mode));
}

static mode_t mode_of(int flags, va_list a)
{
	/* O_TMPFILE is not known to lind. */
	return flags & O_CREAT ? (mode_t)va_arg(a, unsigned) : 0;
}

int __lind_rust_open(const char *path, int flags, ...)
{
	mode_t mode;
	va_list a;

	va_start(a, flags);
	mode = mode_of(flags, a);
	va_end(a);
	return makes(flags) ? make(AT_FDCWD, path, flags, mode) : open64(path, flags, mode);
}

int __lind_rust_openat(int dir, const char *path, int flags, ...)
{
	mode_t mode;
	va_list a;

	va_start(a, flags);
	mode = mode_of(flags, a);
	va_end(a);
	return makes(flags) ? make(dir, path, flags, mode) : openat64(dir, path, flags, mode);
}

int __lind_rust_creat(const char *path, mode_t mode)
{
	return __lind_rust_open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}

static int made(int result, const char *path, mode_t mode)
{
	int number = errno;

	if (!result && atomic_load(&is_set))
		chmod(path, mode & MODE);
	errno = number;
	return result;
}

int __lind_rust_mkdir(const char *path, mode_t mode)
{
	return made(mkdir(path, less(mode)), path, less(mode));
}

int __lind_rust_mkfifo(const char *path, mode_t mode)
{
	return made(mkfifo(path, less(mode)), path, less(mode));
}
