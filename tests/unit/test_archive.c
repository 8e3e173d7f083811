/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <unistd.h>

#include "lind-rust/archive.h"
#include "lind-rust/objects.h"
#include "module.h"

#define MAGIC "!<arch>\n"

/* A member's header: name, and the size of the data as text. */
static void header(struct buf *b, const char *title, const char *size)
{
	buf_printf(b, "%-16s%-12s%-6s%-6s%-8s%-10s`\n", title, "0", "0", "0", "644", size);
}

static void member(struct buf *b, const char *title, const void *data, size_t n)
{
	char size[16];

	snprintf(size, sizeof size, "%zu", n);
	header(b, title, size);
	buf_add(b, data, n);
	if (b->len & 1)
		buf_char(b, '\n');
}

static void big(struct buf *b, uint64_t value, unsigned width)
{
	while (width--)
		buf_char(b, (char)(value >> (8 * width)));
}

/* A GNU archive: an index of two symbols, a table of names, a short name, a long one. */
static struct buf gnu(unsigned width)
{
	struct buf b = {0}, index = {0};
	static const char names[] = "a_long_name_of_a_member.o/\nanother_rather_long_one.o/\n";

	big(&index, 2, width);
	big(&index, 8 + 60 + 3 * width + 12 + 60 + sizeof names - 1, width);
	big(&index, 300, width);
	buf_add(&index, "main\0other", 11);
	buf_str(&b, MAGIC);
	member(&b, width == 8 ? "/SYM64/" : "/", index.data, index.len);
	member(&b, "//", names, sizeof names - 1);
	member(&b, "short.o/", "abc", 3);
	member(&b, "/27", "defg", 4);
	member(&b, "/0", "", 0);
	free(index.data);
	return b;
}

static void expect_member(struct archive *a, const char *title, const char *data)
{
	struct archive_member m;

	if (!archive_next(a, &m))
		fail_msg("no member where '%s' is wanted: 0x%zx: %s", title, a->error.offset, a->error.text);
	if (!text_is(m.name, title))
		fail_msg("wanted '%s', got '%.*s'", title, (int)m.name.n, m.name.s);
	assert_int_equal(m.size, strlen(data));
	if (m.data)
		assert_memory_equal(m.data, data, m.size);
}

static void expect_end(struct archive *a)
{
	struct archive_member m;

	assert_false(archive_next(a, &m));
	assert_string_equal(a->error.text, "");
}

static void a_gnu_archive_is_walked(void **state)
{
	(void)state;
	for (unsigned width = 4; width <= 8; width += 4) {
		struct buf b = gnu(width);
		uint8_t *data = exact(b.data, b.len);
		struct archive a;
		struct archive_symbol s;

		assert_true(archive_is(data, b.len));
		assert_true(archive_open(&a, data, b.len));
		assert_int_equal(a.nsymbols, 2);
		assert_true(archive_next_symbol(&a, &s));
		assert_true(text_is(s.name, "main"));
		assert_true(archive_next_symbol(&a, &s));
		assert_true(text_is(s.name, "other") && s.member == 300);
		assert_false(archive_next_symbol(&a, &s));
		assert_string_equal(a.error.text, "");
		expect_member(&a, "short.o", "abc");
		expect_member(&a, "another_rather_long_one.o", "defg");
		expect_member(&a, "a_long_name_of_a_member.o", "");
		expect_end(&a);
		free(data);
		free(b.data);
	}
}

static void a_bsd_archive_is_walked(void **state)
{
	struct buf b = {0};
	struct archive a;

	(void)state;
	buf_str(&b, MAGIC);
	member(&b, "#1/12", "__.SYMDEF\0\0\0index", 17);
	member(&b, "#1/20",
	       "a name with spaces.o"
	       "xyz",
	       23);
	member(&b, "plain.o", "12", 2);
	assert_true(archive_open(&a, b.data, b.len));
	assert_int_equal(a.nsymbols, 0);
	expect_member(&a, "a name with spaces.o", "xyz");
	expect_member(&a, "plain.o", "12");
	expect_end(&a);
	free(b.data);
}

