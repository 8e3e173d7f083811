/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "lind-rust/fs.h"
#include "scratch.h"

static time_t mtime(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mtim.tv_sec;
}

static void make_old(const char *path)
{
	const struct timespec times[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};

	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static char *text_of(const char *path)
{
	struct buf b = {0};

	assert_int_equal(lr_slurp(path, &b), 0);
	return b.data;
}

/* Behind what is there already; of whatever length, also of one that has none to begin with. */
static void a_file_is_read_as_a_whole(void **state)
{
	struct buf all = {0}, b = {0};

	(void)state;
	while (all.len < 200000)
		buf_printf(&all, "%zu\n", all.len);
	assert_int_equal(lr_write_if_changed("file", all.data, all.len, NULL), 0);
	buf_str(&b, "before");
	assert_int_equal(lr_slurp("file", &b), 0);
	assert_int_equal(b.len, 6 + all.len);
	assert_memory_equal(b.data, "before", 6);
	assert_string_equal(b.data + 6, all.data);
	b.len = 0;
	assert_int_equal(lr_slurp("/proc/self/status", &b), 0);
	assert_true(b.len > 100 && lr_starts(b.data, "Name:"));
	free(b.data);
	b = (struct buf){0};
	/* A pipe that nobody writes to, and nobody will. */
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_int_equal(lr_slurp("pipe", &b), 0);
	assert_int_equal(b.len, 0);
	assert_int_equal(lr_slurp(".", &b), -1);
	assert_int_equal(errno, EISDIR);
	assert_true(!b.data || !*b.data);
	free(b.data);
	free(all.data);
}

static void equal_bytes_keep_a_files_time(void **state)
{
	bool changed = true;

	(void)state;
	assert_int_equal(lr_write_if_changed("file", "one", 3, &changed), 0);
	assert_true(changed);
	make_old("file");
	assert_int_equal(lr_write_if_changed("file", "one", 3, &changed), 0);
	assert_false(changed);
	assert_int_equal(mtime("file"), 1000);
	assert_int_equal(lr_write_if_changed("file", "two", 3, &changed), 0);
	assert_true(changed);
	assert_true(mtime("file") > 1000);
	assert_string_equal(text_of("file"), "two");
	assert_int_equal(lr_write_if_changed("file", "", 0, NULL), 0);
	assert_string_equal(text_of("file"), "");
}

static void missing_directories_are_made(void **state)
{
	(void)state;
	assert_int_equal(lr_write_if_changed("new/deep/file", "x", 1, NULL), 0);
	assert_string_equal(text_of("new/deep/file"), "x");
	assert_int_equal(lr_mkdirs("new/deep/file/not"), -1);
	assert_int_equal(errno, ENOTDIR);
	assert_int_equal(lr_mkdirs("new//deep/"), 0);
	assert_int_equal(lr_mkdirs(""), 0);
	assert_int_equal(lr_mkdirs("/"), 0);
}

static void a_directory_that_cannot_be_made_says_why(void **state)
{
	(void)state;
	assert_int_equal(lr_mkdirs("closed"), 0);
	assert_int_equal(chmod("closed", 0555), 0);
	/* root may write anywhere; another user finds the way, as far as x goes. */
	if (!geteuid()) {
		assert_int_equal(chmod(".", 0755), 0);
		assert_int_equal(seteuid(65534), 0);
	}
	assert_int_equal(lr_mkdirs("closed/new/deep"), -1);
	assert_int_equal(errno, EACCES);
	assert_int_equal(seteuid(getuid()), 0);
	assert_int_equal(chmod("closed", 0755), 0);
}

static void a_copy_has_the_mode_of_its_source(void **state)
{
	struct stat st;

	(void)state;
	write_text("program", "#!\n");
	assert_int_equal(chmod("program", 0750), 0);
	assert_int_equal(lr_copy_if_changed("program", "copy", NULL), 0);
	assert_int_equal(stat("copy", &st), 0);
	assert_int_equal(st.st_mode & 0777 & ~022, 0750 & ~022);
	assert_int_equal(lr_copy_if_changed("nothing", "copy", NULL), -1);
	assert_int_equal(errno, ENOENT);
}

static void a_failed_write_leaves_the_target_and_no_other_file(void **state)
{
	(void)state;
	assert_int_equal(lr_mkdirs("place/target/full"), 0);
	assert_int_equal(lr_write_if_changed("place/target", "x", 1, NULL), -1);
	assert_true(lr_is_dir("place/target/full"));
	assert_int_equal(lr_remove_tree("place/target"), 0);
	assert_int_equal(rmdir("place"), 0);
}

static void a_touched_file_has_the_time_of_now_and_is_made_where_missing(void **state)
{
	(void)state;
	assert_int_equal(lr_touch("new/stamp"), 0);
	make_old("new/stamp");
	write_text("file", "kept");
	make_old("file");
	assert_int_equal(lr_touch("file"), 0);
	assert_true(mtime("file") > 1000);
	assert_string_equal(text_of("file"), "kept");
	assert_int_equal(lr_touch("/proc/stamp"), -1);
}

static void a_tree_is_removed_without_following_links(void **state)
{
	(void)state;
	assert_int_equal(lr_mkdirs("tree/a/b/c"), 0);
	assert_int_equal(lr_mkdirs("kept"), 0);
	write_text("kept/file", "x");
	write_text("tree/a/.hidden", "x");
	assert_int_equal(symlink("../../kept", "tree/a/link"), 0);
	assert_int_equal(lr_remove_tree("tree"), 0);
	assert_false(lr_exists("tree"));
	assert_true(lr_exists("kept/file"));
	assert_int_equal(lr_remove_tree("tree"), 0);
}

static void a_first_line_is_without_its_end(void **state)
{
	(void)state;
	write_text("lines", "one\r\ntwo\n");
	assert_string_equal(lr_first_line("lines"), "one");
	write_text("lines", "");
	assert_string_equal(lr_first_line("lines"), "");
	assert_null(lr_first_line("nothing"));
}

static void absolute_paths(void **state)
{
	char *want = xasprintf("%s/a", scratch);

	(void)state;
	assert_string_equal(lr_absolute("/x/../y"), "/x/../y");
	assert_string_equal(lr_absolute("a"), want);
	assert_string_equal(lr_absolute("././a"), want);
	assert_string_equal(lr_absolute("."), scratch);
}

/* A child that registers, prepares and then ends in one way or another. */
static int in_child(void (*end)(void))
{
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		char *staged = lr_stage("doomed/file"), *published = lr_stage("doomed/kept");

		lr_mkdirs("doomed/tree/below");
		lr_doom("doomed/tree");
		write_text("doomed/tree/below/x", "x");
		write_text(staged, "half");
		write_text(published, "whole");
		lr_publish(published, "doomed/kept");
		end();
		_exit(0);
	}
	assert_true(pid > 0 && waitpid(pid, &status, 0) == pid);
	return status;
}

