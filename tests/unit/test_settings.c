/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lind-rust/settings.h"

static void a_key_is_found_however_it_is_written(void **state)
{
	static const char *const yes[] = {
		"[unstable]\nbuild-std = [\"std\"]\n",
		"[unstable] # comment\n\n  build-std=true",
		"unstable.build-std = [\"std\"]",
		"[ unstable ]\n\"build-std\" = 1\n",
		"unstable = { build-std = [] }",
		"unstable = { other = 1, build-std = [] }",
		"[build]\ntarget = \"x\"\n[unstable]\na = 1\nbuild-std = 1\n",
	};
	static const char *const no[] = {
		"",
		"[unstable]\n# build-std = 1\n",
		"[unstable]\nbuild-std-features = 1\n",
		"[profile]\nbuild-std = 1\n",
		"[unstable]\n[profile]\nbuild-std = 1\n",
		"build-std = 1\n",
		"text = \"unstable.build-std\"\n",
		"[unstable.more]\nbuild-std = 1\n",
		"[",
		"=",
	};

	(void)state;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		assert_true(lr_settings_say(yes[i], "unstable", "build-std"));
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		assert_false(lr_settings_say(no[i], "unstable", "build-std"));
}

static void a_flag_of_our_own_config(void **state)
{
	(void)state;
	assert_string_equal(lr_settings_flag("rustflags = [\n  \"-Ca\",\n  \"--sysroot=/a \\\"b\\\\c\",\n]", "--sysroot="),
			    "/a \"b\\c");
	assert_null(lr_settings_flag("rustflags = []", "--sysroot="));
	assert_string_equal(lr_settings_flag("\"--sysroot=", "--sysroot="), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_is_found_however_it_is_written),
		cmocka_unit_test(a_flag_of_our_own_config),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
