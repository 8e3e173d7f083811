/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lind-rust/layout.h"

static struct lr_sizes known(void)
{
	struct lr_sizes s = {0};

	lr_sizes_alias(&s, "time_t", "i64");
	lr_sizes_alias(&s, "dev_t", "u64");
	lr_sizes_alias(&s, "alias", "crate::time_t");
	lr_sizes_alias(&s, "round", "round");
	lr_sizes_alias(&s, "blkcnt_t", "i64");
	lr_sizes_alias(&s, "fsblkcnt_t", "u64");
	lr_sizes_struct(&s, "in_addr", 4, 4);
	lr_sizes_number(&s, "NCCS", 32);
	lr_sizes_ready(&s);
	return s;
}

static void assert_size(const char *type, size_t size, size_t align)
{
	struct lr_sizes s = known();
	size_t is = 0, aligned = 0;

	assert_true(lr_size_of(&s, type, &is, &aligned));
	assert_int_equal(is, size);
	assert_int_equal(aligned, align);
}

static void types_have_wasm32s_sizes(void **state)
{
	struct lr_sizes s = known();
	size_t size, align;

	(void)state;
	assert_size("c_long", 4, 4);
	assert_size("u64", 8, 8);
	assert_size("alias", 8, 8);
	assert_size("crate::in_addr", 4, 4);
	assert_size("::c_int", 4, 4);
	assert_size("*mut crate::DIR", 4, 4);
	assert_size("Option<extern \"C\" fn(c_int)>", 4, 4);
	assert_size("[c_char; 65]", 65, 1);
	assert_size("[u64; crate::NCCS]", 256, 8);
	assert_size("[[u16; 4]; 0x10]", 128, 2);
	assert_size("Padding<c_ushort>", 2, 2);
	assert_false(lr_size_of(&s, "Unknown", &size, &align));
	assert_false(lr_size_of(&s, "[u8; UNKNOWN]", &size, &align));
	assert_false(lr_size_of(&s, "[u8", &size, &align));
	assert_false(lr_size_of(&s, "round", &size, &align));
}

struct row {
	const char *name, *type;
	int is_pub;
	size_t offset, size;
};

static char *fit(size_t size, const struct row *rows, size_t n)
{
	struct lr_layout layout = {.size = size};
	struct lr_sizes s = known();

	for (size_t i = 0; i < n; i++) {
		struct lr_layout_field f = {(char *)rows[i].name, (char *)rows[i].type, rows[i].is_pub, rows[i].offset, rows[i].size};

		lr_layout_add(&layout, &f);
	}
	return lr_layout_fit(&layout, &s);
}
#define FIT(size, ...) fit(size, (const struct row[]){__VA_ARGS__}, sizeof((const struct row[]){__VA_ARGS__}) / sizeof(struct row))

static void a_structure_that_lies_right_is_left_alone(void **state)
{
	(void)state;
	assert_null(FIT(8, {"a", "c_int", 1, 0, 4}, {"b", "c_int", 1, 4, 4}));
	/* What rustc pads by itself. */
	assert_null(FIT(16, {"events", "u32", 1, 0, 4}, {"data", "u64", 1, 8, 8}));
	/* Private fields count where they lie. */
	assert_null(FIT(12, {"a", "c_int", 1, 0, 4}, {"__pad", "c_int", 0, LR_ANYWHERE, 0}, {"b", "c_int", 1, 8, 4}));
}

static void fields_move_to_where_c_has_them(void **state)
{
	(void)state;
	assert_string_equal(FIT(16, {"base", "*mut c_void", 1, 0, 4}, {"len", "size_t", 1, 8, 4}),
			    "\n    pub base: *mut c_void,\n    __lind_pad0: [u8; 4],\n    pub len: size_t,\n    __lind_pad1: [u8; 4],\n");
	/* In C's order. */
	assert_string_equal(FIT(8, {"b", "c_int", 1, 4, 4}, {"a", "c_int", 1, 0, 4}),
			    "\n    pub a: c_int,\n    pub b: c_int,\n");
}

static void a_wider_type_takes_cs_padding(void **state)
{
	(void)state;
	/* C: { long sec; int pad; long nsec; int pad; } */
	assert_string_equal(FIT(16, {"tv_sec", "time_t", 1, 0, 4}, {"tv_nsec", "c_long", 1, 8, 4}),
			    "\n    pub tv_sec: time_t,\n    pub tv_nsec: c_long,\n");
}

static void a_type_that_does_not_fit_becomes_an_integer_of_its_sign(void **state)
{
	(void)state;
	assert_string_equal(FIT(8, {"blocks", "blkcnt_t", 1, 0, 4}, {"free", "fsblkcnt_t", 1, 4, 4}),
			    "\n    pub blocks: i32,\n    pub free: u32,\n");
}

static void a_block_of_bytes_gets_cs_size(void **state)
{
	(void)state;
	assert_string_equal(FIT(128, {"__val", "[c_ulong; 16]", 0, LR_ANYWHERE, 0}), "\n    __val: [c_ulong; 32],\n");
	assert_null(FIT(128, {"__val", "[c_ulong; 32]", 0, LR_ANYWHERE, 0}));
	assert_null(FIT(130, {"__val", "[c_ulong; 32]", 0, LR_ANYWHERE, 0}));
}

static void what_c_does_not_have_or_is_not_known_stays(void **state)
{
	(void)state;
	assert_null(FIT(8, {"a", "c_int", 1, 4, 4}, {"b", "c_int", 1, LR_ANYWHERE, 0}));
	assert_null(FIT(8, {"a", "Unknown", 1, 4, 4}));
	/* Two fields at one place: a union's. */
	assert_null(FIT(16, {"a", "u64", 1, 8, 8}, {"b", "u32", 1, 8, 4}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types_have_wasm32s_sizes),
		cmocka_unit_test(a_structure_that_lies_right_is_left_alone),
		cmocka_unit_test(fields_move_to_where_c_has_them),
		cmocka_unit_test(a_wider_type_takes_cs_padding),
		cmocka_unit_test(a_type_that_does_not_fit_becomes_an_integer_of_its_sign),
		cmocka_unit_test(a_block_of_bytes_gets_cs_size),
		cmocka_unit_test(what_c_does_not_have_or_is_not_known_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
