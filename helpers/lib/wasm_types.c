/* SPDX-License-Identifier: Apache-2.0 */
/* Types, limits and constant expressions. */
#include <stdlib.h>
#include <string.h>

#include "wasm_internal.h"

/* Heap types that are one byte; as value types they are the nullable reference. */
static char abstract_reference(uint8_t byte)
{
	switch (byte) {
	case 0x70:
		return 'F';
	case 0x6f:
		return 'X';
	case 0x69:
		return 'E';
	case 0x68: /* cont */
	case 0x6a: /* array */
	case 0x6b: /* struct */
	case 0x6c: /* i31 */
	case 0x6d: /* eq */
	case 0x6e: /* any */
	case 0x71: /* none */
	case 0x72: /* noextern */
	case 0x73: /* nofunc */
	case 0x74: /* noexn */
	case 0x75: /* nocont */
		return 'r';
	default:
		return 0;
	}
}

char wasm_read_heap_type(struct bytes *b, const char *field)
{
	size_t at = b->pos;
	int64_t type = bytes_s33(b, field);
	char letter;

	if (!bytes_ok(b) || type >= 0)
		return 'r';
	if (type == 0x62 - 0x80) { /* exact */
		bytes_u32(b, field);
		return 'r';
	}
	if (type == 0x65 - 0x80) { /* shared */
		type = bytes_s33(b, field);
		if (!bytes_ok(b) || type >= 0)
			return 'r';
	}
	letter = type >= -0x40 ? abstract_reference((uint8_t)(type & 0x7f)) : 0;
	if (!letter)
		bytes_fail(b, at, "%s: heap type 0x%02x is not known", field, (unsigned)(type & 0x7f));
	return letter ? letter : 'r';
}

char wasm_read_value_type(struct bytes *b, const char *field)
{
	static const char numbers[] = "vdfji"; /* 0x7b … 0x7f */
	size_t at = b->pos;
	uint8_t byte = bytes_u8(b, field);
	char letter;

	if (byte >= 0x7b && byte <= 0x7f)
		return numbers[byte - 0x7b];
	if (byte == 0x63)
		return wasm_read_heap_type(b, field);
	if (byte == 0x64) {
		wasm_read_heap_type(b, field);
		return 'r';
	}
	letter = abstract_reference(byte);
	if (!letter)
		bytes_fail(b, at, "%s: value type 0x%02x is not known", field, byte);
	return letter ? letter : 'r';
}

static void read_values(struct bytes *b, struct buf *letters, const char *count_field, const char *field)
{
	uint32_t n = bytes_u32(b, count_field);

	for (uint32_t i = 0; i < n && bytes_ok(b); i++)
		buf_char(letters, wasm_read_value_type(b, field));
}

static void read_function_type(struct bytes *b, struct wasm_type *type)
{
	struct buf letters = {0};

	read_values(b, &letters, "parameter count", "parameter's type");
	buf_char(&letters, '>');
	read_values(b, &letters, "result count", "result's type");
	type->signature = letters.data;
}

static void read_field_type(struct bytes *b)
{
	uint8_t mutability;

	if (bytes_more(b) && (b->base[b->pos] == 0x78 || b->base[b->pos] == 0x77))
		b->pos++; /* the packed types i8 and i16 */
	else
		wasm_read_value_type(b, "field's type");
	mutability = bytes_u8(b, "field's mutability");
	if (mutability > 1)
		bytes_fail(b, b->pos - 1, "field's mutability %u is not known", mutability);
}

static void read_structure_type(struct bytes *b)
{
	uint32_t n = bytes_u32(b, "field count");

	for (uint32_t i = 0; i < n && bytes_ok(b); i++)
		read_field_type(b);
}

/* What may stand before a type's form: supertypes, sharedness, descriptors. */
static uint8_t read_type_prefixes(struct bytes *b, bool *found)
{
	size_t start = b->pos;
	uint8_t form = bytes_u8(b, "type form");

	if (form == 0x50 || form == 0x4f) {
		uint32_t n = bytes_u32(b, "supertype count");

		for (uint32_t i = 0; i < n && bytes_ok(b); i++)
			bytes_u32(b, "supertype");
		form = bytes_u8(b, "type form");
	}
	if (form == 0x65)
		form = bytes_u8(b, "type form");
	while (bytes_ok(b) && (form == 0x4c || form == 0x4d)) {
		bytes_u32(b, "descriptor's type");
		form = bytes_u8(b, "type form");
	}
	*found |= b->pos > start + 1;
	return form;
}

