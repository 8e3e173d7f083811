/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lind-rust/driver.h"
#include "scratch.h"

/* What is read of a command line, and what of it is left for clang. */
struct reading {
	struct lr_driver d;
	struct strv rest, lind;
};

static struct reading read_line(const char *line)
{
	char *copy = xstrdup(line), *save = NULL, *word;
	struct reading r = {0};
	struct strv words = {0};

	for (word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save))
		strv_add(&words, word);
	strv_add(&words, "");
	words.v[--words.n] = NULL;
	lr_driver_read(&r.d, words.v, &r.rest, &r.lind);
	return r;
}

static char *joined(const struct strv *s)
{
	struct buf b = {0};

	buf_add(&b, "", 0);
	for (size_t i = 0; i < s->n; i++)
		buf_printf(&b, "%s%s", i ? " " : "", s->v[i]);
	return b.data;
}

static void the_mode_is_what_the_words_ask_for(void **state)
{
	static const struct {
		const char *line;
		enum lr_mode mode;
	} cases[] = {
		{"", LR_QUERY},
		{"-v", LR_QUERY},
		{"--version", LR_QUERY},
		{"-dumpmachine", LR_QUERY},
		{"--version a.c", LR_QUERY},
		{"-print-prog-name=ld a.c", LR_QUERY},
		{"-o x", LR_QUERY},
		{"-c a.c", LR_COMPILE},
		{"a.c -S", LR_COMPILE},
		{"-E -", LR_COMPILE},
		{"-MM a.c", LR_COMPILE},
		{"-fsyntax-only a.c", LR_COMPILE},
		{"-x c-header a.h -o a.pch", LR_COMPILE},
		{"a.h a.c", LR_LINKING},
		{"a.c", LR_LINKING},
		{"a.o -o x", LR_LINKING},
		{"-MD -MF x.d a.c", LR_LINKING},
		{"-x c -", LR_LINKING},
		{"-lfoo", LR_LINKING},
		/* Values that look like something else. */
		{"-o -c a.o", LR_LINKING},
		{"-D -c a.o", LR_LINKING},
		{"-Xclang -S a.o", LR_LINKING},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (read_line(cases[i].line).d.mode != cases[i].mode)
			fail_msg("%s", cases[i].line);
}

static void what_is_linked(void **state)
{
	struct reading r = read_line("a.o -Ldir b.a -L other -lone -l two -o out -I inc -MF x.d -Wl,--gc-sections");

	(void)state;
	assert_string_equal(joined(&r.d.inputs), "a.o b.a");
	assert_string_equal(joined(&r.d.libs), "one two");
	assert_string_equal(joined(&r.d.libdirs), "dir other");
	assert_string_equal(r.d.output, "out");
	assert_string_equal(read_line("a.o -oout").d.output, "out");
	assert_string_equal(read_line("a.o --output=out").d.output, "out");
	assert_null(read_line("a.o").d.output);
}

static void sizes_however_they_are_said(void **state)
{
	static const char *const sized[] = {
		"a.o -Wl,--max-memory=1,-z,stack-size=2", "a.o -Xlinker --max-memory=1 -z stack-size=2",
		"a.o -Wl,--max-memory=1 -Xlinker -z -Xlinker stack-size=2", "a.o -Wl,--max-memory=1 -Wl,-zstack-size=2"};

	(void)state;
	for (size_t i = 0; i < sizeof sized / sizeof *sized; i++) {
		struct reading r = read_line(sized[i]);

		assert_true(r.d.max_memory);
		assert_int_equal(r.d.stack_size, 2);
	}
	assert_false(read_line("a.o -Wl,--gc-sections").d.max_memory);
}

static void target_sysroot_and_our_own_words_are_taken_out(void **state)
{
	struct reading r = read_line("--lind-grate -target wasm32-wasip1 --sysroot /s a.c --target=wasm32 --sysroot=/t -O2");

	(void)state;
	assert_string_equal(joined(&r.rest), "a.c -O2");
	assert_string_equal(joined(&r.lind), "--lind-grate");
	assert_string_equal(r.d.sysroot, "/t");
	assert_null(r.d.bad_target);
	assert_string_equal(read_line("a.c --target=x86_64-linux-gnu").d.bad_target, "x86_64-linux-gnu");
	assert_string_equal(read_line("a.c -target arm").d.bad_target, "arm");
}

static char *left_of(const char *line)
{
	struct reading r = read_line(line);

	return joined(&r.rest);
}

static void names_are_not_stripped(void **state)
{
	(void)state;
	assert_string_equal(left_of("a.o -s"), "a.o -Wl,--strip-debug");
	assert_string_equal(left_of("-Wl,--gc-sections,--strip-all,-x a.o -Wl,-s"),
			    "-Wl,--gc-sections,--strip-debug,-x a.o -Wl,--strip-debug");
	assert_string_equal(left_of("a.o -Xlinker -s -Xlinker --strip-all"),
			    "a.o -Xlinker --strip-debug -Xlinker --strip-debug");
	assert_string_equal(left_of("-o -s -D s a.o -Wl,--strip-debug -Wl,,"), "-o -s -D s a.o -Wl,--strip-debug -Wl,,");
	write_text("strips", "a.o -Wl,--strip-all");
	assert_string_equal(left_of("@strips"), "a.o -Wl,--strip-debug");
}

static void rustcs_call_is_told_by_its_inputs(void **state)
{
	(void)state;
	assert_true(read_line("a.rcgu.o -o x").d.from_rustc);
	assert_true(read_line("a.o libstd-1.rlib").d.from_rustc);
	assert_false(read_line("a.o libx.a").d.from_rustc);
}

static void words_of_a_response_file(void **state)
{
	struct strv words = {0};

	(void)state;
	write_text("r", "a 'b c' \"d \\\"e\\\"\"\n\tf\\ g ''\\\\h 'i\\'j'\n");
	assert_int_equal(lr_response_file("r", &words), 0);
	assert_int_equal(words.n, 6);
	assert_string_equal(words.v[1], "b c");
	assert_string_equal(words.v[2], "d \"e\"");
	assert_string_equal(words.v[3], "f g");
	assert_string_equal(words.v[4], "\\h");
	/* A backslash escapes in single quotes too: clang's GNU style. */
	assert_string_equal(words.v[5], "i'j");
	assert_int_equal(lr_response_file("nothing", &words), -1);
}

static void a_response_file_stays_one_where_nothing_of_it_is_ours(void **state)
{
	struct reading r;

	(void)state;
	write_text("plain", "a.o -o out -lx");
	write_text("ours", "--target=wasm32-wasip1 a.o");
	write_text("nested", "b.o @ours");
	write_text("empty", "");
	r = read_line("@plain @empty @nothing");
	assert_string_equal(joined(&r.rest), "@plain @empty @nothing");
	assert_string_equal(r.d.output, "out");
	assert_string_equal(joined(&r.d.inputs), "a.o @nothing");
	r = read_line("@ours -c");
	assert_string_equal(joined(&r.rest), "a.o -c");
	r = read_line("@nested");
	assert_string_equal(joined(&r.rest), "b.o a.o");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_mode_is_what_the_words_ask_for),
		cmocka_unit_test(what_is_linked),
		cmocka_unit_test(sizes_however_they_are_said),
		cmocka_unit_test(target_sysroot_and_our_own_words_are_taken_out),
		cmocka_unit_test(names_are_not_stripped),
		cmocka_unit_test(rustcs_call_is_told_by_its_inputs),
		cmocka_unit_test(words_of_a_response_file),
		cmocka_unit_test(a_response_file_stays_one_where_nothing_of_it_is_ours),
	};

	return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
