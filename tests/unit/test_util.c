/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lind-rust/util.h"

static void the_nearest_word_is_the_one_that_was_meant(void **state)
{
	static const char *const list[] = {"FEATURES", "LOCKED", "OFFLINE", "PROFILE", NULL};
	static const char *const none[] = {NULL};

	(void)state;
	assert_string_equal(lr_nearest("FEATUERS", list), "FEATURES");
	assert_string_equal(lr_nearest("PROFIL", list), "PROFILE");
	assert_string_equal(lr_nearest("LOCKED", list), "LOCKED");
	assert_null(lr_nearest("ENVIRONMENT", list));
	assert_null(lr_nearest("x", none));
	assert_null(lr_nearest("", list));
}

static void the_parts_of_a_path(void **state)
{
	static const struct {
		const char *path, *dir, *base;
	} cases[] = {{"a", ".", "a"}, {"/a", "/", "a"}, {"/", "/", ""}, {"a/b", "a", "b"}, {"/a/b/", "/a/b", ""}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *dir = lr_dir(cases[i].path);

		assert_string_equal(dir, cases[i].dir);
		assert_string_equal(lr_base(cases[i].path), cases[i].base);
		free(dir);
	}
}

static void prefixes_and_suffixes(void **state)
{
	(void)state;
	assert_true(lr_starts("--target=x", "--target="));
	assert_false(lr_starts("--tar", "--target"));
	assert_true(lr_ends("libx.a", ".a"));
	assert_false(lr_ends("a", ".a"));
	assert_true(lr_ends("x", ""));
}

static void bytes_grow_and_stay_terminated(void **state)
{
	struct buf b = {0};

	(void)state;
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%d,", i % 10);
	assert_int_equal(b.len, 2000);
	assert_int_equal(strlen(b.data), 2000);
	buf_add(&b, "\0x", 2);
	assert_int_equal(b.len, 2002);
	assert_int_equal(b.data[2002], 0);
	free(b.data);
}

static void nothing_added_is_still_a_string(void **state)
{
	struct buf b = {0};

	(void)state;
	buf_add(&b, "", 0);
	assert_string_equal(b.data, "");
	buf_add(&b, NULL, 0);
	assert_string_equal(b.data, "");
	free(b.data);
}

static void words_grow_and_end_in_null(void **state)
{
	static const char *const more[] = {"x", "y z", NULL};
	struct strv s = {0};

	(void)state;
	for (int i = 0; i < 100; i++)
		strv_printf(&s, "%d", i);
	strv_addv(&s, more);
	assert_int_equal(s.n, 102);
	assert_null(s.v[102]);
	assert_true(strv_has(&s, "99"));
	assert_true(strv_has(&s, "y z"));
	assert_false(strv_has(&s, "100"));
}

static void names_are_shown_without_control_characters(void **state)
{
	static const struct {
		const char *name, *shown;
	} all[] = {
		{"", ""},
		{"a b\\x", "a b\\x"},
		{"a\x1b[31mb\n\tc\x7f", "a\\x1b[31mb\\x0a\\x09c\\x7f"},
		{"\xc2\x9b" "2J\xc2\xa0", "\\xc2\\x9b2J\xc2\xa0"},
		{"\xc3\xa4\xc2", "\xc3\xa4\xc2"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		char *shown = lr_visible(all[i].name);

		assert_string_equal(shown, all[i].shown);
		free(shown);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_nearest_word_is_the_one_that_was_meant),
		cmocka_unit_test(the_parts_of_a_path),
		cmocka_unit_test(prefixes_and_suffixes),
		cmocka_unit_test(bytes_grow_and_stay_terminated),
		cmocka_unit_test(nothing_added_is_still_a_string),
		cmocka_unit_test(words_grow_and_end_in_null),
		cmocka_unit_test(names_are_shown_without_control_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