static void a_thin_archive_has_names_and_sizes(void **state)
{
	struct buf b = {0};
	struct archive a;
	struct archive_member m;

	(void)state;
	buf_str(&b, "!<thin>\n");
	member(&b, "//", "sub/dir/x.o/\n", 13);
	header(&b, "/0", "123456");
	header(&b, "y.o/", "5");
	assert_true(archive_open(&a, b.data, b.len));
	assert_true(a.thin);
	assert_true(archive_next(&a, &m));
	assert_true(text_is(m.name, "sub/dir/x.o") && !m.data && m.size == 123456);
	assert_true(archive_next(&a, &m));
	assert_true(text_is(m.name, "y.o"));
	expect_end(&a);
	free(b.data);
}

static void an_empty_archive_has_no_members(void **state)
{
	struct archive a;

	(void)state;
	assert_true(archive_open(&a, MAGIC, 8));
	expect_end(&a);
}

struct fault {
	const char *what;
	const char *name, *size; /* of the first member, "abc" */
	const char *table;	 /* put before it under the name "//" or "/" */
	const char *table_name;
	size_t table_size, offset;
	const char *text;
};

static const struct fault faults[] = {
	{"size is text", "a.o/", "x", NULL, NULL, 0, 56, "member's size is no number"},
	{"size is empty", "a.o/", "", NULL, NULL, 0, 56, "member's size is no number"},
	{"size has text behind it", "a.o/", "3 x", NULL, NULL, 0, 56, "member's size is no number"},
	{"size is too big", "a.o/", "9999999999", NULL, NULL, 0, 68, "member needs 9999999999 more bytes, 4 left"},
	{"long name without a table", "/5", "3", NULL, NULL, 0, 8,
	 "member's name is not in the archive's table of names"},
	{"long name behind the table", "/9", "3", "ab.o/\n", "//", 6, 74,
	 "member's name is not in the archive's table of names"},
	{"long name's offset is text", "/5x", "3", "ab.o/\n", "//", 6, 74,
	 "member's name is not in the archive's table of names"},
	{"BSD name longer than the member", "#1/4", "3", NULL, NULL, 0, 68, "member's name needs 4 more bytes, 3 left"},
	{"BSD name's length is text", "#1/x", "3", NULL, NULL, 0, 8, "length of the member's name is no number"},
	{"index without a count", "a.o/", "3", "\0\0", "/", 2, 68, "symbol count needs 4 more bytes, 2 left"},
	{"index with too many symbols", "a.o/", "3", "\0\0\0\2\0\0\0\1", "/", 8, 68,
	 "symbol count 2 is more than the index holds"},
	{"index with a huge count", "a.o/", "3", "\xff\xff\xff\xff\xff\xff\xff\xff", "/SYM64/", 8, 68,
	 "symbol count 18446744073709551615 is more than the index holds"},
};

static void each_fault_is_named_with_its_offset(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		const struct fault *f = &faults[i];
		struct buf b = {0};
		struct archive a;
		struct archive_member m;
		uint8_t *data;

		buf_str(&b, MAGIC);
		if (f->table)
			member(&b, f->table_name, f->table, f->table_size);
		header(&b, f->name, f->size);
		buf_str(&b, "abc\n");
		data = exact(b.data, b.len);
		archive_open(&a, data, b.len);
		while (archive_next(&a, &m))
			;
		if (strcmp(a.error.text, f->text) != 0 || a.error.offset != f->offset) {
			print_error("%s: wanted %zu: %s\n   got %zu: %s\n", f->what, f->offset, f->text, a.error.offset,
				    a.error.text);
			wrong++;
		}
		free(data);
		free(b.data);
	}
	assert_int_equal(wrong, 0);
}

static void other_files_are_no_archives(void **state)
{
	struct archive a;

	(void)state;
	assert_false(archive_open(&a, "", 0));
	assert_string_equal(a.error.text, "magic number is not that of an archive");
	assert_false(archive_open(&a, "!<arch>", 7));
	assert_false(archive_open(&a, "!<nope>\n", 8));
}