static void by_exit(void)
{
	exit(3);
}

static void by_signal(void)
{
	raise(SIGTERM);
}

static void only_kept_is_left(void)
{
	assert_string_equal(text_of("doomed/kept"), "whole");
	assert_int_equal(unlink("doomed/kept"), 0);
	assert_int_equal(rmdir("doomed"), 0);
}

static void what_is_half_made_goes_with_exit(void **state)
{
	int status = in_child(by_exit);

	(void)state;
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 3);
	only_kept_is_left();
}

static void what_is_half_made_goes_with_a_signal(void **state)
{
	int status = in_child(by_signal);

	(void)state;
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	only_kept_is_left();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		/* First, while this process has nothing registered that its children would leave alone. */
		cmocka_unit_test(what_is_half_made_goes_with_exit),
		cmocka_unit_test(what_is_half_made_goes_with_a_signal),
		cmocka_unit_test(a_file_is_read_as_a_whole),
		cmocka_unit_test(equal_bytes_keep_a_files_time),
		cmocka_unit_test(missing_directories_are_made),
		cmocka_unit_test(a_directory_that_cannot_be_made_says_why),
		cmocka_unit_test(a_copy_has_the_mode_of_its_source),
		cmocka_unit_test(a_failed_write_leaves_the_target_and_no_other_file),
		cmocka_unit_test(a_touched_file_has_the_time_of_now_and_is_made_where_missing),
		cmocka_unit_test(a_tree_is_removed_without_following_links),
		cmocka_unit_test(a_first_line_is_without_its_end),
		cmocka_unit_test(absolute_paths),
	};

	return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
