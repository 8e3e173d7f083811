/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "lind-rust/cache.h"
#include "lind-rust/fs.h"
#include "scratch.h"

static const char key[] = "0123456789abcdef0123456789abcdef";

static void make(const char *name, const char *text)
{
	struct lr_entry e;
	char *made;

	lr_cache_open(&e, "cache", "kind", name);
	assert_non_null(e.staging);
	made = xasprintf("%s/x", e.staging);
	write_text(made, text);
	lr_cache_publish(&e, made);
	assert_null(e.staging);
}

static size_t files_in(const char *dir)
{
	char *command = xasprintf("test $(ls -A %s | wc -l) -eq 0", dir);
	size_t n = 0;

	while (n < 20 && system(command)) {
		free(command);
		command = xasprintf("test $(ls -A %s | wc -l) -eq %zu", dir, ++n);
	}
	return n;
}

static void an_entry_is_made_once_and_nothing_else_stays(void **state)
{
	struct lr_entry e;

	(void)state;
	make(key, "text");
	lr_cache_open(&e, "cache", "kind", key);
	assert_null(e.staging);
	assert_string_equal(lr_first_line(e.path), "text");
	assert_int_equal(files_in("cache/kind"), 1);
	lr_cache_forget("cache", "kind", key);
	assert_int_equal(files_in("cache/kind"), 0);
	make(key, "again");
	assert_string_equal(lr_first_line(e.path), "again");
	lr_cache_forget("cache", "kind", key);
}

static void an_abandoned_entry_is_not_there(void **state)
{
	struct lr_entry e;

	(void)state;
	lr_cache_open(&e, "cache", "kind", key);
	write_text(xasprintf("%s/half", e.staging), "half");
	lr_cache_abandon(&e);
	assert_int_equal(files_in("cache/kind"), 0);
}

static void a_trimmed_entry_is_not_made_by_noting_its_use(void **state)
{
	struct lr_entry e;

	(void)state;
	make(key, "text");
	lr_cache_open(&e, "cache", "kind", key);
	lr_cache_trim("cache", "kind", 0);
	lr_cache_used(&e);
	assert_false(lr_exists(e.path));
	assert_int_equal(files_in("cache/kind"), 0);
}

static void the_least_recently_used_go_first(void **state)
{
	static const char *const keys[] = {"00000000000000000000000000000000", "11111111111111111111111111111111",
					   "22222222222222222222222222222222"};
	struct lr_entry e;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		char *path = xasprintf("cache/kind/%s", keys[i]);
		const struct timespec times[2] = {{.tv_sec = 1000 + (time_t)i}, {.tv_sec = 1000 + (time_t)i}};

		make(keys[i], "ten bytes!");
		utimensat(AT_FDCWD, path, times, 0);
	}
	lr_cache_open(&e, "cache", "kind", keys[0]);
	lr_cache_used(&e);
	/* What is no entry stays. */
	write_text("cache/kind/README", "a text of more than ten bytes");
	lr_cache_trim("cache", "kind", 20);
	assert_true(lr_exists("cache/kind/00000000000000000000000000000000"));
	assert_false(lr_exists("cache/kind/11111111111111111111111111111111"));
	assert_true(lr_exists("cache/kind/22222222222222222222222222222222"));
	assert_true(lr_exists("cache/kind/README"));
	lr_remove_tree("cache");
}

static void a_directory_that_was_used_today_stays(void **state)
{
	static const char *const keys[] = {"00000000000000000000000000000000", "11111111111111111111111111111111"};
	const struct timespec old[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct lr_entry e;
		char *made;

		lr_cache_open(&e, "cache", "kind", keys[i]);
		made = xasprintf("%s/x/below", e.staging);
		lr_mkdirs(made);
		write_text(xasprintf("%s/file", made), "ten bytes!");
		lr_cache_publish(&e, lr_dir(made));
	}
	utimensat(AT_FDCWD, "cache/kind/00000000000000000000000000000000", old, 0);
	assert_int_equal(lr_cache_trim("cache", "kind", 20), 0);
	assert_int_equal(lr_cache_trim("cache", "kind", 0), 10);
	assert_false(lr_exists("cache/kind/00000000000000000000000000000000"));
	assert_true(lr_exists("cache/kind/11111111111111111111111111111111/below/file"));
	assert_int_equal(files_in("cache/kind"), 1);
	lr_remove_tree("cache");
}

static void leftovers_of_the_killed_go_those_of_the_living_stay(void **state)
{
	struct lr_entry e;
	int fd;

	(void)state;
	lr_mkdirs("cache/kind/.00000000000000000000000000000000.1/below");
	lr_mkdirs("cache/kind/.11111111111111111111111111111111.2/below");
	fd = open("cache/kind/11111111111111111111111111111111.lock", O_RDONLY | O_CREAT, 0666);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	lr_cache_open(&e, "cache", "kind", key);
	assert_false(lr_exists("cache/kind/.00000000000000000000000000000000.1"));
	assert_true(lr_exists("cache/kind/.11111111111111111111111111111111.2"));
	lr_cache_abandon(&e);
	close(fd);
	lr_remove_tree("cache");
}

