/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "module.h"

#define HEADER "\0asm\1\0\0\0"
/* A section's id and size; its contents follow. In a module of HEADER and one section they start at 0x0a. */
#define TYPE(size)    "\x01" size
#define IMPORT(size)  "\x02" size
#define FUNC(size)    "\x03" size
#define TABLE(size)   "\x04" size
#define MEMORY(size)  "\x05" size
#define GLOBAL(size)  "\x06" size
#define EXPORT(size)  "\x07" size
#define START(size)   "\x08" size
#define ELEM(size)    "\x09" size
#define CODE(size)    "\x0a" size
#define DATA(size)    "\x0b" size
#define DATACNT(size) "\x0c" size
#define TAG(size)     "\x0d" size

/* One type: () -> (). The next section starts at 0x0e, its contents at 0x10. */
#define VOID_TYPE TYPE("\4") "\1\x60\0\0"

struct bad {
	const char *bytes;
	size_t n, offset;
	const char *text;
};

#define BAD(offset, text, bytes) {HEADER bytes, sizeof(HEADER bytes) - 1, offset, text}

static const struct bad bad_modules[] = {
	{"", 0, 0, "magic number needs 4 more bytes, 0 left"},
	{"\0asx\1\0\0\0", 8, 0, "magic number is not that of WebAssembly"},
	{"\177ELF\1\0\0\0", 8, 0, "it is an ELF file, perhaps a precompiled .cwasm; the .wasm is needed"},
	{"\0asm\1\0", 6, 4, "version needs 4 more bytes, 2 left"},
	{"\0asm\2\0\0\0", 8, 4, "version 2 is not known"},
	{"\0asm\x0d\0\1\0", 8, 4, "it is a component; a core module is needed"},
	BAD(0x08, "section id 14 is not known", "\x0e\0"),
	BAD(0x09, "section size needs 1 more byte, 0 left", "\1"),
	BAD(0x0a, "section needs 5 more bytes, 1 left", TYPE("\5") "\0"),
	BAD(0x0e, "type section occurs twice", VOID_TYPE TYPE("\1") "\0"),
	BAD(0x0b, "type section is out of order", IMPORT("\1") "\0" TYPE("\1") "\0"),
	BAD(0x0b, "tag section is out of order", GLOBAL("\1") "\0" TAG("\1") "\0"),
	BAD(0x0b, "data count section is out of order", CODE("\1") "\0" DATACNT("\1") "\0"),
	BAD(0x0b, "type section has 2 bytes too many", TYPE("\3") "\0\0\0"),
	BAD(0x0b, "custom section's name needs 9 more bytes, 1 left", "\0\2" "\x09" "a"),
	BAD(0x0b, "custom section's name is not UTF-8", "\0\2" "\1" "\xff"),

	BAD(0x0a, "type count is longer than the 5 bytes of a 32-bit number", TYPE("\6") "\x80\x80\x80\x80\x80\0"),
	BAD(0x0a, "type count does not fit into 32 bits", TYPE("\5") "\xff\xff\xff\xff\x1f"),
	BAD(0x0b, "type form 0x5c is not known", TYPE("\2") "\1\x5c"),
	BAD(0x0d, "parameter's type: value type 0x01 is not known", TYPE("\4") "\1\x60\1\1"),
	BAD(0x0e, "result's type: value type 0x40 is not known", TYPE("\5") "\1\x60\0\1\x40"),
	BAD(0x0d, "parameter's type needs 1 more byte, 0 left", TYPE("\3") "\1\x60\1"),
	BAD(0x0e, "parameter's type: heap type 0x43 is not known", TYPE("\5") "\1\x60\1\x63\x43"),
	BAD(0x0e, "field's mutability 2 is not known", TYPE("\5") "\1\x5f\1\x7f\2"),

	BAD(0x0b, "import's module name needs 1 more byte, 0 left", IMPORT("\1") "\1"),
	BAD(0x0e, "import's name is not UTF-8", IMPORT("\5") "\1\1a\1\xc0"),
	BAD(0x0f, "import's kind 5 is not known", IMPORT("\6") "\1\1a\1b\5"),
	BAD(0x10, "function's type 0 is no function type of the 0 types", IMPORT("\7") "\1\1a\1b\0\0"),
	BAD(0x10, "memory's flags 0x10 are not known", IMPORT("\7") "\1\1a\1b\2\x10"),
	BAD(0x11, "minimum needs 1 more byte, 0 left", IMPORT("\7") "\1\1a\1b\2\0"),
	BAD(0x12, "maximum needs 1 more byte, 0 left", IMPORT("\x08") "\1\1a\1b\2\1\1"),
	BAD(0x11, "global's mutability 2 is not known", IMPORT("\x08") "\1\1a\1b\3\x7f\2"),
	BAD(0x10, "tag's attribute 1 is not known", IMPORT("\x08") "\1\1a\1b\4\1\0"),
	BAD(0x11, "tag's type 9 is no function type of the 0 types", IMPORT("\x08") "\1\1a\1b\4\0\x09"),

	BAD(0x11, "function's type 1 is no function type of the 1 types", VOID_TYPE FUNC("\2") "\1\1"),
	BAD(0x12, "1 functions are declared and 0 have a body", VOID_TYPE FUNC("\2") "\1\0"),
	BAD(0x10, "function's type 0 is no function type of the 1 types", TYPE("\3") "\1\x5f\0" FUNC("\2") "\1\0"),
	BAD(0x0b, "table's type: value type 0x02 is not known", TABLE("\4") "\1\2\0\0"),
	BAD(0x0c, "table's flags 0x08 are not known", TABLE("\4") "\1\x70\x08\0"),
	BAD(0x0d, "global's initial value: instruction 0x20 is not constant", GLOBAL("\5") "\1\x7f\0\x20\0"),
	BAD(0x0f, "global's initial value needs 1 more byte, 0 left", GLOBAL("\5") "\1\x7f\0\x41\0"),
	BAD(0x0e, "global's initial value: instruction 0xfb 0x21 is not constant", GLOBAL("\5") "\1\x7f\0\xfb\x21"),
	BAD(0x0d, "global's initial value: a vector instruction that is not v128.const", GLOBAL("\5") "\1\x7b\0\xfd\1"),
	BAD(0x0e, "global's initial value does not fit into 32 bits",
	    GLOBAL("\x0a") "\1\x7f\0\x41\xff\xff\xff\xff\x2f\x0b"),

	BAD(0x0d, "export's kind 6 is not known", EXPORT("\5") "\1\1a\6\0"),
	BAD(0x0e, "export's index 0 is not among the 0 of its kind (memory)", EXPORT("\5") "\1\1a\2\0"),
	BAD(0x0a, "start function 0 is not among the 0 functions", START("\1") "\0"),
	BAD(0x0b, "element segment's flags 8 are not known", ELEM("\2") "\1\x08"),
	BAD(0x0c, "element's kind is not that of functions", ELEM("\3") "\1\1\1"),
	BAD(0x0e, "element needs 1 more byte, 0 left", ELEM("\4") "\1\1\0\1"),
	BAD(0x0e, "element is function 0, which is not among the 0 functions", ELEM("\5") "\1\1\0\1\0"),
	BAD(0x0b, "function body's size needs 1 more byte, 0 left", CODE("\1") "\1"),
	BAD(0x0c, "function body needs 5 more bytes, 1 left", CODE("\3") "\1\5\0"),
	BAD(0x0d, "0 functions are declared and 1 have a body", CODE("\3") "\1\1\0"),
	BAD(0x0b, "data segment's flags 3 are not known", DATA("\2") "\1\3"),
	BAD(0x0d, "data segment needs 4 more bytes, 0 left", DATA("\3") "\1\1\4"),
	BAD(0x0b, "data count is 2 and there are 0 data segments", DATACNT("\1") "\2"),
};

