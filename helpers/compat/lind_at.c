/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lind-glibc's linkat does nothing and says 0, its mkdirat says ENOSYS. Relative to the working directory, and without
 * flags, they are link and mkdir; std's hard_link is the first. In another directory, to which lind can rename, a new
 * directory is moved from where it was made: one step for those who look there.
 */
#define _GNU_SOURCE 1
#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lind.h"

int __lind_rust_mkdir(const char *path, mode_t mode);
int __lind_rust_fstatat(int dir, const char *path, struct stat *st, int flags);
long __lind_rust_syscall(long number, ...);

/* x86-64's. */
enum { RENAMEAT2 = 316, NOREPLACE = 1 };

static int is_here(int dir, const char *path)
{
	return dir == AT_FDCWD || (path && *path == '/');
}

int __lind_rust_linkat(int from_dir, const char *from, int to_dir, const char *to, int flags)
{
	if (!is_here(from_dir, from) || !is_here(to_dir, to) || flags)
		return lind_fails(ENOSYS);
	return link(from, to);
}

/* printf would come into programs that are linked without it. */
static char *put_number(char *to, unsigned number)
{
	do
		*to++ = (char)('a' + number % 16);
	while (number /= 16);
	return to;
}

/* A new directory of a name that nobody has; `name` has room for it. */
static int make_aside(const char *place, mode_t mode, char *name)
{
	static atomic_uint count;
	int failed;

	do {
		char *end = stpcpy(stpcpy(name, place), "/.lind-mkdirat-");

		end = put_number(end, (unsigned)getpid());
		*end++ = '-';
		*put_number(end, atomic_fetch_add(&count, 1)) = '\0';
		failed = __lind_rust_mkdir(name, mode);
	} while (failed && errno == EEXIST);
	return failed;
}

/* What is moved stays in its file system: of several places one may be in the directory's. */
static int make_in(int dir, const char *path, mode_t mode)
{
	static const char *const places[] = {"/tmp", ".", "/"};
	char name[64];

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		int number;

		if (make_aside(places[i], mode, name))
			continue;
		if (!__lind_rust_syscall(RENAMEAT2, AT_FDCWD, name, dir, path, NOREPLACE))
			return 0;
		number = errno;
		rmdir(name);
		if (number != EXDEV)
			return lind_fails(number == EINVAL ? ENOSYS : number);
	}
	return lind_fails(ENOSYS);
}

int __lind_rust_mkdirat(int dir, const char *path, mode_t mode)
{
	struct stat st;

	if (is_here(dir, path))
		return __lind_rust_mkdir(path, mode);
	if (!__lind_rust_fstatat(dir, path, &st, AT_SYMLINK_NOFOLLOW))
		return lind_fails(EEXIST);
	return errno == ENOENT && *path ? make_in(dir, path, mode) : -1;
}
