/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lind-rust/linkmsg.h"

static const char lseek_of_std[] = "wasm-ld: warning: function signature mismatch: lseek\n"
				   ">>> defined as (i32, i64, i32) -> i64 in libwords.a(std-5.std.4-cgu.10.rcgu.o)\n"
				   ">>> defined as (i32, i32, i32) -> i32 in libc.a(lseek.o)\n"
				   "\n";
static const char lseek_of_user[] = "wasm-ld: warning: function signature mismatch: lseek\n"
				    ">>> defined as (i32, i64, i32) -> i64 in mine.o\n"
				    ">>> defined as (i32, i32, i32) -> i32 in libc.a(lseek.o)\n"
				    "\n";

/* What is printed of a text, until the next call. */
static const char *shown(const char *text, size_t *left_out)
{
	static char out[2000];
	FILE *f = fmemopen(out, sizeof out, "w");

	memset(out, 0, sizeof out);
	*left_out = lr_link_messages(f, text, strlen(text));
	fclose(f);
	return out;
}

static void a_known_warning_is_left_out_whole(void **state)
{
	size_t n;

	(void)state;
	assert_string_equal(shown(lseek_of_std, &n), "");
	assert_int_equal(n, 1);
}

static void the_same_symbol_of_a_users_object_is_shown(void **state)
{
	size_t n;

	(void)state;
	assert_string_equal(shown(lseek_of_user, &n), lseek_of_user);
	assert_int_equal(n, 0);
}

static void what_stands_around_a_known_warning_stays(void **state)
{
	char text[1000];
	size_t n;

	(void)state;
	snprintf(text, sizeof text, "clang: warning: one\n%s%swasm-ld: warning: two", lseek_of_std, lseek_of_user);
	const char *out = shown(text, &n);

	assert_int_equal(n, 1);
	assert_non_null(strstr(out, "clang: warning: one\n"));
	assert_non_null(strstr(out, lseek_of_user));
	assert_true(!strcmp(out + strlen(out) - 3, "two"));
}

static void another_symbol_in_std_is_shown(void **state)
{
	const char *text = "wasm-ld: warning: function signature mismatch: poll\n"
			   ">>> defined as () -> i32 in std-5.std.4-cgu.10.rcgu.o\n";
	size_t n;

	(void)state;
	assert_string_equal(shown(text, &n), text);
}

static void main_of_bitcode_is_known_by_its_type(void **state)
{
	static const char said[] = "wasm-ld: warning: function signature mismatch: main\n"
				   ">>> defined as (i32, i32, i32) -> i32 in main.o\n"
				   ">>> defined as %s in lto.tmp\n";
	char text[300];
	size_t n;

	(void)state;
	snprintf(text, sizeof text, said, "(i32, i32) -> i32");
	assert_string_equal(shown(text, &n), "");
	snprintf(text, sizeof text, said, "(i32) -> i64");
	assert_string_equal(shown(text, &n), text);
}

static void nothing_gives_nothing(void **state)
{
	size_t n;

	(void)state;
	assert_string_equal(shown("", &n), "");
	assert_string_equal(shown("\n", &n), "\n");
}

static void sources_are_named_instead_of_temporary_objects(void **state)
{
	static const char *const names[] = {"a dir/main.c", "one/twice.c", "two/twice.cc", "part.o"};
	static const struct {
		const char *said, *named;
	} cases[] = {
		{">>> defined in /temp dir/main-0a1b2c.o\n", ">>> defined in a dir/main.c\n"},
		{"x: /temp dir/main-0a1b2c.o: /temp dir/main-ffffff.o", "x: a dir/main.c: a dir/main.c"},
		/* Either may be meant, an object on the line is none of clang's, and nor are these. */
		{"/temp dir/twice-0a1b2c.o", "/temp dir/twice-0a1b2c.o"},
		{"/temp dir/part-0a1b2c.o", "/temp dir/part-0a1b2c.o"},
		{"/temp dir/main.o /temp dir/main-0a1b2.o", "/temp dir/main.o /temp dir/main-0a1b2.o"},
		{"/temp dir/main-0a1b2x.o", "/temp dir/main-0a1b2x.o"},
		{"/elsewhere/main-0a1b2c.o /temp dir/", "/elsewhere/main-0a1b2c.o /temp dir/"},
		{"", ""},
	};
	struct strv inputs = {.v = (char **)names, .n = sizeof names / sizeof *names};

	(void)state;
	setenv("TMPDIR", "/temp dir", 1);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = {0};

		lr_link_sources(&out, cases[i].said, &inputs);
		assert_string_equal(out.data, cases[i].named);
		free(out.data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_known_warning_is_left_out_whole),
		cmocka_unit_test(the_same_symbol_of_a_users_object_is_shown),
		cmocka_unit_test(what_stands_around_a_known_warning_stays),
		cmocka_unit_test(another_symbol_in_std_is_shown),
		cmocka_unit_test(main_of_bitcode_is_known_by_its_type),
		cmocka_unit_test(nothing_gives_nothing),
		cmocka_unit_test(sources_are_named_instead_of_temporary_objects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