static void a_header_without_its_end_is_refused(void **state)
{
	struct buf b = gnu(4);
	struct archive a;

	(void)state;
	b.data[8 + 58] = 'x';
	assert_false(archive_open(&a, b.data, b.len));
	assert_string_equal(a.error.text, "member's header does not end as one");
	assert_int_equal(a.error.offset, 8 + 58);
	free(b.data);
}

static void an_index_whose_last_name_is_cut_off_is_refused(void **state)
{
	struct buf b = {0};
	struct archive a;
	struct archive_symbol s;

	(void)state;
	buf_str(&b, MAGIC);
	member(&b, "/",
	       "\0\0\0\1\0\0\0\x08"
	       "main",
	       12);
	assert_true(archive_open(&a, b.data, b.len));
	assert_false(archive_next_symbol(&a, &s));
	assert_string_equal(a.error.text, "symbol's name is cut off");
	free(b.data);
}

static void walk(const void *bytes, size_t n)
{
	uint8_t *data = exact(bytes, n);
	struct archive a;
	struct archive_member m;
	struct archive_symbol s;

	if (archive_open(&a, data, n)) {
		while (archive_next_symbol(&a, &s))
			assert_true(s.name.s + s.name.n < (const char *)data + n);
		while (archive_next(&a, &m))
			assert_true(m.data >= data && m.data + m.size <= data + n);
	}
	free(data);
}

static void any_cut_or_changed_byte_stays_within_bounds(void **state)
{
	struct buf b = gnu(4);

	(void)state;
	for (size_t n = 0; n < b.len; n++)
		walk(b.data, n);
	for (size_t i = 0; i < b.len; i++) {
		char was = b.data[i];

		for (int value = 0; value < 256; value++) {
			b.data[i] = (char)value;
			walk(b.data, b.len);
		}
		b.data[i] = was;
	}
	free(b.data);
}

/* Objects for the functions that tell what a linker's input is. */
static void object(struct buf *archive, const char *title, const char *const *lines)
{
	struct buf m = module_of(lines);
	char text[32];

	snprintf(text, sizeof text, "%zu", m.len);
	if (strlen(title) > 15) {
		struct buf named = {0};

		buf_str(&named, title);
		buf_add(&named, m.data, m.len);
		snprintf(text, sizeof text, "#1/%zu", strlen(title));
		member(archive, text, named.data, named.len);
		free(named.data);
	} else {
		member(archive, title, m.data, m.len);
	}
	free(m.data);
}

static char *write_file(const char *title, const struct buf *b)
{
	char *dir = xstrdup("/tmp/lind-rust-archive.XXXXXX"), *path;
	FILE *f;

	assert_non_null(mkdtemp(dir));
	path = xasprintf("%s/%s", dir, title);
	f = fopen(path, "wb");
	assert_non_null(f);
	fwrite(b->data, 1, b->len, f);
	fclose(f);
	free(dir);
	return path;
}

static void remove_file(char *path)
{
	unlink(path);
	*strrchr(path, '/') = '\0';
	rmdir(path);
	free(path);
}

static const char *const shared[] = {"func - >", "feature +atomics", "feature +bulk-memory", NULL};
static const char *const stripped[] = {"func - >", "feature -shared-mem", "feature +mutable-globals", NULL};
static const char *const plain[] = {"func - >", "feature +bulk-memory", NULL};
static const char *const silent[] = {"func - >", NULL};
static const char *const only_data[] = {"feature +sign-ext", NULL};

