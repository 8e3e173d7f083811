/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "lind-rust/cache.h"
#include "lind-rust/fs.h"
#include "lind-rust/identity.h"
#include "scratch.h"

static char *program(const char *path)
{
	struct buf m = {0};

	lr_key_add_program(&m, "tool", path, NULL);
	return m.data;
}

static void machine_code_is_its_bytes_a_script_is_its_place_and_time_as_well(void **state)
{
	const struct timespec old[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};

	(void)state;
	write_text("one", "\177ELF and more");
	write_text("two", "\177ELF and more");
	write_text("three", "\177ELF and less");
	assert_string_equal(program("one"), program("two"));
	assert_string_not_equal(program("one"), program("three"));
	utimensat(AT_FDCWD, "two", old, 0);
	assert_string_equal(program("one"), program("two"));
	write_text("script", "#!/bin/sh");
	write_text("same", "#!/bin/sh");
	assert_string_not_equal(program("script"), program("same"));
}

static char *known_program(const char *path)
{
	struct buf m = {0};

	lr_key_add_program(&m, "tool", path, "cache");
	return m.data;
}

/* The only file below cache/known. */
static char *only_known(void)
{
	struct buf b = {0};
	FILE *f = popen("find cache/known -type f ! -name '*.lock'", "r");
	char line[512] = "";

	assert_non_null(f);
	while (fgets(line, sizeof line, f))
		buf_printf(&b, "%s", line);
	pclose(f);
	if (!b.len)
		return NULL;
	assert_ptr_equal(strchr(b.data, '\n'), b.data + b.len - 1);
	b.data[b.len - 1] = '\0';
	return b.data;
}

/* bash: large, and not of this moment. */
static void a_large_program_is_read_once_for_its_place_and_times(void **state)
{
	char *known;

	(void)state;
	assert_int_equal(mkdir("cache", 0755), 0);
	assert_int_equal(system("cp /bin/bash new"), 0);
	assert_string_equal(program("new"), known_program("new"));
	assert_null(only_known());
	assert_string_equal(program("/bin/bash"), known_program("/bin/bash"));
	known = only_known();
	assert_non_null(known);
	assert_string_equal(program("/bin/bash"), known_program("/bin/bash"));
	write_text(known, xasprintf("another%s", lr_hash("another", 7)));
	assert_non_null(strstr(known_program("/bin/bash"), "another"));
	assert_string_equal(program("/bin/bash"), program("new"));
	assert_string_equal(known_program("new"), program("new"));
}

static char *processor(const char *text)
{
	struct buf m = {0};

	write_text("cpuinfo", text);
	lr_key_add_processor(&m, "cpuinfo");
	return m.data;
}

static void of_the_processor_its_features_count_and_nothing_that_changes(void **state)
{
	const char *two = "processor\t: 0\nMHz\t: 1\nflags\t\t: fpu avx2\nprocessor\t: 1\nflags\t\t: fpu avx2\n";

	(void)state;
	assert_string_equal(processor(two), processor("MHz\t: 2\nflags\t\t: fpu avx2\n"));
	assert_string_not_equal(processor(two), processor("flags\t\t: fpu avx2 avx512f\n"));
	assert_string_not_equal(processor("Features\t: fp asimd\n"), processor("Features\t: fp asimd sve\n"));
	assert_string_equal(processor("flags\t: x"), processor("flags\t: x\n"));
}

static char *contents(void)
{
	struct buf m = {0};

	lr_key_add_contents(&m, "source", "tree", "cache");
	return m.data;
}

static void a_tree_is_its_names_and_bytes(void **state)
{
	const struct timespec old[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
	char *first;

	(void)state;
	lr_mkdirs("tree/a");
	lr_mkdirs("cache");
	write_text("tree/a/f", "x");
	assert_int_equal(symlink("..", "tree/a/up"), 0);
	first = contents();
	utimensat(AT_FDCWD, "tree/a/f", old, 0);
	assert_string_equal(first, contents());
	write_text("tree/a/f", "y");
	assert_string_not_equal(first, contents());
	write_text("tree/a/f", "x");
	assert_string_equal(first, contents());
	assert_int_equal(rename("tree/a/f", "tree/f"), 0);
	assert_string_not_equal(first, contents());
}

static void what_is_known_is_kept_and_may_go(void **state)
{
	static const char key[] = "0123456789abcdef0123456789abcdef";
	static const char *const bad[] = {"", "yes", "no", "no0123456789abcdef0123456789abcdef"};

	(void)state;
	lr_remove_tree("cache");
	assert_null(lr_known("cache", key));
	lr_note("cache", key, "yes");
	assert_string_equal(lr_known("cache", key), "yes");
	/* One that was changed is none, and is noted anew. */
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		write_text(only_known(), bad[i]);
		assert_null(lr_known("cache", key));
		lr_note("cache", key, "yes");
		assert_string_equal(lr_known("cache", key), "yes");
	}
	lr_remove_tree("cache");
	assert_null(lr_known("cache", key));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(machine_code_is_its_bytes_a_script_is_its_place_and_time_as_well),
		cmocka_unit_test(a_large_program_is_read_once_for_its_place_and_times),
		cmocka_unit_test(of_the_processor_its_features_count_and_nothing_that_changes),
		cmocka_unit_test(a_tree_is_its_names_and_bytes),
		cmocka_unit_test(what_is_known_is_kept_and_may_go),
	};

	return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