/* What breaks a custom section leaves the module readable. */
static const struct bad bad_custom[] = {
	BAD(0x10, "name subsection needs 1 more byte, 0 left", "\0\6" "\4name" "\0"),
	BAD(0x12, "module name needs 9 more bytes, 1 left", "\0\x09" "\4name" "\0\2" "\x09" "a"),
	BAD(0x12, "named index needs 1 more byte, 0 left", "\0\x08" "\4name" "\1\1\1"),
	BAD(0x1b, "feature's prefix 0x2a is not known", "\0\x14" "\x0ftarget_features" "\1*\1a"),
	BAD(0x1d, "feature's name needs 3 more bytes, 1 left", "\0\x14" "\x0ftarget_features" "\1+\3a"),
	BAD(0x17, "producer's name needs 1 more byte, 0 left", "\0\x0d" "\x09producers" "\1\0\1"),
	BAD(0x17, "library's table size needs 1 more byte, 0 left", "\0\x0d" "\x08" "dylink.0" "\1\2\1\1"),
	BAD(0x17, "needed library's name needs 5 more bytes, 0 left", "\0\x0d" "\x08" "dylink.0" "\2\2\1\5"),
	BAD(0x12, "linking version 1 is not known", "\0\x09" "\7linking" "\1"),
	BAD(0x16, "symbol's kind 6 is not known", "\0\x0d" "\7linking" "\2" "\x08\2\1\6"),
	BAD(0x18, "undefined symbol's index 0 is no import", "\0\x0f" "\7linking" "\2" "\x08\4\1\0\x10\0"),
	BAD(0x18, "symbol's name needs 1 more byte, 0 left", "\0\x0e" "\7linking" "\2" "\x08\3\1\1\0"),
};

