/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "lind-rust/proc.h"

static int run_shell(const char *script, struct buf *out)
{
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .err = LR_INHERIT};

	strv_add(&argv, "sh");
	strv_add(&argv, "-c");
	strv_add(&argv, script);
	return lr_capture(&c, out, true);
}

static void output_and_status_of_a_child(void **state)
{
	struct buf out = {0};

	(void)state;
	assert_int_equal(run_shell("echo one; echo two >&2; exit 7", &out), 7);
	assert_string_equal(out.data, "one\n");
	out.len = 0;
	assert_int_equal(run_shell(":", &out), 0);
	assert_string_equal(out.data, "");
	/* More than a pipe holds. */
	out.len = 0;
	assert_int_equal(run_shell("head -c 300000 /dev/zero", &out), 0);
	assert_int_equal(out.len, 300000);
}

static void a_signal_is_told_from_a_status(void **state)
{
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .out = LR_INHERIT, .err = LR_INHERIT};
	bool killed;

	(void)state;
	strv_add(&argv, "sh");
	strv_add(&argv, "-c");
	strv_add(&argv, "kill -TERM $$");
	assert_int_equal(lr_wait_how(lr_start(&c), &killed), 128 + SIGTERM);
	assert_true(killed);
	argv.v[2] = xstrdup("exit 143");
	assert_int_equal(lr_wait_how(lr_start(&c), &killed), 143);
	assert_false(killed);
}

static void what_a_killed_child_started_ends_and_its_pipe_is_not_waited_for(void **state)
{
	struct buf out = {0};
	time_t start = time(NULL);

	(void)state;
	assert_int_equal(run_shell("sleep 60 & echo $!; kill -KILL $$", &out), 128 + SIGKILL);
	assert_true(time(NULL) - start < 10);
	assert_int_equal(kill((pid_t)atoi(out.data), 0), -1);
}

static void a_server_that_a_child_leaves_behind_lives_on(void **state)
{
	struct buf out = {0};
	time_t start = time(NULL);
	pid_t pid;

	(void)state;
	assert_int_equal(run_shell("setsid sleep 60 & echo $!; sleep 0.2; kill -KILL $$", &out), 128 + SIGKILL);
	assert_true(time(NULL) - start < 10);
	pid = (pid_t)atoi(out.data);
	assert_int_equal(kill(pid, SIGKILL), 0);
}

static void a_program_that_cannot_be_started(void **state)
{
	struct strv argv = {0};
	struct buf out = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .err = LR_INHERIT};

	(void)state;
	strv_add(&argv, "/no/such/program");
	assert_int_equal(lr_capture(&c, &out, true), 127);
	argv.v[0] = xstrdup("/");
	assert_int_equal(lr_capture(&c, &out, true), 126);
}

static void a_child_has_the_callers_directory_and_environment(void **state)
{
	struct strv argv = {0};
	char *env[] = {"ONLY=this", NULL};
	struct buf out = {0};
	struct lr_child c = {.argv = &argv, .env = env, .cwd = "/proc", .in = LR_INHERIT, .err = LR_INHERIT};

	(void)state;
	strv_add(&argv, "/bin/sh");
	strv_add(&argv, "-c");
	strv_add(&argv, "pwd; echo \"$ONLY$HOME\"");
	assert_int_equal(lr_capture(&c, &out, true), 0);
	assert_string_equal(out.data, "/proc\nthis\n");
}

static void words_for_the_end_of_a_child(void **state)
{
	(void)state;
	assert_string_equal(lr_status_words(3), "exited with status 3");
	assert_string_equal(lr_status_words(127), "could not be started (status 127)");
	assert_string_equal(lr_status_words(126), "could not be started (status 126)");
	assert_string_equal(lr_status_words(137), "was killed by signal 9 (Killed)");
	assert_string_equal(lr_status_words(255), "exited with status 255");
}

static void a_command_is_printed_as_a_shell_takes_it(void **state)
{
	struct strv argv = {0};
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	(void)state;
	strv_add(&argv, "clang");
	strv_add(&argv, "-Wl,--a=b");
	strv_add(&argv, "two words");
	strv_add(&argv, "it's");
	strv_add(&argv, "");
	lr_print_command(f, "+ ", &argv);
	fclose(f);
	assert_string_equal(text, "+ clang -Wl,--a=b 'two words' 'it'\\''s' ''\n");
	free(text);
}

/* Neither is a terminal told what to do, nor does a word make lines; a shell reads them as they were. */
static void commands_with_control_characters(void **state)
{
	static const char *const words[] = {"a\x1b]0;t\x07", "it's\\\n", "\xc2\x9b" "2J", "\xc3\xa4 b", "\x7f", NULL};
	struct strv argv = {0};
	char *text;
	size_t n;
	FILE *f = open_memstream(&text, &n);

	(void)state;
	strv_addv(&argv, words);
	lr_print_command(f, "", &argv);
	fclose(f);
	assert_string_equal(text, "$'a\\x1b]0;t\\x07' $'it\\'s\\\\\\x0a' $'\\xc2\\x9b2J' '\xc3\xa4 b' $'\\x7f'\n");
	free(text);
}

static void programs_along_path(void **state)
{
	(void)state;
	setenv("PATH", "/nothing::/bin:/usr/bin", 1);
	assert_non_null(lr_find_program("sh"));
	assert_null(lr_find_program("no-such-program"));
	assert_string_equal(lr_find_program("/bin/sh"), "/bin/sh");
	assert_null(lr_find_program("/bin"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(output_and_status_of_a_child),
		cmocka_unit_test(a_signal_is_told_from_a_status),
		cmocka_unit_test(what_a_killed_child_started_ends_and_its_pipe_is_not_waited_for),
		cmocka_unit_test(a_server_that_a_child_leaves_behind_lives_on),
		cmocka_unit_test(a_program_that_cannot_be_started),
		cmocka_unit_test(a_child_has_the_callers_directory_and_environment),
		cmocka_unit_test(words_for_the_end_of_a_child),
		cmocka_unit_test(a_command_is_printed_as_a_shell_takes_it),
		cmocka_unit_test(commands_with_control_characters),
		cmocka_unit_test(programs_along_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
