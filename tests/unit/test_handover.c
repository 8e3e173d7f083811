/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "lind-rust/fs.h"
#include "lind-rust/handover.h"
#include "scratch.h"

static struct lr_record one(void)
{
	struct lr_record r = {.words = xstrdup("0123"), .start = 77};

	strv_add(&r.inputs, "/a b/src/main.rs");
	strv_add(&r.inputs, "+odd");
	strv_add(&r.tools, "/bin/cargo");
	return r;
}

static bool read_back(struct lr_record *r, const char *data, size_t n)
{
	char *copy = xstrndup(data, n);
	bool good = lr_record_parse(r, copy, n);

	free(copy);
	return good;
}

static void what_is_written_is_read(void **state)
{
	struct lr_record r = one(), back;

	(void)state;
	assert_int_equal(lr_record_write(&r, "record"), 0);
	lr_record_read(&back, "record");
	assert_string_equal(back.words, "0123");
	assert_int_equal(back.start, 77);
	assert_false(back.failed);
	assert_int_equal(back.inputs.n, 2);
	assert_string_equal(back.inputs.v[1], "+odd");
	assert_int_equal(back.tools.n, 1);
	lr_record_free(&back);
	lr_record_free(&r);
	lr_record_read(&back, "none");
	assert_int_equal(back.start, 0);
}

/* Whichever byte it is: a list that is one input short would leave a change unseen. */
static void cut_off_or_flipped_it_is_none(void **state)
{
	struct lr_record r = one(), back;
	struct buf b = {0};

	(void)state;
	lr_record_format(&b, &r);
	assert_true(read_back(&back, b.data, b.len));
	lr_record_free(&back);
	for (size_t n = 0; n < b.len; n++) {
		assert_false(read_back(&back, b.data, n));
		assert_int_equal(back.start, 0);
	}
	for (size_t i = 0; i < b.len * 8; i++) {
		b.data[i / 8] ^= (char)(1 << i % 8);
		assert_false(read_back(&back, b.data, b.len));
		b.data[i / 8] ^= (char)(1 << i % 8);
	}
	free(b.data);
	lr_record_free(&r);
}

static void a_name_of_two_lines_makes_none_that_holds(void **state)
{
	struct lr_record r = one(), back;
	struct buf b = {0};

	(void)state;
	strv_add(&r.tools, "a\n/b");
	lr_record_format(&b, &r);
	assert_true(read_back(&back, b.data, b.len));
	assert_true(back.failed);
	assert_false(lr_record_holds(&back, "0123"));
	lr_record_free(&back);
	lr_record_free(&r);
	free(b.data);
}

static void another_users_is_none(void **state)
{
	struct lr_record r = one(), back;

	(void)state;
	assert_int_equal(lr_record_write(&r, "mine"), 0);
	assert_true(lr_record_is_own("mine"));
	assert_int_equal(symlink("mine", "link"), 0);
	assert_false(lr_record_is_own("link"));
	assert_false(lr_record_is_own("."));
	lr_record_read(&back, "link");
	assert_int_equal(back.start, 0);
	lr_record_free(&r);
	if (geteuid())
		return;
	/* root takes any; another user not even root's, which is not what that user's build has left. */
	assert_int_equal(chmod(".", 0755), 0);
	assert_int_equal(seteuid(12345), 0);
	assert_false(lr_record_is_own("mine"));
	lr_record_read(&back, "mine");
	assert_int_equal(seteuid(0), 0);
	assert_int_equal(back.start, 0);
	assert_int_equal(chown("mine", 12345, 12345), 0);
	assert_true(lr_record_is_own("mine"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(cut_off_or_flipped_it_is_none),
		cmocka_unit_test(a_name_of_two_lines_makes_none_that_holds),
		cmocka_unit_test(another_users_is_none),
	};

	return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
