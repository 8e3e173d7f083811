/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lind-rust/c_locale.h"
#include "module.h"

/* Of a program with this function besides, NULL for none, and with these bytes as its data. */
static bool can_change(const char *function, const char *data, size_t size)
{
	char *named = function ? xasprintf("funcname 0 %s", function) : NULL;
	const char *const lines[] = {"import memory env memory shared 1 2", "func -main >", "name app.wasm", named, NULL};
	struct buf bytes = module_of(lines), segment = {0};
	struct wasm_module m;
	bool can;

	/* One passive segment. */
	leb(&segment, 1);
	leb(&segment, 1);
	leb(&segment, size);
	buf_add(&segment, data, size);
	section(&bytes, WASM_SEC_DATA, &segment);
	if (!wasm_read(&m, bytes.data, bytes.len))
		fail_msg("0x%zx: %s", m.error.offset, m.error.text);
	can = lr_can_change_locale(&m);
	wasm_free(&m);
	free(bytes.data);
	free(segment.data);
	free(named);
	return can;
}

static void a_program_without_locales_stays(void **state)
{
	(void)state;
	assert_false(can_change("main", "x", 1));
	assert_false(can_change("setlocale_of_mine", "x", 1));
}

static void functions_that_load_or_convert_tell(void **state)
{
	(void)state;
	assert_true(can_change("_nl_find_locale", "x", 1));
	assert_true(can_change("__gconv_open", "x", 1));
}

static void the_word_alone_is_the_librarys(void **state)
{
	(void)state;
	assert_false(can_change("main", ",ccs=\0,ccs=", 11));
	assert_true(can_change("main", "\0r,ccs=UTF-8", 12));
	assert_true(can_change("main", ",ccs=\0w,ccs=%s", 14));
	assert_false(can_change("main", "r,ccs", 5));
}

static void without_names_nothing_is_known(void **state)
{
	(void)state;
	assert_true(can_change(NULL, "x", 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_program_without_locales_stays),
		cmocka_unit_test(functions_that_load_or_convert_tell),
		cmocka_unit_test(the_word_alone_is_the_librarys),
		cmocka_unit_test(without_names_nothing_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
