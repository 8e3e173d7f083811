/* SPDX-License-Identifier: Apache-2.0 */
/* The forms with a 64-bit off_t, and calls with several buffers at an offset. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/uio.h>
#include <unistd.h>
#include "sys.h"

int
open64(const char *path, int flags, ...)
{
	mode_t mode = 0;

	if (flags & O_CREAT) {
		va_list ap;

		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	return open(path, flags, mode);
}

int
openat64(int dirfd, const char *path, int flags, ...)
{
	mode_t mode = 0;

	if (flags & O_CREAT) {
		va_list ap;

		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	return openat(dirfd, path, flags, mode);
}

int
creat64(const char *path, mode_t mode)
{
	return creat(path, mode);
}

/* The host's answer has 32 bits: a larger position is set and cannot be told. As in lind. */
off64_t
lseek64(int fd, off64_t offset, int whence)
{
	return __sys_result(SYS3(SYS_lseek, fd, offset, whence));
}

/* As glibc calls it: programs are linked with an lseek64() that finds the rest, and calls this. */
off64_t __libc_lseek64(int, off64_t, int) __attribute__((alias("lseek64")));

int
ftruncate64(int fd, off64_t size)
{
	return __sys_result(SYS2(SYS_ftruncate, fd, size));
}

int
truncate64(const char *path, off64_t size)
{
	return __sys_result(SYS2(SYS_truncate, host(path), size));
}

ssize_t
pread64(int fd, void *buf, size_t size, off64_t offset)
{
	return __sys_result(SYS4(SYS_pread64, fd, host(buf), size, offset));
}

ssize_t
pwrite64(int fd, const void *buf, size_t size, off64_t offset)
{
	return __sys_result(SYS4(SYS_pwrite64, fd, host(buf), size, offset));
}

/* Buffer by buffer: another thread may come between two of them. */
ssize_t
preadv64(int fd, const struct iovec *iov, int count, off64_t offset)
{
	ssize_t total = 0;

	for (int i = 0; i < count; i++) {
		ssize_t n = pread64(fd, iov[i].iov_base, iov[i].iov_len, offset + total);

		if (n < 0)
			return total ? total : -1;
		total += n;
		if ((size_t)n < iov[i].iov_len)
			break;
	}
	return total;
}

ssize_t
pwritev64(int fd, const struct iovec *iov, int count, off64_t offset)
{
	ssize_t total = 0;

	for (int i = 0; i < count; i++) {
		ssize_t n = pwrite64(fd, iov[i].iov_base, iov[i].iov_len, offset + total);

		if (n < 0)
			return total ? total : -1;
		total += n;
		if ((size_t)n < iov[i].iov_len)
			break;
	}
	return total;
}

ssize_t
preadv(int fd, const struct iovec *iov, int count, off_t offset)
{
	return preadv64(fd, iov, count, offset);
}

ssize_t
pwritev(int fd, const struct iovec *iov, int count, off_t offset)
{
	return pwritev64(fd, iov, count, offset);
}
