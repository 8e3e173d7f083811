/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "sys.h"

int
access(const char *path, int mode)
{
	return __sys_result(SYS2(SYS_access, host(path), mode));
}

int
faccessat(int dirfd, const char *path, int mode, int flags)
{
	return __sys_result(SYS4(SYS_faccessat, dirfd, host(path), mode, flags));
}

int
chdir(const char *path)
{
	return __sys_result(SYS1(SYS_chdir, host(path)));
}

int
fchdir(int fd)
{
	return __sys_result(SYS1(SYS_fchdir, fd));
}

char *
getcwd(char *buf, size_t size)
{
	char *to = buf;

	if (!to) {
		size = size ? size : 4096;
		to = malloc(size);
	}
	if (to && __sys_result(SYS2(SYS_getcwd, host(to), size)) >= 0)
		return to;
	if (!buf)
		free(to);
	return NULL;
}

int
link(const char *from, const char *to)
{
	return __sys_result(SYS2(SYS_link, host(from), host(to)));
}

int
symlink(const char *target, const char *path)
{
	return __sys_result(SYS2(SYS_symlink, host(target), host(path)));
}

ssize_t
readlink(const char *restrict path, char *restrict buf, size_t size)
{
	return __sys_result(SYS3(SYS_readlink, host(path), host(buf), size));
}

ssize_t
readlinkat(int dirfd, const char *restrict path, char *restrict buf, size_t size)
{
	return __sys_result(SYS4(SYS_readlinkat, dirfd, host(path), host(buf), size));
}

int
rename(const char *from, const char *to)
{
	return __sys_result(SYS2(SYS_rename, host(from), host(to)));
}

int
rmdir(const char *path)
{
	return __sys_result(SYS1(SYS_rmdir, host(path)));
}

int
unlink(const char *path)
{
	return __sys_result(SYS1(SYS_unlink, host(path)));
}

int
unlinkat(int dirfd, const char *path, int flags)
{
	return __sys_result(SYS3(SYS_unlinkat, dirfd, host(path), flags));
}

int
remove(const char *path)
{
	if (unlink(path) == 0)
		return 0;
	return errno == EISDIR || errno == EPERM ? rmdir(path) : -1;
}

int
truncate(const char *path, off_t size)
{
	return __sys_result(SYS2(SYS_truncate, host(path), (long long)size));
}
