/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lind-rust/quote.h"

struct pair {
	const char *text, *quoted;
};

static void all_are(const struct pair *pairs, size_t n, char *(*quote)(const char *))
{
	for (size_t i = 0; i < n; i++) {
		char *quoted = quote(pairs[i].text);

		assert_string_equal(quoted, pairs[i].quoted);
		free(quoted);
	}
}

#define ALL_ARE(pairs, quote) all_are(pairs, sizeof pairs / sizeof *pairs, quote)

static void toml(void **state)
{
	static const struct pair pairs[] = {{"", "\"\""},
					    {"a b", "\"a b\""},
					    {"\"\\", "\"\\\"\\\\\""},
					    {"\n\t\x7f", "\"\\u000a\\u0009\\u007f\""},
					    {"$x #'", "\"$x #'\""},
					    {"\xc3\xbc", "\"\xc3\xbc\""}};

	(void)state;
	ALL_ARE(pairs, lr_quote_toml);
}

static void cmake(void **state)
{
	static const struct pair pairs[] = {
		{"", "\"\""}, {"a;b", "\"a;b\""}, {"${x}\"\\", "\"\\${x}\\\"\\\\\""}, {"]]#", "\"]]#\""}};

	(void)state;
	ALL_ARE(pairs, lr_quote_cmake);
}

static void shell(void **state)
{
	static const struct pair pairs[] = {{"", "''"}, {"a b", "'a b'"}, {"it's", "'it'\\''s'"}, {"$(x)`\\", "'$(x)`\\'"}};

	(void)state;
	ALL_ARE(pairs, lr_quote_sh);
}

static void shell_back(void **state)
{
	static const char *const wanted[] = {"a b", "it's", "", "$(x)`\\", "c\nd", "e f", NULL};
	struct strv words = {0};

	(void)state;
	assert_true(lr_split_sh("'a b' 'it'\\''s' ''\n'$(x)`\\'  'c\nd' e\\ f\n", &words));
	for (size_t i = 0; wanted[i]; i++)
		assert_string_equal(words.v[i], wanted[i]);
	assert_int_equal(words.n, 6);
	assert_true(lr_split_sh("", &words));
	assert_int_equal(words.n, 6);
	assert_false(lr_split_sh("'a", &words));
}

static void make(void **state)
{
	static const struct pair pairs[] = {{"", ""},
					    {"a b", "a b"},
					    {"$x", "$$x"},
					    {"a#b", "a\\#b"},
					    {"a\\b", "a\\b"},
					    {"a\\#b", "a\\\\\\#b"},
					    {" lead", "$() lead"},
					    {"end\\", "end\\$()"}};

	(void)state;
	ALL_ARE(pairs, lr_quote_make);
}

static void depfile(void **state)
{
	(void)state;
	assert_string_equal(lr_quote_depfile("a b#c$d:e\\f", false), "a\\ b\\#c$$d:e\\f");
	assert_string_equal(lr_quote_depfile("a b#c$d:e\\f", true), "a\\ b\\#c$$d\\:e\\f");
	assert_string_equal(lr_quote_depfile("", true), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(toml),  cmocka_unit_test(cmake),   cmocka_unit_test(shell), cmocka_unit_test(shell_back),
		cmocka_unit_test(make), cmocka_unit_test(depfile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
