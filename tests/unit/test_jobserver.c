/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lind-rust/jobserver.h"
#include "lind-rust/util.h"

static void no_jobserver(void **state)
{
	struct lr_slot slot;

	(void)state;
	assert_false(lr_slot_open(&slot, NULL));
	assert_false(lr_slot_open(&slot, ""));
	assert_false(lr_slot_open(&slot, "-j2"));
	assert_false(lr_slot_open(&slot, "-j2 --jobserver-auth=-2,-2"));
	assert_false(lr_slot_open(&slot, "-j2 --jobserver-auth=x"));
	assert_false(lr_slot_open(&slot, "--jobserver-auth=900,901"));
	assert_false(lr_slot_open(&slot, "--jobserver-auth=fifo:/nowhere/fifo"));
	assert_false(lr_slot_open(&slot, "--jobserver-auth=fifo:/dev/null"));
}

/* A slot that was lent is there for another one, and comes back. */
static void lends(const char *makeflags, int in, int out)
{
	struct lr_slot slot;
	char c = 0;

	assert_true(lr_slot_open(&slot, makeflags));
	lr_slot_lend(&slot);
	assert_int_equal(read(in, &c, 1), 1);
	assert_int_equal(c, '+');
	assert_int_equal(write(out, "*", 1), 1);
	lr_slot_take_back(&slot);
	assert_int_equal(slot.token, '*');
	assert_int_equal(fcntl(in, F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(read(in, &c, 1), -1);
}

/* What is free is taken, and no more; where nothing is, nobody waits. It is all there again in the end. */
static void takes(const char *makeflags, int in, int out)
{
	struct lr_slot slot;
	char tokens[8] = {0}, c;

	assert_true(lr_slot_open(&slot, makeflags));
	assert_int_equal(lr_slot_more(&slot, tokens, 2), 0);
	assert_int_equal(write(out, "abc", 3), 3);
	assert_int_equal(lr_slot_more(&slot, tokens, 0), 0);
	assert_int_equal(lr_slot_more(&slot, tokens, 2), 2);
	assert_memory_equal(tokens, "ab", 3);
	assert_int_equal(lr_slot_more(&slot, tokens + 2, 5), 1);
	lr_slot_no_more(&slot, tokens, 3);
	assert_int_equal(fcntl(in, F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(read(in, tokens, 8), 3);
	assert_memory_equal(tokens, "abc", 3);
	assert_int_equal(read(in, &c, 1), -1);
}

static void by_pipe(void **state)
{
	int fds[2];
	char *flags;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	flags = xasprintf(" -j --jobserver-auth=fifo:/nowhere --jobserver-auth=%d,%d -- A=b", fds[0], fds[1]);
	lends(flags, fds[0], fds[1]);
	assert_int_equal(fcntl(fds[0], F_SETFL, 0), 0);
	takes(flags, fds[0], fds[1]);
	free(flags);
}

static void by_fifo(void **state)
{
	char dir[] = "/tmp/lind-rust-test-XXXXXX", *path, *flags;
	int fd;

	(void)state;
	assert_non_null(mkdtemp(dir));
	path = xasprintf("%s/fifo", dir);
	assert_int_equal(mkfifo(path, 0600), 0);
	fd = open(path, O_RDWR);
	flags = xasprintf("-j2 --jobserver-auth=fifo:%s", path);
	lends(flags, fd, fd);
	assert_int_equal(fcntl(fd, F_SETFL, O_RDWR), 0);
	takes(flags, fd, fd);
	close(fd);
	unlink(path);
	rmdir(dir);
	free(flags);
	free(path);
}

/* A make takes the slot that was lent, and is killed: what it started does not wait for ever, whoever has the pipe. */
static void a_slot_is_lost_with_its_make(void **state)
{
	struct lr_slot slot;
	int fds[2], done[2];
	struct pollfd pipe_end = {.events = POLLIN};
	char *flags, c = 0;
	pid_t make;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	pipe_end.fd = fds[0];
	assert_int_equal(pipe(done), 0);
	flags = xasprintf("--jobserver-auth=%d,%d", fds[0], fds[1]);
	make = fork();
	if (!make) {
		/* Between make and its job there is a shell. */
		if (!fork()) {
			if (!fork()) {
				lr_slot_open(&slot, flags);
				lr_slot_lend(&slot);
				/* Not before make has it. */
				while (poll(&pipe_end, 1, 0))
					sched_yield();
				lr_slot_take_back(&slot);
				_exit(write(done[1], "x", 1) != 1);
			}
			wait(NULL);
			_exit(0);
		}
		while (read(fds[0], &c, 1) != 1)
			;
		raise(SIGKILL);
	}
	close(done[1]);
	assert_int_equal(waitpid(make, NULL, 0), make);
	assert_int_equal(read(done[0], &c, 1), 1);
	close(done[0]);
	free(flags);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_jobserver),
		cmocka_unit_test(by_pipe),
		cmocka_unit_test(by_fifo),
		cmocka_unit_test(a_slot_is_lost_with_its_make),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
