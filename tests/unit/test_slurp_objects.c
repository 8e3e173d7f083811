/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lind-rust/archive.h"
#include "lind-rust/fs.h"
#include "lind-rust/objects.h"
#include "scratch.h"

static void member(struct buf *archive, const char *name, const void *data, size_t n)
{
	buf_printf(archive, "%-16s%-12d%-6d%-6d%-8o%-10zu`\n", name, 0, 0, 0, 0644, n);
	buf_add(archive, data, n);
	if (n % 2)
		buf_char(archive, '\n');
}

/* An object, metadata of a megabyte and a byte, an object. */
static struct buf library(void)
{
	static char metadata[(1 << 20) + 1];
	struct buf b = {0};

	memset(metadata, 'm', sizeof metadata);
	buf_str(&b, "!<arch>\n");
	member(&b, "one.o/", "\0asm and more", 13);
	member(&b, "lib.rmeta/", metadata, sizeof metadata);
	member(&b, "two.o/", "\0asm", 4);
	return b;
}

static struct buf slurped(const struct buf *written)
{
	struct buf read = {0};

	assert_int_equal(lr_write_if_changed("file", written->data, written->len, NULL), 0);
	assert_int_equal(lr_slurp_objects("file", &read), 0);
	assert_int_equal(read.len, written->len);
	return read;
}

static void objects_are_read_and_metadata_is_not(void **state)
{
	struct buf written = library(), read = slurped(&written);
	struct archive_member m;
	struct archive a;

	(void)state;
	assert_true(archive_open(&a, read.data, read.len));
	assert_true(archive_next(&a, &m));
	assert_true(text_is(m.name, "one.o"));
	assert_memory_equal(m.data, "\0asm and more", 13);
	assert_true(archive_next(&a, &m));
	assert_true(text_is(m.name, "lib.rmeta"));
	assert_int_equal(m.size, (1 << 20) + 1);
	assert_memory_equal(m.data, "\0\0\0\0\0\0\0\0", 8);
	assert_true(archive_next(&a, &m));
	assert_true(text_is(m.name, "two.o"));
	assert_memory_equal(m.data, "\0asm", 4);
	assert_false(archive_next(&a, &m));
	assert_string_equal(a.error.text, "");
	free(read.data);
	free(written.data);
}

static void what_is_no_whole_archive_is_read_as_it_is(void **state)
{
	static const struct {
		const char *what;
		size_t at, cut;
		char byte;
	} damages[] = {
		{"magic", 0, 0, '?'},
		{"size of the first member", 8 + 48, 0, 'x'},
		{"cut in the metadata", 0, 1000, '!'},
		{"cut in the last header", 0, 10, '!'},
	};

	(void)state;
	for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
		struct buf written = library(), read;

		written.data[damages[i].at] = damages[i].byte;
		written.len -= damages[i].cut;
		read = slurped(&written);
		if (memcmp(read.data, written.data, written.len))
			fail_msg("%s", damages[i].what);
		free(read.data);
		free(written.data);
	}
}

static void what_cannot_be_read_is_told(void **state)
{
	struct buf b = {0};

	(void)state;
	assert_int_equal(lr_slurp_objects("nothing", &b), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(objects_are_read_and_metadata_is_not),
		cmocka_unit_test(what_is_no_whole_archive_is_read_as_it_is),
		cmocka_unit_test(what_cannot_be_read_is_told),
	};

	return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