static void members_not_made_for_shared_memory_are_found(void **state)
{
	struct buf b = {0};
	struct lr_unshared *list;
	char *path;
	size_t n;

	(void)state;
	buf_str(&b, MAGIC);
	member(&b, "lib.rmeta/", "rust", 4);
	object(&b, "good.o/", shared);
	object(&b, "plain.o/", plain);
	object(&b, "silent.o/", silent);
	object(&b, "data.o/", only_data);
	object(&b, "ring-00112233445566ff.ring.0123456789abcdef-cgu.0.rcgu.o", stripped);
	path = write_file("libring-00112233445566ff.rlib", &b);
	n = lr_unshared_members(path, &list);
	assert_int_equal(n, 2);
	assert_true(list[0].disallowed);
	assert_string_equal(list[0].member, "ring-00112233445566ff.ring.0123456789abcdef-cgu.0.rcgu.o");
	assert_string_equal(list[0].crate, "ring");
	assert_string_equal(list[0].lacks, "atomics and bulk-memory");
	assert_string_equal(list[0].file, path);
	assert_non_null(strstr(list[0].cure, "lind-rust-cargo"));
	assert_false(list[1].disallowed);
	assert_string_equal(list[1].member, "plain.o");
	assert_string_equal(list[1].crate, "ring");
	assert_string_equal(list[1].lacks, "atomics");
	assert_non_null(strstr(list[1].cure, "lind-rust-clang")); /* C inside a crate's library */
	lr_unshared_free(list, n);
	remove_file(path);
	free(b.data);
}

static void an_object_by_itself_is_found_too(void **state)
{
	struct buf b = module_of(stripped);
	struct lr_unshared *list;
	char *path = write_file("x.o", &b);
	size_t n = lr_unshared_members(path, &list);

	(void)state;
	assert_int_equal(n, 1);
	assert_null(list[0].member);
	assert_null(list[0].crate);
	assert_non_null(strstr(list[0].cure, "lind-rust-clang"));
	lr_unshared_free(list, n);
	remove_file(path);
	free(b.data);
}

static void the_toolchains_own_std_has_a_cure_of_its_own(void **state)
{
	struct buf b = {0};
	struct lr_unshared *list;
	char *path;

	(void)state;
	buf_str(&b, MAGIC);
	object(&b, "std-512bd900b6890097.std.46e5fdf2a0c23db1-cgu.00.rcgu.o", stripped);
	path = write_file("libstd-512bd900b6890097.rlib", &b);
	assert_int_equal(lr_unshared_members(path, &list), 1);
	assert_non_null(strstr(list[0].cure, "lind-rust-std"));
	lr_unshared_free(list, 1);
	remove_file(path);
	free(b.data);
}

static void a_file_that_is_no_object_has_nothing_to_tell(void **state)
{
	struct lr_unshared *list;
	struct buf b = {0};
	char *path, *error;

	(void)state;
	assert_int_equal(lr_unshared_members("/no/such/file.a", &list), 0);
	assert_false(lr_holds_rust_std("/no/such/file.a"));
	assert_int_equal(lr_each_object("/no/such/file.a", NULL, NULL, &error), -1);
	assert_string_equal(error, "read '/no/such/file.a': No such file or directory");
	free(error);
	buf_str(&b, "not an object");
	path = write_file("x.o", &b);
	assert_int_equal(lr_unshared_members(path, &list), 0);
	assert_int_equal(lr_each_object(path, NULL, NULL, &error), 0);
	assert_null(error);
	remove_file(path);
	free(b.data);
	b = (struct buf){0};
	buf_str(&b, MAGIC "cut");
	path = write_file("x.a", &b);
	assert_int_equal(lr_each_object(path, NULL, NULL, &error), -1);
	assert_non_null(strstr(error, "/x.a:0x8: member's header needs 60 more bytes, 3 left"));
	free(error);
	remove_file(path);
	free(b.data);
}

/* An object with one function's symbol; an undefined one is that of an import. */
static void add_symbol(struct buf *archive, const char *title, const char *symbol, bool defined)
{
	const char *lines[] = {"import func env x >", "func - >", NULL, NULL};
	struct buf digits = {0};
	size_t n = strlen(symbol);

	/* The symbol's kind, flags (an explicit name, and perhaps undefined), index and name. */
	buf_printf(&digits, "custom linking 0208%02x0100%s%02x", (unsigned)(5 + n), defined ? "4001" : "5000",
		   (unsigned)n);
	for (const char *c = symbol; *c; c++)
		buf_printf(&digits, "%02x", (unsigned char)*c);
	lines[2] = digits.data;
	object(archive, title, lines);
	free(digits.data);
}