static void read_sub_type(struct wasm_module *m, struct bytes *b, bool is_grouped)
{
	struct wasm_type *type = WASM_PUSH(m->types, m->ntypes);

	type->offset = b->pos;
	type->is_grouped = is_grouped;
	type->form = read_type_prefixes(b, &type->is_grouped);
	if (!bytes_ok(b))
		return;
	switch (type->form) {
	case 0x60:
		read_function_type(b, type);
		break;
	case 0x5f:
		read_structure_type(b);
		break;
	case 0x5e:
		read_field_type(b);
		break;
	case 0x5d:
		bytes_s33(b, "continuation's type");
		break;
	default:
		bytes_fail(b, b->pos - 1, "type form 0x%02x is not known", type->form);
	}
}

void wasm_read_types(struct wasm_module *m, struct bytes *b)
{
	uint32_t n = bytes_u32(b, "type count");

	for (uint32_t i = 0; i < n && bytes_ok(b); i++) {
		bool is_grouped = bytes_more(b) && b->base[b->pos] == 0x4e;
		uint32_t group = 1;

		if (is_grouped) {
			b->pos++;
			group = bytes_u32(b, "recursive type count");
		}
		for (uint32_t k = 0; k < group && bytes_ok(b); k++)
			read_sub_type(m, b, is_grouped);
	}
}

struct wasm_limits wasm_read_limits(struct bytes *b, bool memory)
{
	const char *what = memory ? "memory" : "table";
	size_t at = b->pos;
	uint8_t flags = bytes_u8(b, memory ? "memory's flags" : "table's flags");
	struct wasm_limits l = {.has_max = flags & 1, .shared = flags & 2, .is64 = flags & 4, .page_log2 = 16};

	if (flags > (memory ? 0x0f : 0x07)) {
		bytes_fail(b, at, "%s's flags 0x%02x are not known", what, flags);
		return l;
	}
	l.min = l.is64 ? bytes_u64(b, "minimum") : bytes_u32(b, "minimum");
	if (l.has_max)
		l.max = l.is64 ? bytes_u64(b, "maximum") : bytes_u32(b, "maximum");
	if (flags & 8)
		l.page_log2 = bytes_u32(b, "page size");
	return l;
}

static void read_gc_operands(struct bytes *b, const char *field)
{
	size_t at = b->pos;
	uint32_t op = bytes_u32(b, field);

	switch (op) {
	case 0x00: /* struct.new */
	case 0x01: /* struct.new_default */
	case 0x06: /* array.new */
	case 0x07: /* array.new_default */
		bytes_u32(b, field);
		break;
	case 0x08: /* array.new_fixed */
		bytes_u32(b, field);
		bytes_u32(b, field);
		break;
	case 0x1a: /* any.convert_extern */
	case 0x1b: /* extern.convert_any */
	case 0x1c: /* ref.i31 */
	case 0x1d: /* ref.i31_shared */
		break;
	default:
		bytes_fail(b, at, "%s: instruction 0xfb 0x%02x is not constant", field, op);
	}
}

/* What a constant expression has computed so far: a letter for each value. */
struct constant {
	struct wasm_init init;
	struct buf values;
	bool is_gc; /* of types that are not told apart here */
};

static void read_global_get(const struct wasm_module *m, struct bytes *b, struct constant *c, const char *field)
{
	size_t at = b->pos;
	uint32_t index = bytes_u32(b, field);

	if (!bytes_ok(b))
		return;
	if (index >= m->nglobals)
		bytes_fail(b, at, "%s: global %u is not among the %u before it", field, index, m->nglobals);
	else if (m->globals[index].is_mutable)
		bytes_fail(b, at, "%s: global %u is not constant", field, index);
	else
		buf_char(&c->values, m->globals[index].type);
	c->init.base = index;
}

