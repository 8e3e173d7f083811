/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdarg.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "sys.h"

int
pipe2(int fds[2], int flags)
{
	return __sys_result(SYS2(SYS_pipe2, host(fds), flags));
}

int
pipe(int fds[2])
{
	return pipe2(fds, 0);
}

int
dup3(int fd, int to, int flags)
{
	return __sys_result(SYS3(SYS_dup3, fd, to, flags));
}

int
flock(int fd, int how)
{
	return __sys_result(SYS2(SYS_flock, fd, how));
}

/*
 * FIONBIO is answered here, as the flag that it is. Programs' calls of ioctl are bound to the compat archive's, which comes
 * here by this name.
 */
int
__libc_ioctl(int fd, unsigned long request, ...)
{
	va_list ap;
	void *arg;
	int flags;

	va_start(ap, request);
	arg = va_arg(ap, void *);
	va_end(ap);
	if (request != FIONBIO)
		return __sys_result(SYS3(SYS_ioctl, fd, request, host(arg)));
	flags = fcntl(fd, F_GETFL);
	if (flags < 0)
		return -1;
	return fcntl(fd, F_SETFL, *(int *)arg ? flags | O_NONBLOCK : flags & ~O_NONBLOCK);
}

__typeof__(__libc_ioctl) ioctl __attribute__((alias("__libc_ioctl")));
