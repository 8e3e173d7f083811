/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "lind-rust/fs.h"
#include "lind-rust/tools.h"
#include "scratch.h"

/* The messages and most of the search are in tests/helpers/config.bats; here is what programs rely on. */

static void program_file(const char *path)
{
	char *dir = lr_dir(path);

	lr_mkdirs(dir);
	write_text(path, "#!/bin/sh\n");
	chmod(path, 0755);
	free(dir);
}

static int hermetic(void **state)
{
	static const char *const names[] = {"LIND_WASM_ROOT", "LIND_RUST_SYSROOT", "SYSROOT", "LIND_RUST_NODE",
					    "LIND_RUST_CLANG", "LIND_RUST_CACHE", "LIND_RUST_RUSTC", "LIND_RUST_CARGO",
					    "LIND_RUST_SRC", "LIND_RUST_TOOLCHAIN"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unsetenv(names[i]);
	setenv("PATH", "/nothing", 1);
	return enter_scratch(state);
}

static void every_tool_has_a_name_and_a_cure(void **state)
{
	(void)state;
	for (int i = 0; i < LR_NTOOLS; i++) {
		assert_non_null(lr_tool_name((enum lr_tool)i));
		assert_non_null(lr_tool_cure((enum lr_tool)i));
	}
}

static void what_is_not_there_is_null_each_time(void **state)
{
	struct lr_tools tools = {0};

	(void)state;
	assert_null(lr_find(&tools, LR_NODE));
	assert_null(lr_find(&tools, LR_NODE));
	assert_int_equal(tools.tried[LR_NODE].n, 2);
	assert_null(lr_find(&tools, LR_LIND_BOOT));
}

static void the_option_comes_before_the_environment(void **state)
{
	struct lr_tools tools = {0};
	char *one = xasprintf("%s/one", scratch), *two = xasprintf("%s/two", scratch);

	(void)state;
	program_file("one");
	program_file("two");
	setenv("LIND_RUST_NODE", one, 1);
	assert_string_equal(lr_find(&tools, LR_NODE), one);
	assert_string_equal(tools.how[LR_NODE], "LIND_RUST_NODE");
	tools = (struct lr_tools){0};
	lr_tool_set(&tools, LR_NODE, "./two");
	assert_string_equal(lr_find(&tools, LR_NODE), two);
	assert_string_equal(tools.how[LR_NODE], "--node");
	tools = (struct lr_tools){0};
	lr_tool_set(&tools, LR_NODE, "");
	assert_string_equal(lr_find(&tools, LR_NODE), one);
	unsetenv("LIND_RUST_NODE");
}

static void a_sysroot_is_a_standins_by_its_marker(void **state)
{
	struct lr_tools tools = {0};

	(void)state;
	lr_mkdirs("s/lib/wasm32-wasi");
	write_text("s/lib/wasm32-wasi/crt1.o", "");
	lr_tool_set(&tools, LR_SYSROOT, "s");
	assert_non_null(lr_find(&tools, LR_SYSROOT));
	assert_false(tools.standin);
	write_text("s/lind-rust-standin", "");
	assert_non_null(lr_find(&tools, LR_SYSROOT));
	assert_true(tools.standin);
}

static void a_tree_that_was_named_is_never_passed_over(void **state)
{
	struct lr_tools tools = {0};

	(void)state;
	lr_mkdirs("tree");
	lr_tool_set(&tools, LR_LIND_ROOT, "tree");
	assert_null(lr_find(&tools, LR_SYSROOT));
	assert_null(lr_find(&tools, LR_WASM_OPT));
	assert_false(tools.standin);
}

static void options_of_a_program_and_of_tools_are_one_table(void **state)
{
	static const struct option own[] = {{"mine", no_argument, NULL, 'm'}, {NULL, 0, NULL, 0}};
	char *argv[] = {"program", "--mine", "--node=/x", "rest", "-q", NULL};
	struct option *all = lr_options(own);
	struct lr_tools tools = {0};
	int opt;

	(void)state;
	assert_int_equal(lr_getopt(5, argv, "+q", all), 'm');
	opt = lr_getopt(5, argv, "+q", all);
	assert_true(lr_tool_option(&tools, opt, optarg));
	assert_string_equal(tools.path[LR_NODE], "/x");
	assert_int_equal(lr_getopt(5, argv, "+q", all), -1);
	assert_string_equal(argv[optind], "rest");
	assert_false(lr_tool_option(&tools, 'm', NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_tool_has_a_name_and_a_cure),
		cmocka_unit_test(what_is_not_there_is_null_each_time),
		cmocka_unit_test(the_option_comes_before_the_environment),
		cmocka_unit_test(a_sysroot_is_a_standins_by_its_marker),
		cmocka_unit_test(a_tree_that_was_named_is_never_passed_over),
		cmocka_unit_test(options_of_a_program_and_of_tools_are_one_table),
	};

	return cmocka_run_group_tests(tests, hermetic, leave_scratch);
}