/* All faults of a table are told in one run. */
static bool differs(const struct bad *bad, const struct bytes_error *error)
{
	if (!strcmp(error->text, bad->text) && error->offset == bad->offset)
		return false;
	print_error("wanted 0x%zx: %s\n   got 0x%zx: %s\n", bad->offset, bad->text, error->offset, error->text);
	return true;
}

static void each_malformation_is_named_with_its_offset(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof bad_modules / sizeof *bad_modules; i++) {
		uint8_t *data = exact(bad_modules[i].bytes, bad_modules[i].n);
		struct wasm_module m;

		assert_false(wasm_read(&m, data, bad_modules[i].n));
		wrong += differs(&bad_modules[i], &m.error);
		wasm_free(&m);
		free(data);
	}
	assert_int_equal(wrong, 0);
}

static void a_broken_custom_section_does_not_break_the_module(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof bad_custom / sizeof *bad_custom; i++) {
		uint8_t *data = exact(bad_custom[i].bytes, bad_custom[i].n);
		struct wasm_module m;

		assert_true(wasm_read(&m, data, bad_custom[i].n));
		wrong += differs(&bad_custom[i], &m.custom_error);
		wasm_free(&m);
		free(data);
	}
	assert_int_equal(wrong, 0);
}

static void a_broken_custom_section_does_not_hide_the_next(void **state)
{
	static const char bytes[] = HEADER "\0\x0b" "\x09producers" "\5" "\0\x09" "\4name" "\0\2\1m";
	struct wasm_module m;

	(void)state;
	assert_true(wasm_read(&m, bytes, sizeof bytes - 1));
	assert_string_equal(m.custom_error.text, "producer field needs 1 more byte, 0 left");
	assert_true(m.has_name && text_is(m.name, "m"));
	wasm_free(&m);
}

static const char *const good[] = {
	"import func lind make-syscall ijjjjjjjjjjjjjjj>i",
	"import memory env memory shared 2 1024",
	"import tag env __c_longjmp i>",
	"import global env base mj",
	"func _start >i",
	"body 7",
	"func helper id>f",
	"global __stack_pointer mi 65536",
	"global big j -9000000000",
	"custom .debug_info 0102030405",
	"custom producers 0108" "6c616e6775616765" "01" "03433131" "00",
	"name app.wasm",
	"funcname 0 make_syscall",
	"funcname 1 _start",
	"feature +atomics",
	"feature -shared-mem",
	NULL,
};

