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

#include "lind-rust/depfile.h"
#include "scratch.h"

static struct strv parsed(const char *text)
{
	struct strv deps = {0};

	lr_depfile_parse(text, strlen(text), &deps);
	return deps;
}

static char *joined(const struct strv *s)
{
	struct buf b = {0};

	buf_add(&b, "", 0);
	for (size_t i = 0; i < s->n; i++)
		buf_printf(&b, "%s%s", i ? "|" : "", s->v[i]);
	return b.data;
}

static void cargos_own_is_read(void **state)
{
	static const struct {
		const char *text, *deps;
	} cases[] = {
		{"", ""},
		{"/t/app.wasm: /a/src/main.rs /a/src/b.rs\n", "/a/src/main.rs|/a/src/b.rs"},
		{"/t/a\\ b: /c\\ d/e.rs\n", "/c d/e.rs"},
		{"t: a$$b c#d e\\f\n", "a$$b|c#d|e\\f"},
		{"t: a \\\n b\n", "a|b"},
		{"a: b\nc: d\n\n", "b|d"},
		{"# comment: x\nt: a\n", "a"},
		{"t: C:/x\n", "C:/x"},
		{"t:", ""},
		{"no rule\n", ""},
		{"t: a", "a"},
		{"t: a\\", "a\\"},
		{"t: a\r\n", "a"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct strv deps = parsed(cases[i].text);

		assert_string_equal(joined(&deps), cases[i].deps);
	}
}

static void ours_is_sorted_and_each_once(void **state)
{
	struct strv deps = {0};
	struct buf out = {0};

	(void)state;
	strv_add(&deps, "b");
	strv_add(&deps, "a b");
	strv_add(&deps, "b");
	strv_add(&deps, "x:y%");
	lr_depfile_format(&out, "the stamp", &deps, false);
	assert_string_equal(out.data, "the\\ stamp: \\\n a\\ b \\\n b \\\n x:y%\n");
	out.len = 0;
	lr_depfile_format(&out, "t", &deps, true);
	assert_string_equal(out.data, "t: \\\n a\\ b \\\n b \\\n x\\:y%\na\\ b:\nb:\n");
}

static void a_directory_says_so_to_make(void **state)
{
	struct strv deps = {0};
	struct buf out = {0};

	(void)state;
	assert_int_equal(mkdir("a directory", 0777), 0);
	strv_add(&deps, "a directory");
	lr_depfile_format(&out, "t", &deps, false);
	assert_string_equal(out.data, "t: \\\n a\\ directory\n");
	out.len = 0;
	lr_depfile_format(&out, "t", &deps, true);
	assert_string_equal(out.data, "t: \\\n a\\ directory/.\na\\ directory/.:\n");
}

static void names_that_no_rule_can_hold_are_left_out(void **state)
{
	struct strv deps = {0};
	struct buf out = {0};

	(void)state;
	strv_add(&deps, "a\nb");
	strv_add(&deps, "c;d");
	strv_add(&deps, "e");
	lr_depfile_format(&out, "t", &deps, true);
	assert_string_equal(out.data, "t: \\\n e\ne:\n");
}

static void a_rule_of_nothing(void **state)
{
	struct strv deps = {0};
	struct buf out = {0};

	(void)state;
	lr_depfile_format(&out, "t", &deps, true);
	assert_string_equal(out.data, "t:\n");
}

static void a_tree_without_hidden_directories_caches_and_the_build_tree(void **state)
{
	struct strv deps = {0};

	(void)state;
	mkdir("p", 0777);
	mkdir("p/src", 0777);
	mkdir("p/.git", 0777);
	mkdir("p/target", 0777);
	mkdir("p/build", 0777);
	write_text("p/.env", "");
	write_text("p/src/a b.rs", "");
	write_text("p/.git/HEAD", "");
	write_text("p/target/CACHEDIR.TAG", "");
	write_text("p/target/x", "");
	write_text("p/build/x", "");
	assert_int_equal(symlink("..", "p/up"), 0);
	assert_int_equal(symlink("p/build", "other-name"), 0);
	/* The build tree by another name is the build tree. */
	lr_depfile_add_tree(&deps, "p", "other-name");
	qsort(deps.v, deps.n, sizeof *deps.v, strv_cmp);
	assert_string_equal(joined(&deps), "p|p/.env|p/src|p/src/a b.rs|p/up");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cargos_own_is_read),
		cmocka_unit_test(ours_is_sorted_and_each_once),
		cmocka_unit_test(a_directory_says_so_to_make),
		cmocka_unit_test(names_that_no_rule_can_hold_are_left_out),
		cmocka_unit_test(a_rule_of_nothing),
		cmocka_unit_test(a_tree_without_hidden_directories_caches_and_the_build_tree),
	};

	return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
