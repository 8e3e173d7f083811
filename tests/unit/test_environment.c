/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lind-rust/environment.h"

static const char *value(char **env, const char *name)
{
	for (; *env; env++)
		if (lr_starts(*env, name) && (*env)[strlen(name)] == '=')
			return *env + strlen(name) + 1;
	return NULL;
}

static void what_changes_a_build_is_dropped(void **state)
{
	static const char *const dropped[] = {"RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_TARGET_DIR", "CC", "CC_x86_64",
					      "CFLAGS_wasm32_wasip1", "CARGO_TARGET_WASM32_WASIP1_LINKER", "TARGET_CC",
					      "CARGO_PROFILE_RELEASE_LTO", "RUSTC_WRAPPER", "CPATH", "LIND_RUST_CC_ARGS",
					      "__CARGO_TESTS_ONLY_SRC_ROOT", "CARGO_BUILD_TARGET", NULL};
	static const char *const kept[] = {"PATH", "HOME", "CARGO_HOME", "CARGO_BUILD_JOBS", "CCACHE_DIR", "MAKEFLAGS",
					   "CARGO_NET_OFFLINE", "https_proxy", "RUST_BACKTRACE", "LD_LIBRARY_PATH",
					   "LD_PRELOAD", "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER", "LIND_RUST_VERBOSE", NULL};

	(void)state;
	for (size_t i = 0; dropped[i]; i++)
		assert_true(lr_env_dropped(dropped[i]));
	for (size_t i = 0; kept[i]; i++)
		assert_false(lr_env_dropped(kept[i]));
}

static void ours_alone_to_say(void **state)
{
	(void)state;
	assert_true(lr_env_ours("RUSTFLAGS=-O"));
	assert_true(lr_env_ours("CARGO_TARGET_DIR=x"));
	assert_true(lr_env_ours("RUSTC"));
	assert_false(lr_env_ours("RUSTC_LOG=x"));
	assert_false(lr_env_ours("CC_wasm32_wasip1=x"));
}

static void the_last_of_a_name_wins(void **state)
{
	char *own[] = {"A=old", "RUSTFLAGS=x", "KEPT=1", NULL}, **saved = environ, **env;
	struct strv add = {0}, dropped = {0};

	(void)state;
	strv_add(&add, "A=1");
	strv_add(&add, "A=2");
	strv_add(&add, "RUSTFLAGS_X=y");
	environ = own;
	env = lr_cargo_env(&add, &dropped);
	environ = saved;
	assert_string_equal(value(env, "A"), "2");
	assert_string_equal(value(env, "KEPT"), "1");
	assert_null(value(env, "RUSTFLAGS"));
	assert_int_equal(dropped.n, 1);
	assert_string_equal(dropped.v[0], "RUSTFLAGS");
}

static void an_empty_environment_is_not_the_callers(void **state)
{
	char *own[] = {"CC=x", NULL}, **saved = environ, **env;
	struct strv add = {0};

	(void)state;
	environ = own;
	env = lr_cargo_env(&add, NULL);
	environ = saved;
	assert_non_null(env);
	assert_null(value(env, "CC"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_changes_a_build_is_dropped),
		cmocka_unit_test(ours_alone_to_say),
		cmocka_unit_test(the_last_of_a_name_wins),
		cmocka_unit_test(an_empty_environment_is_not_the_callers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
