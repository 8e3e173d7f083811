/* SPDX-License-Identifier: Apache-2.0 */
/* Setting files' times: all of it by utimensat, whose times the host reads with their padding. */
#include <fcntl.h>

#include "lind.h"

enum { UTIMENSAT = 280 };

static int set(int dir, const char *path, const struct host_time *times, int flags)
{
	return lind_call(UTIMENSAT, "syscall|utimensat", (uint64_t)dir, lind_address(path), lind_address(times),
			 (uint64_t)flags, LIND_UNUSED, LIND_UNUSED);
}

static int set_nanoseconds(int dir, const char *path, const struct rust_timespec *from, int flags)
{
	struct host_time times[2];

	if (from) {
		host_timespec(&times[0], &from[0]);
		host_timespec(&times[1], &from[1]);
	}
	return set(dir, path, from ? times : NULL, flags);
}

static int set_microseconds(int dir, const char *path, const struct rust_timeval *from, int flags)
{
	struct host_time times[2];

	for (int i = 0; from && i < 2; i++) {
		if (from[i].usec < 0 || from[i].usec >= 1000000)
			return lind_fails(EINVAL);
		times[i].sec = from[i].sec;
		times[i].fraction = (int64_t)from[i].usec * 1000;
	}
	return set(dir, path, from ? times : NULL, flags);
}

int __lind_rust_utimensat(int dir, const char *path, const struct rust_timespec *times, int flags)
{
	return path ? set_nanoseconds(dir, path, times, flags) : lind_fails(EINVAL);
}

int __lind_rust_futimens(int file, const struct rust_timespec *times)
{
	return file < 0 ? lind_fails(EBADF) : set_nanoseconds(file, NULL, times, 0);
}

int __lind_rust_utimes(const char *path, const struct rust_timeval *times)
{
	return set_microseconds(AT_FDCWD, path, times, 0);
}

int __lind_rust_lutimes(const char *path, const struct rust_timeval *times)
{
	return set_microseconds(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW);
}

int __lind_rust_futimes(int file, const struct rust_timeval *times)
{
	return file < 0 ? lind_fails(EBADF) : set_microseconds(file, NULL, times, 0);
}

/* struct utimbuf is two times, and a time has 64 bits in Rust. */
int __lind_rust_utime(const char *path, const int64_t *from)
{
	struct host_time times[2] = {{0}};

	for (int i = 0; from && i < 2; i++)
		times[i].sec = from[i];
	return set(AT_FDCWD, path, from ? times : NULL, 0);
}