static void a_good_module_is_read_as_it_is(void **state)
{
	struct buf bytes = module_of(good);
	uint8_t *data = exact(bytes.data, bytes.len);
	struct wasm_module m;
	const struct wasm_export *e;
	const struct wasm_import *import;
	size_t at;
	uint32_t index;
	struct text title;

	(void)state;
	if (!wasm_read(&m, data, bytes.len))
		fail_msg("0x%zx: %s", m.error.offset, m.error.text);
	assert_int_equal(m.nimports, 4);
	import = wasm_import(&m, "lind", "make-syscall");
	assert_non_null(import);
	assert_string_equal(wasm_func_signature(&m, import->index), "ijjjjjjjjjjjjjjj>i");
	assert_null(wasm_import(&m, "lind", "memory"));
	assert_int_equal(m.nmemories, 1);
	assert_true(m.memories[0].limits.shared && m.memories[0].limits.has_max && !m.memories[0].limits.is64);
	assert_int_equal(m.memories[0].limits.min, 2);
	assert_int_equal(m.memories[0].limits.max, 1024);
	assert_int_equal(m.memories[0].import, 1);
	assert_string_equal(wasm_tag_signature(&m, 0), "i>");
	assert_int_equal(m.nfuncs, 3);
	assert_int_equal(m.nimported_funcs, 1);
	assert_int_equal(m.nbodies, 2);
	assert_int_equal(m.code_bytes, 10);
	assert_int_equal(m.largest_body, 7);
	assert_int_equal(m.largest_body_of, 1);
	e = wasm_export(&m, "helper");
	assert_non_null(e);
	assert_int_equal(e->kind, WASM_FUNC);
	assert_string_equal(wasm_func_signature(&m, e->index), "id>f");
	assert_memory_equal(data + e->offset + 1, "helper", 6);
	e = wasm_export(&m, "__stack_pointer");
	assert_true(m.globals[e->index].known && m.globals[e->index].is_mutable);
	assert_int_equal(m.globals[e->index].init, 65536);
	assert_int_equal(m.globals[wasm_export(&m, "big")->index].init, -9000000000);
	assert_int_equal(m.globals[0].import, 3);
	assert_int_equal(m.start, WASM_NONE);
	assert_true(m.has_name && text_is(m.name, "app.wasm"));
	assert_int_equal(m.func_names.count, 2);
	at = m.func_names.pos;
	assert_true(wasm_name_next(&m, &m.func_names, &at, &index, &title));
	assert_true(!index && text_is(title, "make_syscall"));
	assert_true(wasm_name_next(&m, &m.func_names, &at, &index, &title));
	assert_false(wasm_name_next(&m, &m.func_names, &at, &index, &title));
	assert_int_equal(wasm_feature(&m, "atomics"), '+');
	assert_int_equal(wasm_feature(&m, "shared-mem"), '-');
	assert_int_equal(wasm_feature(&m, "gc"), 0);
	assert_int_equal(m.ndebug_sections, 1);
	assert_int_equal(m.debug_bytes, 5);
	assert_non_null(wasm_section(&m, WASM_SEC_CUSTOM, "target_features"));
	assert_null(wasm_section(&m, WASM_SEC_DATA, ""));
	assert_false(m.is_object || m.dylink.present);
	wasm_free(&m);
	free(data);
	free(bytes.data);
}

/* A prefix is a module only where it ends with a section, and then still only where its parts agree. */
static void a_module_cut_off_anywhere_is_refused(void **state)
{
	struct buf bytes = module_of(good);
	struct wasm_module whole;
	uint32_t accepted = 0;

	(void)state;
	assert_true(wasm_read(&whole, bytes.data, bytes.len));
	for (size_t n = 0; n < bytes.len; n++) {
		uint8_t *data = exact(bytes.data, n);
		struct wasm_module m;
		bool at_section = n == 8;

		for (uint32_t i = 0; i < whole.nsections; i++)
			at_section |= whole.sections[i].offset == n;
		if (wasm_read(&m, data, n)) {
			assert_true(at_section);
			accepted++;
		} else {
			assert_true(m.error.text[0] && m.error.offset <= n);
		}
		wasm_free(&m);
		free(data);
	}
	/* Empty; after type and import; without any of the four custom sections at the end, or some of them. */
	assert_int_equal(accepted, 3 + 4);
	wasm_free(&whole);
	free(bytes.data);
}

