/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lind-rust/messages.h"

#define ARTIFACT(id, name, files, executable) \
	"{\"reason\":\"compiler-artifact\",\"package_id\":\"" id "\",\"target\":{\"name\":\"" name "\",\"src_path\":\"/s.rs\"}," \
	"\"filenames\":[" files "],\"executable\":" executable "}"

static const struct lr_crate crate = {.package_id = "id", .name = "app", .src_path = "/s.rs"};

static struct lr_messages told(const char *suffix, const char *line)
{
	struct lr_messages m = {.crate = &crate, .suffix = suffix};

	lr_message(&m, line, strlen(line));
	return m;
}

static void the_crates_artifact_and_its_depfile(void **state)
{
	struct lr_messages m = told(".wasm", ARTIFACT("id", "app", "\"/t/my.app.wasm\"", "\"/t/my.app.wasm\""));

	(void)state;
	assert_string_equal(m.artifact, "/t/my.app.wasm");
	assert_string_equal(m.depfile, "/t/my.app.d");
	m = told(".a", ARTIFACT("id", "app", "\"/t/libapp.rlib\",\"/t/libapp.a\"", "null"));
	assert_string_equal(m.artifact, "/t/libapp.a");
	m = told("", ARTIFACT("id", "app", "\"/t/app\",\"/t/app.dwp\"", "\"/t/app\""));
	assert_string_equal(m.artifact, "/t/app");
	assert_string_equal(m.depfile, "/t/app.d");
}

static void others_artifacts_are_not_taken(void **state)
{
	(void)state;
	assert_null(told(".wasm", ARTIFACT("other", "app", "\"/t/app.wasm\"", "null")).artifact);
	assert_null(told(".wasm", ARTIFACT("id", "other", "\"/t/app.wasm\"", "null")).artifact);
	assert_null(told(".wasm", ARTIFACT("id", "app", "\"/t/app.rlib\"", "null")).artifact);
	assert_null(told(".wasm", ARTIFACT("id", "app", "7", "null")).artifact);
}

static void build_scripts_and_the_end(void **state)
{
	struct lr_messages m = told("", "{\"reason\":\"build-script-executed\",\"package_id\":\"p\",\"out_dir\":\"/o\"}");

	(void)state;
	assert_int_equal(m.script_dirs.n, 1);
	assert_string_equal(m.script_dirs.v[0], "/o");
	assert_string_equal(m.script_packages.v[0], "p");
	assert_false(m.finished);
	m = told("", "{\"reason\":\"build-finished\",\"success\":true}");
	assert_true(m.finished && m.success);
	m = told("", "{\"reason\":\"build-finished\",\"success\":false}");
	assert_true(m.finished && !m.success);
}

static void odd_lines_do_no_harm(void **state)
{
	static const char *const lines[] = {"", "text", "{", "{}", "{\"reason\":7}", "{\"reason\":\"compiler-message\"}",
					    "{\"reason\":\"compiler-artifact\"}", "[1]", "{\"reason\":\"from-tomorrow\"}"};

	(void)state;
	freopen("/dev/null", "w", stderr);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		assert_null(told("", lines[i]).artifact);
}

static void lines_come_in_pieces(void **state)
{
	static const char text[] = ARTIFACT("id", "app", "\"/t/app.wasm\"", "null") "\n{\"reason\":\"build-finished\",\"success\":true}";
	struct lr_messages m = {.crate = &crate, .suffix = ".wasm"};
	int fds[2], status;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (!pid) {
		for (size_t i = 0; i < sizeof text - 1; i++)
			if (write(fds[1], text + i, 1) != 1)
				_exit(1);
		_exit(0);
	}
	close(fds[1]);
	lr_messages_read(&m, pid, fds[0]);
	assert_string_equal(m.artifact, "/t/app.wasm");
	assert_true(m.success);
	assert_int_equal(waitpid(pid, &status, 0), pid);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_crates_artifact_and_its_depfile),
		cmocka_unit_test(others_artifacts_are_not_taken),
		cmocka_unit_test(build_scripts_and_the_end),
		cmocka_unit_test(odd_lines_do_no_harm),
		cmocka_unit_test(lines_come_in_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
