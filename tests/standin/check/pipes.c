/* SPDX-License-Identifier: Apache-2.0 */
/* A pipe carries bytes from thread to thread, and ends with its writers. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "check.h"

enum { MUCH = 1000000 };

static int fds[2];
static char bytes[MUCH];
static char got[MUCH];

static void *
write_much(void *unused)
{
	CHECK_INT(write(fds[1], bytes, MUCH), MUCH);
	CHECK_INT(close(fds[1]), 0);
	return unused;
}

static void
much(void)
{
	pthread_t thread;
	ssize_t n;
	size_t total = 0;

	for (int i = 0; i < MUCH; i++)
		bytes[i] = (char)(i % 251);
	CHECK_INT(pipe(fds), 0);
	CHECK_INT(pthread_create(&thread, NULL, write_much, NULL), 0);
	while ((n = read(fds[0], got + total, MUCH - total)) > 0)
		total += (size_t)n;
	CHECK_INT(n, 0);
	CHECK_INT(total, MUCH);
	CHECK(memcmp(got, bytes, MUCH) == 0);
	CHECK_INT(pthread_join(thread, NULL), 0);
	CHECK_INT(close(fds[0]), 0);
}

static void
no_waiting(void)
{
	struct pollfd ends[2];
	int yes = 1;
	char byte;

	CHECK_INT(pipe2(fds, O_NONBLOCK | O_CLOEXEC), 0);
	CHECK_INT(fcntl(fds[0], F_GETFD), FD_CLOEXEC);
	CHECK_INT(read(fds[0], &byte, 1), -1);
	CHECK_INT(errno, EAGAIN);
	ends[0] = (struct pollfd){.fd = fds[0], .events = POLLIN};
	ends[1] = (struct pollfd){.fd = fds[1], .events = POLLOUT};
	CHECK_INT(poll(ends, 1, 5), 0);
	CHECK_INT(poll(ends, 2, -1), 1);
	CHECK_INT(ends[1].revents, POLLOUT);
	while (write(fds[1], bytes, 4096) > 0)
		;
	CHECK_INT(errno, EAGAIN);
	CHECK_INT(poll(ends, 2, -1), 1);
	CHECK_INT(ends[0].revents, POLLIN);
	CHECK_INT(close(fds[0]), 0);
	CHECK_INT(write(fds[1], "x", 1), -1);
	CHECK_INT(errno, EPIPE);
	CHECK_INT(close(fds[1]), 0);

	CHECK_INT(pipe(fds), 0);
	CHECK_INT(ioctl(fds[0], FIONBIO, &yes), 0);
	CHECK_INT(fcntl(fds[0], F_GETFL) & O_NONBLOCK, O_NONBLOCK);
	CHECK_INT(close(fds[0]) | close(fds[1]), 0);
}

static void
ends(void)
{
	struct stat st;
	char buf[8];
	int other;

	CHECK_INT(pipe(fds), 0);
	CHECK_INT(fstat(fds[0], &st), 0);
	CHECK(S_ISFIFO(st.st_mode));
	CHECK_INT(lseek(fds[0], 0, SEEK_CUR), -1);
	CHECK_INT(errno, ESPIPE);
	CHECK_INT(isatty(fds[0]), 0);
	CHECK_INT(read(fds[1], buf, 1), -1);
	CHECK_INT(errno, EBADF);
	CHECK_INT(write(fds[0], buf, 1), -1);
	CHECK_INT(errno, EBADF);
	other = dup(fds[1]);
	CHECK_INT(write(fds[1], "one", 3), 3);
	CHECK_INT(close(fds[1]), 0);
	CHECK_INT(write(other, "two", 3), 3);
	CHECK_INT(read(fds[0], buf, 4), 4);
	CHECK(memcmp(buf, "onet", 4) == 0);
	CHECK_INT(close(other), 0);
	CHECK_INT(read(fds[0], buf, 8), 2);
	CHECK_INT(read(fds[0], buf, 8), 0);
	CHECK_INT(close(fds[0]), 0);
}

int
main(void)
{
	/* More in turn than there can be at once. */
	for (int i = 0; i < 100; i++) {
		CHECK_INT(pipe(fds), 0);
		CHECK_INT(close(fds[0]) | close(fds[1]), 0);
	}
	ends();
	no_waiting();
	much();
	return 0;
}