/* Many at once, with one who trims all the time: each finds or makes a whole entry. */
static void a_crowd(void **state)
{
	enum { CROWD = 8, ROUNDS = 60 };
	pid_t pids[CROWD];

	(void)state;
	for (int i = 0; i < CROWD; i++) {
		pids[i] = fork();
		if (pids[i])
			continue;
		freopen("/dev/null", "w", stderr);
		for (int r = 0; r < ROUNDS; r++) {
			struct lr_entry e;
			char *line;

			lr_cache_open(&e, "cache", "kind", key);
			if (e.staging) {
				char *made = xasprintf("%s/x", e.staging);

				write_text(made, "whole");
				lr_cache_publish(&e, made);
			} else if ((line = lr_first_line(e.path)) && strcmp(line, "whole")) {
				_exit(1);
			}
			lr_cache_used(&e);
			if (i == 0)
				lr_cache_trim("cache", "kind", 0);
		}
		_exit(0);
	}
	for (int i = 0; i < CROWD; i++) {
		int status;

		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	lr_cache_forget("cache", "kind", key);
	assert_int_equal(files_in("cache/kind"), 0);
}

static bool is_never_whole(const char *path, const void *context)
{
	(void)path;
	(void)context;
	return false;
}

/* As in a cache that cannot be written: what lies in the way keeps the entry from being removed. */
static void ends_where_it_stays(const char *words)
{
	struct lr_entry e;
	int status;
	pid_t child = fork();

	if (!child) {
		assert_non_null(freopen("said", "w", stderr));
		assert_int_equal(mkdir(xasprintf("cache/kind/.%s.%ld-old", key, (long)getpid()), 0755), 0);
		lr_cache_open_whole(&e, "cache", "kind", key, is_never_whole, NULL);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1);
	assert_non_null(strstr(lr_first_line("said"), words));
	lr_cache_open_whole(&e, "cache", "kind", key, is_never_whole, NULL);
	assert_non_null(e.staging);
	lr_cache_abandon(&e);
}

static void a_damaged_entry_that_stays_is_an_error(void **state)
{
	(void)state;
	make(key, "damaged");
	ends_where_it_stays("' in the cache cannot be used");
	assert_int_equal(mkfifo(xasprintf("cache/kind/%s", key), 0600), 0);
	ends_where_it_stays("' is neither a file nor a directory");
}

static void fields_of_a_key_never_run_into_each_other(void **state)
{
	struct buf a = {0}, b = {0};

	(void)state;
	lr_key_add(&a, "x", "1\ny=1:2");
	lr_key_add(&b, "x", "1");
	lr_key_add(&b, "y", "2");
	assert_string_not_equal(lr_hash(a.data, a.len), lr_hash(b.data, b.len));
	assert_int_equal(strlen(lr_hash("", 0)), 32);
}

static char *tree_key(void)
{
	struct buf m = {0};

	lr_key_add_tree(&m, "tree", "tree");
	return lr_hash(m.data, m.len);
}

static void a_trees_key_changes_with_names_sizes_and_times(void **state)
{
	const struct timespec times[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
	char *first, *second;

	(void)state;
	lr_mkdirs("tree/a");
	write_text("tree/a/f", "x");
	utimensat(AT_FDCWD, "tree/a/f", times, 0);
	assert_int_equal(symlink("..", "tree/a/up"), 0);
	first = tree_key();
	assert_string_equal(first, tree_key());
	write_text("tree/a/f", "xy");
	utimensat(AT_FDCWD, "tree/a/f", times, 0);
	second = tree_key();
	assert_string_not_equal(first, second);
	assert_int_equal(rename("tree/a/f", "tree/a/g"), 0);
	assert_string_not_equal(second, tree_key());
}

static void a_files_hash_is_its_bytes(void **state)
{
	(void)state;
	write_text("one", "text");
	write_text("two", "text");
	assert_string_equal(lr_hash_file("one"), lr_hash_file("two"));
	assert_string_equal(lr_hash_file("one"), lr_hash("text", 4));
	assert_null(lr_hash_file("nothing"));
	assert_null(lr_hash_file("."));
}

/* Longer than is read at a time, and none at all. */
static void a_files_hash_is_that_of_its_bytes_in_memory(void **state)
{
	struct buf b = {0};

	(void)state;
	while (b.len < 200000)
		buf_printf(&b, "%zu\n", b.len);
	write_text("long", b.data);
	assert_string_equal(lr_hash_file("long"), lr_hash(b.data, b.len));
	write_text("empty", "");
	assert_string_equal(lr_hash_file("empty"), lr_hash("", 0));
	free(b.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_entry_is_made_once_and_nothing_else_stays),
		cmocka_unit_test(an_abandoned_entry_is_not_there),
		cmocka_unit_test(a_trimmed_entry_is_not_made_by_noting_its_use),
		cmocka_unit_test(the_least_recently_used_go_first),
		cmocka_unit_test(a_directory_that_was_used_today_stays),
		cmocka_unit_test(leftovers_of_the_killed_go_those_of_the_living_stay),
		cmocka_unit_test(a_crowd),
		cmocka_unit_test(a_damaged_entry_that_stays_is_an_error),
		cmocka_unit_test(fields_of_a_key_never_run_into_each_other),
		cmocka_unit_test(a_trees_key_changes_with_names_sizes_and_times),
		cmocka_unit_test(a_files_hash_is_its_bytes),
		cmocka_unit_test(a_files_hash_is_that_of_its_bytes_in_memory),
	};

	return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