static bool holds_std(const char *symbol, bool defined, const char *other)
{
	struct buf b = {0};
	char *path;
	bool result;

	buf_str(&b, MAGIC);
	add_symbol(&b, "a.o/", symbol, defined);
	if (other)
		add_symbol(&b, "b.o/", other, true);
	path = write_file("x.a", &b);
	result = lr_holds_rust_std(path);
	remove_file(path);
	free(b.data);
	return result;
}

static void rust_std_is_told_by_its_symbols(void **state)
{
	(void)state;
	assert_false(holds_std("malloc", false, NULL));
	assert_false(holds_std("_ZN3foo3bar17h0123456789abcdefE", true, NULL));
	assert_false(holds_std("_ZN4core9panicking5panic17h0123456789abcdefE", true, NULL));
	assert_false(holds_std("_RNvNtCshetwn31oUMr_4core9panicking5panic", true, NULL));
	assert_true(holds_std("_ZN3std2io5stdio6_print17h0123456789abcdefE", true, NULL));
	assert_true(holds_std("_RNvNtNtCs9fxKWJ_3std2io5stdio6__print", false, NULL));
}

static void a_rust_library_without_std_brings_its_own_runtime(void **state)
{
	static const char *const names[] = {"rust_begin_unwind", "__rust_alloc",
					    "_RNvCsfgHYwM92fyn_7___rustc12___rust_alloc",
					    "_ZN7__rustc17rust_begin_unwind17h0123456789abcdefE"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		assert_true(holds_std(names[i], false, NULL));
		assert_false(holds_std(names[i], false, names[i]));
		assert_false(holds_std(names[i], true, NULL));
	}
}

static void crates_are_named_by_their_files(void **state)
{
	static const struct {
		const char *file, *crate;
	} cases[] = {
		{"libserde-0123456789abcdef.rlib", "serde"},
		{"/a/b-0123456789abcdef.d/libserde_json-0123456789abcdef.rlib", "serde_json"},
		{"libplain.rlib", "plain"},
		{"std-512bd900b6890097.std.46e5fdf2a0c23db1-cgu.00.rcgu.o", "std"},
		{"libapp.my_crate.46e5fdf2a0c23db1-cgu.0.rcgu.o", "my_crate"},
		{"a.b.c.46e5fdf2a0c23db1-cgu.0.rcgu.o", "c"},
		{"libapp.9qoqzavhqmz79vx6u15hwikkp.rcgu.o", NULL},
		{".rcgu.o", NULL},
		{"my-crate-512bd900b6890097.o", "my-crate"},
		{"libfoo.a", NULL},
		{"libring-0123456789abcdef.a", "ring"},
		{"x.o", NULL},
		{"libx-0123456789abcdeg.rlib", "x-0123456789abcdeg"},
		{"main.c", NULL},
		{"", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *crate = lr_crate_name(text_of(cases[i].file));

		if (!cases[i].crate)
			assert_null(crate);
		else
			assert_string_equal(crate, cases[i].crate);
		free(crate);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_gnu_archive_is_walked),
		cmocka_unit_test(a_bsd_archive_is_walked),
		cmocka_unit_test(a_thin_archive_has_names_and_sizes),
		cmocka_unit_test(an_empty_archive_has_no_members),
		cmocka_unit_test(each_fault_is_named_with_its_offset),
		cmocka_unit_test(other_files_are_no_archives),
		cmocka_unit_test(a_header_without_its_end_is_refused),
		cmocka_unit_test(an_index_whose_last_name_is_cut_off_is_refused),
		cmocka_unit_test(any_cut_or_changed_byte_stays_within_bounds),
		cmocka_unit_test(members_not_made_for_shared_memory_are_found),
		cmocka_unit_test(an_object_by_itself_is_found_too),
		cmocka_unit_test(the_toolchains_own_std_has_a_cure_of_its_own),
		cmocka_unit_test(a_file_that_is_no_object_has_nothing_to_tell),
		cmocka_unit_test(rust_std_is_told_by_its_symbols),
		cmocka_unit_test(a_rust_library_without_std_brings_its_own_runtime),
		cmocka_unit_test(crates_are_named_by_their_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
