/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_SYS_UIO_H
#define STANDIN_SYS_UIO_H

#include <bits/types.h>

/* Each 32-bit field stands where the host's 64-bit one begins. */
struct iovec {
	void *iov_base;
	int __pad_base;
	size_t iov_len;
	int __pad_len;
};

ssize_t preadv(int fd, const struct iovec *iov, int count, off_t offset);
ssize_t preadv64(int fd, const struct iovec *iov, int count, off64_t offset);
ssize_t pwritev(int fd, const struct iovec *iov, int count, off_t offset);
ssize_t pwritev64(int fd, const struct iovec *iov, int count, off64_t offset);
ssize_t readv(int fd, const struct iovec *iov, int count);
ssize_t writev(int fd, const struct iovec *iov, int count);

#endif
