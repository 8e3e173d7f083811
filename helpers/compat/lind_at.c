/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lind-glibc's linkat does nothing and says 0, its mkdirat says ENOSYS. Relative to the working directory, and without
 * flags, they are link and mkdir; std's hard_link is the first.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lind.h"

int __lind_rust_mkdir(const char *path, mode_t mode);

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

int __lind_rust_mkdirat(int dir, const char *path, mode_t mode)
{
	return is_here(dir, path) ? __lind_rust_mkdir(path, mode) : lind_fails(ENOSYS);
}