static void read_arithmetic(struct bytes *b, uint8_t op, struct constant *c, const char *field)
{
	char letter = op < 0x7c ? 'i' : 'j';
	size_t n = c->values.len;

	if (c->is_gc)
		return;
	if (n < 2 || c->values.data[n - 1] != letter || c->values.data[n - 2] != letter)
		bytes_fail(b, b->pos - 1, "%s: instruction 0x%02x takes two of %s", field, op, wasm_value_name(letter));
	else
		c->values.len--;
}

static void read_constant_operands(const struct wasm_module *m, struct bytes *b, uint8_t op, struct constant *c,
				   const char *field)
{
	size_t at = b->pos - 1;
	uint32_t index;

	switch (op) {
	case 0x41: /* i32.const */
		c->init.value = bytes_s32(b, field);
		buf_char(&c->values, 'i');
		break;
	case 0x42: /* i64.const */
		c->init.value = bytes_s64(b, field);
		buf_char(&c->values, 'j');
		break;
	case 0x43: /* f32.const */
		bytes_take(b, 4, field);
		buf_char(&c->values, 'f');
		break;
	case 0x44: /* f64.const */
		bytes_take(b, 8, field);
		buf_char(&c->values, 'd');
		break;
	case 0x23:
		read_global_get(m, b, c, field);
		break;
	case 0xd2: /* ref.func */
		index = bytes_u32(b, field);
		if (index >= m->nfuncs)
			bytes_fail(b, at, "%s: function %u is not among the %u functions", field, index, m->nfuncs);
		else
			m->funcs[index].is_named = true;
		buf_char(&c->values, 'F');
		break;
	case 0xd0: /* ref.null */
		buf_char(&c->values, wasm_read_heap_type(b, field));
		break;
	case 0x6a: /* i32.add, sub, mul, i64.add, sub, mul: the extended constant expressions */
	case 0x6b:
	case 0x6c:
	case 0x7c:
	case 0x7d:
	case 0x7e:
		read_arithmetic(b, op, c, field);
		break;
	case 0xfb:
		c->is_gc = true;
		read_gc_operands(b, field);
		break;
	case 0xfd:
		if (bytes_u32(b, field) != 0x0c && bytes_ok(b))
			bytes_fail(b, at, "%s: a vector instruction that is not v128.const", field);
		bytes_take(b, 16, field);
		buf_char(&c->values, 'v');
		break;
	default:
		bytes_fail(b, at, "%s: instruction 0x%02x is not constant", field, op);
	}
}

bool wasm_fits(char wanted, char letter)
{
	static const char references[] = "FXEr";

	return wanted == letter ||
	       ((wanted == 'r' || letter == 'r') && strchr(references, wanted) && strchr(references, letter));
}

static void check_constant(struct bytes *b, const struct constant *c, char wanted, const char *field)
{
	if (c->is_gc)
		return;
	if (c->values.len != 1)
		bytes_fail(b, b->pos - 1, "%s: %zu values are left instead of one", field, c->values.len);
	else if (!wasm_fits(wanted, *c->values.data))
		bytes_fail(b, b->pos - 1, "%s is %s, and should be %s", field, wasm_value_name(*c->values.data),
			   wasm_value_name(wanted));
}

struct wasm_init wasm_read_init(const struct wasm_module *m, struct bytes *b, char wanted, const char *field)
{
	struct constant c = {0};
	uint8_t op, first = 0, second = 0, last = 0;

	for (size_t n = 0;; n++) {
		op = bytes_u8(b, field);
		if (!bytes_ok(b) || op == 0x0b) {
			c.init.known = n == 1 && (first == 0x41 || first == 0x42);
			c.init.is_based = first == 0x23 && (n == 1 || (n == 3 && second == 0x41 && last == 0x6a));
			break;
		}
		if (!n)
			first = op;
		else if (n == 1)
			second = op;
		last = op;
		read_constant_operands(m, b, op, &c, field);
	}
	if (bytes_ok(b))
		check_constant(b, &c, wanted, field);
	free(c.values.data);
	return c.init;
}
