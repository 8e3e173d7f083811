/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <elf.h>

#include "lind-rust/fs.h"
#include "lind-rust/linkage.h"
#include "module.h"
#include "scratch.h"

static const char *const program[] = {"func _start >i", "name app.wasm", NULL};
static const char *const dynamic[] = {"func _start >i", "custom dylink.0 010400000000", NULL};

/* As wasmtime writes them: sections by name, one of which describes the module. */
static struct buf precompiled(const char *section, const char *info)
{
	static const char names[] = "\0.shstrtab\0.text";
	Elf64_Ehdr e = {.e_shentsize = sizeof(Elf64_Shdr), .e_shnum = 3, .e_shstrndx = 1};
	Elf64_Shdr sections[3] = {{0}};
	struct buf b = {0};

	memcpy(e.e_ident, ELFMAG, SELFMAG);
	e.e_ident[EI_CLASS] = ELFCLASS64;
	buf_add(&b, &e, sizeof e);
	sections[1].sh_name = 1;
	sections[1].sh_offset = b.len;
	buf_add(&b, names, sizeof names);
	sections[2].sh_name = (Elf64_Word)(b.len - sections[1].sh_offset);
	buf_add(&b, section, strlen(section) + 1);
	sections[1].sh_size = b.len - sections[1].sh_offset;
	sections[2].sh_offset = b.len;
	sections[2].sh_size = strlen(info);
	buf_str(&b, info);
	e.e_shoff = b.len;
	buf_add(&b, sections, sizeof sections);
	memcpy(b.data, &e, sizeof e);
	return b;
}

static bool is_dynamic(struct buf b)
{
	struct buf copy = {.data = (char *)exact(b.data, b.len), .len = b.len};
	bool yes = lr_is_dynamic(&copy);

	free(b.data);
	free(copy.data);
	return yes;
}

static void a_module_says_so_by_a_section(void **state)
{
	(void)state;
	assert_false(is_dynamic(module_of(program)));
	assert_true(is_dynamic(module_of(dynamic)));
}

static void a_precompiled_one_by_its_imports(void **state)
{
	(void)state;
	assert_true(is_dynamic(precompiled(".wasmtime.info", "x__memory_basex")));
	assert_false(is_dynamic(precompiled(".wasmtime.info", "lind make-syscall")));
	/* Where the program itself has the word. */
	assert_false(is_dynamic(precompiled(".rodata.wasm", "__memory_base")));
}

static void a_file_that_was_cut_off_is_neither(void **state)
{
	struct buf b = precompiled(".wasmtime.info", "__memory_base");

	(void)state;
	for (size_t n = 0; n < b.len; n++) {
		struct buf part = {0};

		buf_add(&part, b.data, n);
		if (!n)
			buf_add(&part, "", 0);
		assert_false(is_dynamic(part));
	}
	free(b.data);
}

static char *why_static(struct buf b)
{
	struct wasm_module m;
	char *why;

	assert_true(wasm_read(&m, b.data, b.len));
	assert_int_equal(m.custom_error.text[0], '\0');
	why = lr_why_static_of(&m);
	wasm_free(&m);
	return why;
}

static void why_a_program_is_static_stands_in_it(void **state)
{
	struct buf b = module_of(program);
	char text[200], *why;

	(void)state;
	assert_null(why_static(b));
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	lr_add_why_static(&b, text);
	why = why_static(b);
	assert_string_equal(why, text);
	assert_false(lr_is_dynamic(&b));
	free(why);
	free(b.data);
}

static void other_files_are_neither(void **state)
{
	struct buf text = {0};

	(void)state;
	buf_str(&text, "__memory_base");
	assert_false(is_dynamic(text));
}

static void a_file_by_what_it_begins_with(void **state)
{
	struct buf b = precompiled(".wasmtime.info", "__memory_base");

	(void)state;
	assert_int_equal(lr_write_if_changed("a.cwasm", b.data, b.len, NULL), 0);
	assert_true(lr_is_dynamic_file("a.cwasm"));
	assert_int_equal(lr_write_if_changed("empty", "", 0, NULL), 0);
	assert_false(lr_is_dynamic_file("empty"));
	assert_false(lr_is_dynamic_file("nothing"));
	assert_false(lr_is_dynamic_file("."));
	free(b.data);
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(a_module_says_so_by_a_section),
		cmocka_unit_test(a_precompiled_one_by_its_imports),
		cmocka_unit_test(a_file_that_was_cut_off_is_neither),
		cmocka_unit_test(other_files_are_neither),
		cmocka_unit_test(a_file_by_what_it_begins_with),
		cmocka_unit_test(why_a_program_is_static_stands_in_it),
	};

	return cmocka_run_group_tests(all, enter_scratch, leave_scratch);
}
