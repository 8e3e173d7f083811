/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>
#include "sys.h"

int
openat(int dirfd, const char *path, int flags, ...)
{
	mode_t mode = 0;

	if (flags & O_CREAT) {
		va_list ap;

		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	return __sys_result(SYS4(SYS_openat, dirfd, host(path), flags, mode));
}

int
open(const char *path, int flags, ...)
{
	mode_t mode = 0;

	if (flags & O_CREAT) {
		va_list ap;

		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	return __sys_result(SYS3(SYS_open, host(path), flags, mode));
}

int
creat(const char *path, mode_t mode)
{
	return open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}

int
close(int fd)
{
	return __sys_result(SYS1(SYS_close, fd));
}

int
fcntl(int fd, int cmd, ...)
{
	va_list ap;
	int arg;

	va_start(ap, cmd);
	arg = va_arg(ap, int);
	va_end(ap);
	return __sys_result(SYS3(SYS_fcntl, fd, cmd, arg));
}

int
dup(int fd)
{
	return __sys_result(SYS1(SYS_dup, fd));
}

int
dup2(int fd, int to)
{
	return __sys_result(SYS2(SYS_dup2, fd, to));
}

ssize_t
read(int fd, void *buf, size_t size)
{
	return __sys_result(SYS3(SYS_read, fd, host(buf), size));
}

ssize_t
write(int fd, const void *buf, size_t size)
{
	return __sys_result(SYS3(SYS_write, fd, host(buf), size));
}

ssize_t
pread(int fd, void *buf, size_t size, off_t offset)
{
	return __sys_result(SYS4(SYS_pread64, fd, host(buf), size, (long long)offset));
}

ssize_t
pwrite(int fd, const void *buf, size_t size, off_t offset)
{
	return __sys_result(SYS4(SYS_pwrite64, fd, host(buf), size, (long long)offset));
}

/* A copy with the host's addresses, whose upper halves go into the padding. */
static ssize_t
vectored(int number, int fd, const struct iovec *iov, int count)
{
	struct iovec *copy;
	ssize_t n;

	if (count < 0 || count > IOV_MAX) {
		errno = EINVAL;
		return -1;
	}
	copy = calloc((size_t)count + 1, sizeof(*copy));
	if (!copy)
		return -1;
	for (int i = 0; i < count; i++) {
		uint64_t base = host(iov[i].iov_base);

		copy[i].iov_base = (void *)(uintptr_t)base;
		copy[i].__pad_base = (int)(base >> 32);
		copy[i].iov_len = iov[i].iov_len;
	}
	n = __sys_result(SYS3(number, fd, host(copy), count));
	free(copy);
	return n;
}

ssize_t
readv(int fd, const struct iovec *iov, int count)
{
	return vectored(SYS_readv, fd, iov, count);
}

ssize_t
writev(int fd, const struct iovec *iov, int count)
{
	return vectored(SYS_writev, fd, iov, count);
}

off_t
lseek(int fd, off_t offset, int whence)
{
	return __sys_result(SYS3(SYS_lseek, fd, (long long)offset, whence));
}

int
fsync(int fd)
{
	return __sys_result(SYS1(SYS_fsync, fd));
}

int
fdatasync(int fd)
{
	return __sys_result(SYS1(SYS_fdatasync, fd));
}

int
ftruncate(int fd, off_t size)
{
	return __sys_result(SYS2(SYS_ftruncate, fd, (long long)size));
}

int
poll(struct pollfd *fds, nfds_t count, int timeout)
{
	return __sys_result(SYS3(SYS_poll, host(fds), count, (long long)timeout));
}
