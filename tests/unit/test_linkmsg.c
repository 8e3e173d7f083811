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

static void nothing_gives_nothing(void **state)
{
	size_t n;

	(void)state;
	assert_string_equal(shown("", &n), "");
	assert_string_equal(shown("\n", &n), "\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_known_warning_is_left_out_whole),
		cmocka_unit_test(the_same_symbol_of_a_users_object_is_shown),
		cmocka_unit_test(what_stands_around_a_known_warning_stays),
		cmocka_unit_test(another_symbol_in_std_is_shown),
		cmocka_unit_test(nothing_gives_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
