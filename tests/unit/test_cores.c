/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lind-rust/cores.h"
#include "lind-rust/fs.h"
#include "lind-rust/jobserver.h"
#include "lind-rust/util.h"
#include "scratch.h"

/* A word to or from a child; -1 where none comes within 10 s. */
static int hear(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	char c;

	return poll(&p, 1, 10000) == 1 && read(fd, &c, 1) == 1 ? c : -1;
}

static void say(int fd, char c)
{
	assert_int_equal(write(fd, &c, 1), 1);
}

/* Turns until the other side has said something. */
static int turn_until(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	for (int i = 0; i < 1000 && poll(&p, 1, 10) == 0; i++)
		lr_cores_turn();
	return hear(fd);
}

/* How many tokens cargo could take from the jobserver of this text. They are put back. */
static size_t tokens(const char *makeflags)
{
	struct lr_slot slot;
	char all[64];
	size_t n;

	assert_true(lr_starts(makeflags, "MAKEFLAGS="));
	assert_true(lr_slot_open(&slot, makeflags + strlen("MAKEFLAGS=")));
	n = lr_slot_more(&slot, all, sizeof all);
	lr_slot_no_more(&slot, all, n);
	return n;
}

/* The other cargo: it says 'y' when it has a core, and ends when it is told something. */
static int be_another(void)
{
	char *makeflags = lr_cores_take("cores");

	say(1, makeflags ? 'y' : 'n');
	hear(0);
	free(makeflags);
	return 0;
}

/* This program's file: /proc/self/exe is valgrind where that runs it. */
static char *self;

/* As a program of its own: it has none of this one's files. */
static pid_t another(int *said, int *tell)
{
	int up[2], down[2];
	pid_t pid;

	assert_int_equal(pipe2(up, O_CLOEXEC), 0);
	assert_int_equal(pipe2(down, O_CLOEXEC), 0);
	pid = fork();
	if (!pid) {
		dup2(down[0], 0);
		dup2(up[1], 1);
		execl(self, "test_cores", "another", (char *)NULL);
		_exit(127);
	}
	close(up[1]);
	close(down[0]);
	*said = up[0];
	*tell = down[1];
	return pid;
}

static void where_a_make_hands_out_jobs_none_are_shared(void **state)
{
	struct stat st;
	int fds[2];
	char *flags;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	flags = xasprintf("-j2 --jobserver-auth=%d,%d", fds[0], fds[1]);
	setenv("MAKEFLAGS", flags, 1);
	assert_null(lr_cores_take("none"));
	unsetenv("MAKEFLAGS");
	assert_int_equal(stat("none", &st), -1);
	assert_int_equal(lr_cores_interval(200), 200);
	lr_cores_give_back();
	free(flags);
}

static void a_directory_that_cannot_be_made_is_no_error(void **state)
{
	(void)state;
	write_text("file", "");
	assert_null(lr_cores_take("file/cores"));
	lr_cores_turn();
	lr_cores_give_back();
}

static void one_alone_has_them_all(void **state)
{
	char *flags;

	(void)state;
	setenv("CARGO_BUILD_JOBS", "4", 1);
	flags = lr_cores_take("cores");
	assert_non_null(strstr(flags, " -j4 "));
	assert_int_equal(tokens(flags), 3);
	assert_true(lr_cores_interval(200) < 200);
	lr_cores_give_back();
	assert_int_equal(lr_cores_interval(200), 200);
	free(flags);
}

static void whoever_comes_is_given_one_and_leaves_it_when_it_ends(void **state)
{
	int said, tell;
	char *flags;
	pid_t pid;

	(void)state;
	setenv("CARGO_BUILD_JOBS", "2", 1);
	flags = lr_cores_take("cores");
	assert_int_equal(tokens(flags), 1);
	pid = another(&said, &tell);
	assert_int_equal(turn_until(said), 'y');
	assert_int_equal(tokens(flags), 0);
	lr_cores_turn();
	assert_int_equal(tokens(flags), 0);
	say(tell, 'e');
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	lr_cores_turn();
	assert_int_equal(tokens(flags), 1);
	lr_cores_give_back();
	free(flags);
}

/* All cores are at work: nobody is given one that is not there. */
static void whoever_comes_waits_for_a_token_at_work(void **state)
{
	int said, tell;
	struct lr_slot slot;
	char *flags, token;
	struct pollfd p;
	pid_t pid;

	(void)state;
	setenv("CARGO_BUILD_JOBS", "2", 1);
	flags = lr_cores_take("cores");
	assert_true(lr_slot_open(&slot, flags + strlen("MAKEFLAGS=")));
	assert_int_equal(lr_slot_more(&slot, &token, 1), 1);
	pid = another(&said, &tell);
	p = (struct pollfd){.fd = said, .events = POLLIN};
	for (int i = 0; i < 10; i++) {
		lr_cores_turn();
		assert_int_equal(poll(&p, 1, 10), 0);
	}
	lr_slot_no_more(&slot, &token, 1);
	assert_int_equal(turn_until(said), 'y');
	say(tell, 'e');
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	lr_cores_give_back();
	free(flags);
}

static void one_that_is_killed_keeps_nothing(void **state)
{
	int said, tell;
	char *flags;
	pid_t pid;

	(void)state;
	setenv("CARGO_BUILD_JOBS", "3", 1);
	pid = another(&said, &tell);
	assert_int_equal(hear(said), 'y');
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	flags = lr_cores_take("cores");
	assert_int_equal(tokens(flags), 2);
	lr_cores_give_back();
	free(flags);
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "another"))
		return be_another();
	self = lr_absolute(argv[0]);

	const struct CMUnitTest tests[] = {
		cmocka_unit_test(where_a_make_hands_out_jobs_none_are_shared),
		cmocka_unit_test(a_directory_that_cannot_be_made_is_no_error),
		cmocka_unit_test(one_alone_has_them_all),
		cmocka_unit_test(whoever_comes_is_given_one_and_leaves_it_when_it_ends),
		cmocka_unit_test(whoever_comes_waits_for_a_token_at_work),
		cmocka_unit_test(one_that_is_killed_keeps_nothing),
	};

	unsetenv("MAKEFLAGS");
	return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