static void a_module_with_any_byte_changed_is_read_within_its_bounds(void **state)
{
	struct buf bytes = module_of(good);

	(void)state;
	for (size_t i = 0; i < bytes.len; i++) {
		for (unsigned value = 0; value < 256; value++) {
			uint8_t *data = exact(bytes.data, bytes.len);
			struct wasm_module m;

			data[i] = (uint8_t)value;
			if (!wasm_read(&m, data, bytes.len))
				assert_true(m.error.offset <= bytes.len);
			wasm_free(&m);
			free(data);
		}
	}
	free(bytes.data);
}

static void numbers_obey_the_limits_of_leb128(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		char kind; /* u, U: unsigned 32, 64; s, t, S: signed 32, 33, 64 */
		int64_t value;
		const char *text;
	} cases[] = {
#define N(kind, value, text, bytes) {bytes, sizeof(bytes) - 1, kind, value, text}
		N('u', 0, "", "\0"),
		N('u', 0, "", "\x80\x80\x80\x80\0"), /* long, yet allowed */
		N('u', 624485, "", "\xe5\x8e\x26"),
		N('u', 4294967295, "", "\xff\xff\xff\xff\x0f"),
		N('u', 0, "n does not fit into 32 bits", "\xff\xff\xff\xff\x1f"),
		N('u', 0, "n is longer than the 5 bytes of a 32-bit number", "\x80\x80\x80\x80\x80\0"),
		N('u', 0, "n needs 1 more byte, 0 left", "\x80\x80"),
		N('U', -1, "", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\1"),
		N('U', 0, "n does not fit into 64 bits", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\2"),
		N('U', 0, "n is longer than the 10 bytes of a 64-bit number",
		  "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x81\0"),
		N('s', -1, "", "\x7f"),
		N('s', -123456, "", "\xc0\xbb\x78"),
		N('s', INT32_MAX, "", "\xff\xff\xff\xff\7"),
		N('s', INT32_MIN, "", "\x80\x80\x80\x80\x78"),
		N('s', 0, "n does not fit into 32 bits", "\xff\xff\xff\xff\x0f"),
		N('s', 0, "n does not fit into 32 bits", "\x80\x80\x80\x80\x70"),
		N('t', 4294967295, "", "\xff\xff\xff\xff\x0f"),
		N('t', -16, "", "\x70"),
		N('t', 0, "n does not fit into 33 bits", "\xff\xff\xff\xff\x1f"),
		N('S', INT64_MIN, "", "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x7f"),
		N('S', INT64_MAX, "", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\0"),
		N('S', 0, "n does not fit into 64 bits", "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x7e"),
		N('S', 0, "n is longer than the 10 bytes of a 64-bit number",
		  "\x80\x80\x80\x80\x80\x80\x80\x80\x80\xff\x7f"),
#undef N
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint8_t *data = exact(cases[i].bytes, cases[i].n);
		struct bytes_error error;
		struct bytes b = bytes_over(data, cases[i].n, &error);
		int64_t value = cases[i].kind == 'u' ? bytes_u32(&b, "n")
			      : cases[i].kind == 'U' ? (int64_t)bytes_u64(&b, "n")
			      : cases[i].kind == 's' ? bytes_s32(&b, "n")
			      : cases[i].kind == 't' ? bytes_s33(&b, "n")
						     : bytes_s64(&b, "n");

		assert_string_equal(error.text, cases[i].text);
		assert_int_equal(value, cases[i].value);
		if (!*cases[i].text)
			assert_int_equal(b.pos, cases[i].n);
		free(data);
	}
}

static void only_utf8_is_a_name(void **state)
{
	static const char *const good_names[] = {"", "a", "\x7f", "\xc2\x80", "\xe0\xa0\x80", "\xed\x9f\xbf",
						 "\xee\x80\x80", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"};
	static const char *const bad_names[] = {"\x80", "\xc1\xbf", "\xc2", "\xe0\x9f\xbf", "\xed\xa0\x80",
						"\xe2\x82", "\xf0\x8f\x80\x80", "\xf4\x90\x80\x80", "\xff",
						"a\xf1\x80\x80"};

	(void)state;
	for (int bad = 0; bad < 2; bad++) {
		const char *const *names = bad ? bad_names : good_names;
		size_t n = bad ? sizeof bad_names / sizeof *bad_names : sizeof good_names / sizeof *good_names;

		for (size_t i = 0; i < n; i++) {
			struct buf raw = {0};
			uint8_t *data;
			struct bytes_error error;
			struct bytes b;

			name(&raw, names[i]);
			data = exact(raw.data, raw.len);
			b = bytes_over(data, raw.len, &error);
			bytes_name(&b, "name");
			assert_string_equal(error.text, bad ? "name is not UTF-8" : "");
			free(data);
			free(raw.data);
		}
	}
}

static void shown_text_cannot_steer_a_terminal(void **state)
{
	char *shown = text_shown((struct text){"a\x1b[2J\0\xc2\x9b\xff\xc3\xa4", 11});

	(void)state;
	assert_string_equal(shown, "a\\x1b[2J\\x00\\xc2\\x9b\\xff\xc3\xa4");
	free(shown);
}

static void newer_proposals_are_read(void **state)
{
	static const char bytes[] = HEADER
		/* a group of two, an open structure of i8 and (ref null 1), its final array; (exnref, funcref) -> v128 */
		TYPE("\x1b") "\3" "\x4e\2" "\x50\0\x5f\2\x78\0\x63\1\1" "\x4f\1\0\x5e\x7f\1"
		"\x60\2\x69\x70\1\x7b" "\x60\0\0"
		/* a table of 64-bit indices with an initial value, and a second one */
		TABLE("\x0d") "\2" "\x40\0\x70\5\1\2\xd0\x70\x0b" "\x6f\4\1"
		/* a 64-bit memory and one with small pages */
		MEMORY("\x0b") "\2" "\5\1\x80\x80\x80\x80\x20" "\x08\1\0"
		TAG("\3") "\1\0\3"
		/* (i32.add (i32.const 1) (i32.const 2)), struct.new_default, v128.const */
		GLOBAL("\x25") "\3" "\x7f\0\x41\1\x41\2\x6a\x0b" "\x63\0\0\xfb\1\0\x0b"
		"\x7b\0\xfd\x0c\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0b"
		/* active, active in a table, passive, declared */
		ELEM("\x16") "\4" "\0\x42\0\x0b\0" "\6\1\x42\0\x0b\x6f\1\xd0\x6f\x0b" "\5\x70\0" "\3\0\0";
	struct wasm_module m;

	(void)state;
	if (!wasm_read(&m, bytes, sizeof bytes - 1))
		fail_msg("0x%zx: %s", m.error.offset, m.error.text);
	assert_int_equal(m.ntypes, 4);
	assert_int_equal(m.types[0].form, 0x5f);
	assert_null(m.types[0].signature);
	assert_string_equal(m.types[2].signature, "EF>v");
	assert_int_equal(m.ntables, 2);
	assert_true(m.tables[0].limits.is64 && m.tables[0].limits.max == 2);
	assert_int_equal(m.nmemories, 2);
	assert_int_equal(m.memories[0].limits.max, (uint64_t)1 << 33);
	assert_int_equal(m.memories[1].limits.page_log2, 0);
	assert_false(m.globals[0].known);
	assert_int_equal(m.globals[1].type, 'r');
	assert_int_equal(m.nelements, 4);
	assert_int_equal(m.element_entries, 1);
	wasm_free(&m);
}

static void an_object_tells_its_symbols(void **state)
{
	static const char *const lines[] = {
		"import func env malloc i>i",
		"import global env __stack_pointer mi",
		"func - >",
		/* version 2; 7 symbols: undefined malloc by its import, undefined "free" by an explicit name, defined
		   run (local), undefined global, undefined data "environ", defined data "x" of segment 0, a section */
		"custom linking "
		"02" "082b" "07"
		"001000"
		"005000" "0466726565"
		"000201" "0372756e"
		"021000"
		"0110" "07656e7669726f6e"
		"0100" "0178" "00" "8001" "04"
		"030003",
		NULL,
	};
	struct buf bytes = module_of(lines);
	struct wasm_module m;

	(void)state;
	assert_true(wasm_read(&m, bytes.data, bytes.len));
	assert_string_equal(m.custom_error.text, "");
	assert_true(m.is_object);
	assert_int_equal(m.nsymbols, 7);
	assert_true(text_is(m.symbols[0].name, "malloc") && m.symbols[0].flags & WASM_SYM_UNDEFINED);
	assert_string_equal(wasm_func_signature(&m, m.symbols[0].index), "i>i");
	assert_true(text_is(m.symbols[1].name, "free"));
	assert_true(text_is(m.symbols[2].name, "run") && m.symbols[2].flags == WASM_SYM_LOCAL);
	assert_true(text_is(m.symbols[3].name, "__stack_pointer"));
	assert_true(text_is(m.symbols[4].name, "environ") && m.symbols[4].kind == WASM_SYM_DATA);
	assert_true(text_is(m.symbols[5].name, "x") && !(m.symbols[5].flags & WASM_SYM_UNDEFINED));
	assert_int_equal(m.symbols[6].kind, WASM_SYM_SECTION);
	wasm_free(&m);
	free(bytes.data);
}

static void a_dynamic_module_tells_what_it_needs(void **state)
{
	/* 64 bytes aligned to 16, one table entry; needs libc.so */
	static const char *const lines[] = {"custom dylink.0 01044004010002090107" "6c6962632e736f", NULL};
	struct buf bytes = module_of(lines);
	struct wasm_module m;

	(void)state;
	assert_true(wasm_read(&m, bytes.data, bytes.len));
	assert_string_equal(m.custom_error.text, "");
	assert_true(m.dylink.present);
	assert_int_equal(m.dylink.memory_size, 64);
	assert_int_equal(m.dylink.memory_align_log2, 4);
	assert_int_equal(m.dylink.table_size, 1);
	assert_int_equal(m.dylink.nneeded, 1);
	assert_true(text_is(m.dylink.needed[0], "libc.so"));
	wasm_free(&m);
	free(bytes.data);
}

static void signatures_are_shown_as_types(void **state)
{
	struct buf b = {0};

	(void)state;
	wasm_signature_show(&b, "ijfdvFXEr>i");
	assert_string_equal(b.data, "(i32, i64, f32, f64, v128, funcref, externref, exnref, ref) -> i32");
	b.len = 0;
	wasm_signature_show(&b, ">");
	assert_string_equal(b.data, "() -> ()");
	b.len = 0;
	wasm_signature_show(&b, ">ij");
	assert_string_equal(b.data, "() -> (i32, i64)");
	free(b.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_malformation_is_named_with_its_offset),
		cmocka_unit_test(a_broken_custom_section_does_not_break_the_module),
		cmocka_unit_test(a_broken_custom_section_does_not_hide_the_next),
		cmocka_unit_test(a_good_module_is_read_as_it_is),
		cmocka_unit_test(a_module_cut_off_anywhere_is_refused),
		cmocka_unit_test(a_module_with_any_byte_changed_is_read_within_its_bounds),
		cmocka_unit_test(numbers_obey_the_limits_of_leb128),
		cmocka_unit_test(only_utf8_is_a_name),
		cmocka_unit_test(shown_text_cannot_steer_a_terminal),
		cmocka_unit_test(newer_proposals_are_read),
		cmocka_unit_test(an_object_tells_its_symbols),
		cmocka_unit_test(a_dynamic_module_tells_what_it_needs),
		cmocka_unit_test(signatures_are_shown_as_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
