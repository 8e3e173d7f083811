/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lind-rust/rust_source.h"

static struct rs_items scan(const char *text)
{
	struct rs_items items = {0};

	rs_scan(&items, text, strlen(text));
	return items;
}

static void assert_span(const char *text, struct rs_span span, const char *expected)
{
	char *is = rs_text(text, span);

	assert_string_equal(is, expected);
	free(is);
}

static void items_are_found_in_their_order(void **state)
{
	static const char text[] = "pub const A: c_int = 1 << 3;\n"
				   "pub type off_t = i32;\n"
				   "s! { pub struct stat { pub st_dev: crate::dev_t, __pad: [c_int; 2] } }\n"
				   "extern \"C\" { pub fn lseek(fd: c_int) -> off_t; }\n";
	struct rs_items items = scan(text);

	(void)state;
	assert_int_equal(items.n, 4);
	assert_int_equal(items.v[0].kind, RS_CONST);
	assert_span(text, items.v[0].type, "c_int");
	assert_span(text, items.v[0].value, "1 << 3");
	assert_int_equal(items.v[1].kind, RS_TYPE);
	assert_span(text, items.v[1].name, "off_t");
	assert_span(text, items.v[1].type, "i32");
	assert_int_equal(items.v[2].kind, RS_STRUCT);
	assert_int_equal(items.v[2].nfields, 2);
	assert_true(items.v[2].fields[0].is_pub);
	assert_span(text, items.v[2].fields[0].type, "crate::dev_t");
	assert_false(items.v[2].fields[1].is_pub);
	assert_span(text, items.v[2].fields[1].type, "[c_int; 2]");
	assert_int_equal(items.v[3].kind, RS_FN);
	assert_span(text, items.v[3].name, "lseek");
	assert_memory_equal(text + items.v[3].begin, "pub fn", 6);
	rs_free(&items);
}

static void comments_strings_and_lifetimes_hide_nothing_and_show_nothing(void **state)
{
	struct rs_items items = scan("// pub const A: i32 = 1;\n"
				     "/* pub const B: i32 = 1; /* nested */ pub const C: i32 = 1; */\n"
				     "const S: &'static str = \"pub const D: i32 = 1;\"; const Q: char = '\"';\n"
				     "const R: &str = r#\"pub const E: i32 = \"1\";\"#; const B: &[u8] = b\"\\\"\";\n"
				     "pub const F: i32 = b'\\'' as i32;\n");

	(void)state;
	assert_int_equal(items.n, 1);
	assert_int_equal(items.v[0].kind, RS_CONST);
	rs_free(&items);
}

static void a_type_ends_where_its_brackets_do(void **state)
{
	static const char text[] = "pub struct s { pub f: Option<unsafe extern \"C\" fn(a: c_int, b: *mut T) -> R>, pub g: u8 }";
	struct rs_items items = scan(text);

	(void)state;
	assert_int_equal(items.v[0].nfields, 2);
	assert_span(text, items.v[0].fields[0].type, "Option<unsafe extern \"C\" fn(a: c_int, b: *mut T) -> R>");
	rs_free(&items);
}

static void what_is_no_item_of_ours_is_passed_over(void **state)
{
	struct rs_items items = scan("pub struct T(u8); pub struct U; pub mod m {} pub use a::b; pub enum E { A }\n"
				     "macro_rules! m { ($i:ident) => { pub struct $i { } } }\n"
				     "pub fn generic<T>(t: T) {} pub const fn f() {} pub struct W { pub a }");

	(void)state;
	assert_int_equal(items.n, 0);
	rs_free(&items);
}

static void text_that_ends_early_ends_the_scan(void **state)
{
	static const char *const texts[] = {"", "pub", "pub const", "pub const A", "pub const A:", "pub const A: i32 =", "pub struct s {",
					    "pub struct s { pub a: [", "/*", "\"", "r#\"", "'", "pub type T = <", "#[", "b\"", "//"};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct rs_items items = scan(texts[i]);

		rs_free(&items);
	}
}

static bool active(const char *attributes, const char *const *cfgs)
{
	struct strv set = {0};

	strv_addv(&set, cfgs);
	return rs_active(attributes, (struct rs_span){0, strlen(attributes)}, &set);
}

static void cfg_is_evaluated_as_rustc_does(void **state)
{
	static const char *const cfgs[] = {"unix", "target_os=\"linux\"", "feature=\"std\"", NULL};
	static const char *const yes[] = {"", "#[doc = \"x\"]", "#[cfg(unix)]", "#[cfg(target_os = \"linux\")]", "#[cfg(not(windows))]",
					  "#[cfg(all(unix, not(target_os = \"macos\")))]", "#[cfg(any(windows, feature = \"std\"))]",
					  "#[cfg(all())]", "#[cfg(not(any()))]", "#[deprecated(note = \"x\")] #[cfg(unix)]"};
	static const char *const no[] = {"#[cfg(windows)]", "#[cfg(any())]", "#[cfg(not(unix))]", "#[cfg(target_os = \"macos\")]",
					 "#[cfg(unix)] #[cfg(windows)]", "#[cfg(all(unix, windows))]"};

	(void)state;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		assert_true(active(yes[i], cfgs));
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		assert_false(active(no[i], cfgs));
}

static void an_item_knows_its_attributes(void **state)
{
	static const char text[] = "#[a] pub mod m; #[cfg_attr(x, link_name = \"f2\")]\n#[must_use] pub fn f(); pub fn g();";
	struct rs_items items = scan(text);
	char *others;

	(void)state;
	assert_int_equal(items.n, 2);
	assert_span(text, items.v[0].attributes, "#[cfg_attr(x, link_name = \"f2\")]\n#[must_use]");
	others = rs_attributes_without(text, items.v[0].attributes, "link_name");
	assert_string_equal(others, "#[must_use] ");
	free(others);
	assert_int_equal(items.v[1].attributes.from, items.v[1].attributes.to);
	rs_free(&items);
}

static void a_field_knows_its_attributes(void **state)
{
	static const char *const cfgs[] = {"unix", NULL};
	static const char text[] = "pub struct s { #[cfg(windows)] pub a: u8, /// doc\n #[cfg(unix)] pub b: u8 }";
	struct rs_items items = scan(text);
	struct strv set = {0};

	(void)state;
	strv_addv(&set, cfgs);
	assert_int_equal(items.v[0].nfields, 2);
	assert_false(rs_active(text, items.v[0].fields[0].attributes, &set));
	assert_true(rs_active(text, items.v[0].fields[1].attributes, &set));
	rs_free(&items);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(items_are_found_in_their_order),
		cmocka_unit_test(comments_strings_and_lifetimes_hide_nothing_and_show_nothing),
		cmocka_unit_test(a_type_ends_where_its_brackets_do),
		cmocka_unit_test(what_is_no_item_of_ours_is_passed_over),
		cmocka_unit_test(text_that_ends_early_ends_the_scan),
		cmocka_unit_test(cfg_is_evaluated_as_rustc_does),
		cmocka_unit_test(an_item_knows_its_attributes),
		cmocka_unit_test(a_field_knows_its_attributes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
