/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lind-rust/add_export.h"
#include "module.h"

/* As wasm-ld writes a position-independent program, tag included: globals have other numbers behind it in some tools. */
static const char *const program[] = {
	"import memory env memory shared 1 2",
	"import tag env __c_longjmp i>",
	"import global env __memory_base i",
	"import global env __stack_pointer mi",
	"import func env __wasm_apply_tls_relocs >",
	"import func env printf ii>i",
	"func _start >i",
	"func -one >",
	"func -two >",
	"global __tls_base mi 0",
	"name app.wasm",
	"funcname 0 __wasm_apply_tls_relocs",
	"funcname 3 __wasm_apply_tls_relocs",
	"funcname 4 __wasm_apply_global_relocs",
	"custom dylink.0 010400000000",
	NULL,
};

static struct wasm_module read_module(const struct buf *b)
{
	struct wasm_module m;

	if (!wasm_read(&m, b->data, b->len))
		fail_msg("0x%zx: %s", m.error.offset, m.error.text);
	return m;
}

static void is_exported(const struct wasm_module *m, const char *name, enum wasm_kind kind, uint32_t index)
{
	const struct wasm_export *e = wasm_export(m, name);

	assert_non_null(e);
	assert_int_equal(e->kind, kind);
	assert_int_equal(e->index, index);
}

/* Adds to `b`; the result is read, and what is not the export section is held against the original. */
static struct buf add(const struct buf *b, size_t wanted)
{
	struct wasm_module before = read_module(b), after;
	struct buf out = {0};
	size_t a = 0, k = 0;

	assert_int_equal(lr_add_exports(&out, &before, lr_dynamic_exports), wanted);
	after = read_module(&out);
	for (; a < after.nsections; a++) {
		const struct wasm_section *s = &after.sections[a], *old;

		if (s->id == WASM_SEC_EXPORT)
			continue;
		while (before.sections[k].id == WASM_SEC_EXPORT)
			k++;
		old = &before.sections[k++];
		assert_int_equal(s->id, old->id);
		assert_int_equal(s->size, old->size);
		assert_memory_equal(after.data + s->contents, before.data + old->contents, s->size);
	}
	wasm_free(&before);
	wasm_free(&after);
	return out;
}

static void what_the_loader_looks_up_is_exported(void **state)
{
	struct buf b = module_of(program), out = add(&b, 3);
	struct wasm_module m = read_module(&out);

	(void)state;
	/* Not the imported function of that name. */
	is_exported(&m, "__wasm_apply_tls_relocs", WASM_FUNC, 3);
	is_exported(&m, "__wasm_apply_global_relocs", WASM_FUNC, 4);
	is_exported(&m, "__stack_pointer", WASM_GLOBAL, 1);
	is_exported(&m, "_start", WASM_FUNC, 2);
	is_exported(&m, "__tls_base", WASM_GLOBAL, 2);
	assert_int_equal(m.nexports, 5);
	wasm_free(&m);
	free(b.data);
	free(out.data);
}

static void a_second_time_nothing_is_added(void **state)
{
	struct buf b = module_of(program), once = add(&b, 3), twice = add(&once, 0);

	(void)state;
	assert_int_equal(once.len, twice.len);
	assert_memory_equal(once.data, twice.data, once.len);
	free(b.data);
	free(once.data);
	free(twice.data);
}

static void a_module_without_exports_gets_the_section_in_its_place(void **state)
{
	static const char *const lines[] = {
		"import global env __stack_pointer mi", "func -one >", "global -g i 7", "funcname 0 __wasm_apply_global_relocs",
		"custom dylink.0 010400000000", NULL,
	};
	struct buf b = module_of(lines), out = add(&b, 2);
	struct wasm_module m = read_module(&out);

	(void)state;
	is_exported(&m, "__wasm_apply_global_relocs", WASM_FUNC, 0);
	is_exported(&m, "__stack_pointer", WASM_GLOBAL, 0);
	wasm_free(&m);
	free(b.data);
	free(out.data);
}

static void what_is_not_there_is_left_out(void **state)
{
	static const char *const lines[] = {"func _start >i", "global __tls_base mi 0", NULL};
	static const char *const none[] = {"import func env f >", NULL};
	struct buf b = module_of(lines), out = add(&b, 0), n = module_of(none), same = add(&n, 0);

	(void)state;
	assert_int_equal(out.len, b.len);
	assert_memory_equal(out.data, b.data, b.len);
	assert_int_equal(same.len, n.len);
	free(b.data);
	free(out.data);
	free(n.data);
	free(same.data);
}

static void a_global_of_its_own_is_found_by_its_name(void **state)
{
	static const char *const lines[] = {"func _start >i", "global -sp mi 8", "globalname 0 __stack_pointer", NULL};
	struct buf b = module_of(lines), out = add(&b, 1);
	struct wasm_module m = read_module(&out);

	(void)state;
	is_exported(&m, "__stack_pointer", WASM_GLOBAL, 0);
	wasm_free(&m);
	free(b.data);
	free(out.data);
}

/* An index that the name section claims and that is none, and counts of more than one byte. */
static void names_that_lie_are_not_believed(void **state)
{
	static const char *const lines[] = {"func _start >i", "funcname 99 __wasm_apply_tls_relocs",
					    "globalname 5 __stack_pointer", NULL};
	struct buf b = module_of(lines), out = add(&b, 0);

	(void)state;
	free(b.data);
	free(out.data);
}

static void a_section_may_grow_past_a_byte_of_its_size(void **state)
{
	struct strv lines = {0};
	struct buf b, out;
	struct wasm_module m;

	(void)state;
	strv_add(&lines, "import global env __stack_pointer mi");
	for (int i = 0; i < 127; i++)
		strv_take(&lines, xasprintf("func f%d >", i));
	b = module_of((const char *const *)lines.v);
	out = add(&b, 1);
	m = read_module(&out);
	assert_int_equal(m.nexports, 128);
	is_exported(&m, "__stack_pointer", WASM_GLOBAL, 0);
	is_exported(&m, "f126", WASM_FUNC, 126);
	wasm_free(&m);
	free(b.data);
	free(out.data);
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(what_the_loader_looks_up_is_exported),
		cmocka_unit_test(a_second_time_nothing_is_added),
		cmocka_unit_test(a_module_without_exports_gets_the_section_in_its_place),
		cmocka_unit_test(what_is_not_there_is_left_out),
		cmocka_unit_test(a_global_of_its_own_is_found_by_its_name),
		cmocka_unit_test(names_that_lie_are_not_believed),
		cmocka_unit_test(a_section_may_grow_past_a_byte_of_its_size),
	};

	return cmocka_run_group_tests(all, NULL, NULL);
}
