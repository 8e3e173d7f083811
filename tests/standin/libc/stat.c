/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/stat.h>
#include "sys.h"

int
stat(const char *restrict path, struct stat *restrict st)
{
	return __sys_result(SYS2(SYS_stat, host(path), host(st)));
}

int
lstat(const char *restrict path, struct stat *restrict st)
{
	return __sys_result(SYS2(SYS_lstat, host(path), host(st)));
}

int
fstat(int fd, struct stat *st)
{
	return __sys_result(SYS2(SYS_fstat, fd, host(st)));
}

/* As in lind, these have the layout of struct stat: its size has 64 bits. */

int
stat64(const char *restrict path, struct stat *restrict st)
{
	return stat(path, st);
}

int
lstat64(const char *restrict path, struct stat *restrict st)
{
	return lstat(path, st);
}

int
fstat64(int fd, struct stat *st)
{
	return fstat(fd, st);
}

int
fstatat64(int dirfd, const char *restrict path, struct stat *restrict st, int flags)
{
	return fstatat(dirfd, path, st, flags);
}

int
fstatat(int dirfd, const char *restrict path, struct stat *restrict st, int flags)
{
	return __sys_result(SYS4(SYS_newfstatat, dirfd, host(path), host(st), flags));
}

int
chmod(const char *path, mode_t mode)
{
	return __sys_result(SYS2(SYS_chmod, host(path), mode));
}

int
fchmod(int fd, mode_t mode)
{
	return __sys_result(SYS2(SYS_fchmod, fd, mode));
}

int
mkdir(const char *path, mode_t mode)
{
	return __sys_result(SYS2(SYS_mkdir, host(path), mode));
}

int
utimensat(int dirfd, const char *path, const struct timespec times[2], int flags)
{
	struct timespec copy[2] = {{0}};

	/* The caller's padding need not be zero, the host's has to be. */
	for (int i = 0; times && i < 2; i++) {
		copy[i].tv_sec = times[i].tv_sec;
		copy[i].__pad_sec = times[i].tv_sec < 0 ? -1 : 0;
		copy[i].tv_nsec = times[i].tv_nsec;
	}
	return __sys_result(SYS4(SYS_utimensat, dirfd, host(path), times ? host(copy) : 0, flags));
}

int
futimens(int fd, const struct timespec times[2])
{
	return utimensat(fd, NULL, times, 0);
}

/* The host's own mask applies as well. */
mode_t
umask(mode_t mask)
{
	return (mode_t)SYS1(SYS_umask, mask);
}
