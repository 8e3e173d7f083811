/* SPDX-License-Identifier: Apache-2.0 */
/* The sections of the specification, other than types. */
#include <string.h>

#include "wasm_internal.h"

static void add_func(struct wasm_module *m, struct bytes *b, uint32_t import)
{
	size_t at = b->pos;
	uint32_t type = bytes_u32(b, "function's type");

	if (!bytes_ok(b))
		return;
	if (type >= m->ntypes || !m->types[type].signature) {
		bytes_fail(b, at, "function's type %u is no function type of the %u types", type, m->ntypes);
		return;
	}
	*WASM_PUSH(m->funcs, m->nfuncs) = (struct wasm_func){.type = type, .import = import};
	m->nimported_funcs += import != WASM_NONE;
}

static void add_table(struct wasm_module *m, struct bytes *b, uint32_t import)
{
	struct wasm_table t = {.import = import};
	size_t at;

	t.type = wasm_read_value_type(b, "table's type");
	at = b->pos;
	t.limits = wasm_read_limits(b, false);
	if (t.limits.has_max && t.limits.min > t.limits.max)
		bytes_fail(b, at, "table's minimum is more than its maximum");
	if (bytes_ok(b))
		*WASM_PUSH(m->tables, m->ntables) = t;
}

static void add_memory(struct wasm_module *m, struct bytes *b, uint32_t import)
{
	struct wasm_memory memory = {.import = import, .offset = b->pos};

	memory.limits = wasm_read_limits(b, true);
	if (bytes_ok(b))
		*WASM_PUSH(m->memories, m->nmemories) = memory;
}

static void add_global(struct wasm_module *m, struct bytes *b, uint32_t import)
{
	struct wasm_global g = {.import = import, .offset = b->pos};
	uint8_t mutability;

	g.type = wasm_read_value_type(b, "global's type");
	mutability = bytes_u8(b, "global's mutability");
	if (mutability > 1)
		bytes_fail(b, b->pos - 1, "global's mutability %u is not known", mutability);
	g.is_mutable = mutability == 1;
	if (import == WASM_NONE) {
		struct wasm_init init = wasm_read_init(m, b, g.type, "global's initial value");

		g.known = init.known;
		g.init = init.value;
	}
	if (bytes_ok(b))
		*WASM_PUSH(m->globals, m->nglobals) = g;
}

static void add_tag(struct wasm_module *m, struct bytes *b, uint32_t import)
{
	size_t at = b->pos;
	uint8_t attribute = bytes_u8(b, "tag's attribute");
	uint32_t type;

	if (attribute) {
		bytes_fail(b, at, "tag's attribute %u is not known", attribute);
		return;
	}
	at = b->pos;
	type = bytes_u32(b, "tag's type");
	if (!bytes_ok(b))
		return;
	if (type >= m->ntypes || !m->types[type].signature) {
		bytes_fail(b, at, "tag's type %u is no function type of the %u types", type, m->ntypes);
		return;
	}
	*WASM_PUSH(m->tags, m->ntags) = (struct wasm_tag){type, import};
}

static void add_item(struct wasm_module *m, struct bytes *b, enum wasm_kind kind, uint32_t import)
{
	switch (kind) {
	case WASM_FUNC:
		add_func(m, b, import);
		break;
	case WASM_TABLE:
		add_table(m, b, import);
		break;
	case WASM_MEMORY:
		add_memory(m, b, import);
		break;
	case WASM_GLOBAL:
		add_global(m, b, import);
		break;
	case WASM_TAG:
		add_tag(m, b, import);
		break;
	}
}

static uint32_t space_size(const struct wasm_module *m, enum wasm_kind kind)
{
	const uint32_t sizes[] = {m->nfuncs, m->ntables, m->nmemories, m->nglobals, m->ntags};

	return sizes[kind];
}

static enum wasm_kind read_kind(struct bytes *b, const char *field)
{
	uint8_t kind = bytes_u8(b, field);

	if (kind > WASM_TAG) {
		bytes_fail(b, b->pos - 1, "%s %u is not known", field, kind);
		return WASM_FUNC;
	}
	return (enum wasm_kind)kind;
}

static void read_imports(struct wasm_module *m, struct bytes *b)
{
	uint32_t n = bytes_u32(b, "import count");

	for (uint32_t i = 0; i < n && bytes_ok(b); i++) {
		struct wasm_import import = {.offset = b->pos};

		import.module = bytes_name(b, "import's module name");
		import.name = bytes_name(b, "import's name");
		import.kind = read_kind(b, "import's kind");
		if (!bytes_ok(b))
			return;
		import.index = space_size(m, import.kind);
		*WASM_PUSH(m->imports, m->nimports) = import;
		add_item(m, b, import.kind, i);
	}
}

/* The sections that are a list of things of one kind. */
static void read_items(struct wasm_module *m, struct bytes *b, enum wasm_kind kind, const char *count_field)
{
	uint32_t n = bytes_u32(b, count_field);

	for (uint32_t i = 0; i < n && bytes_ok(b); i++)
		add_item(m, b, kind, WASM_NONE);
}

static void read_tables(struct wasm_module *m, struct bytes *b)
{
	uint32_t n = bytes_u32(b, "table count");

	for (uint32_t i = 0; i < n && bytes_ok(b); i++) {
		bool with_init = bytes_left(b) >= 2 && b->base[b->pos] == 0x40 && !b->base[b->pos + 1];

		if (with_init)
			bytes_take(b, 2, "table");
		add_table(m, b, WASM_NONE);
		if (with_init && bytes_ok(b))
			wasm_read_init(m, b, m->tables[m->ntables - 1].type, "table's initial value");
	}
}

static void read_exports(struct wasm_module *m, struct bytes *b)
{
	uint32_t n = bytes_u32(b, "export count");

	for (uint32_t i = 0; i < n && bytes_ok(b); i++) {
		struct wasm_export e = {.offset = b->pos};
		size_t at;

		e.name = bytes_name(b, "export's name");
		e.kind = read_kind(b, "export's kind");
		at = b->pos;
		e.index = bytes_u32(b, "export's index");
		if (bytes_ok(b) && e.index >= space_size(m, e.kind))
			bytes_fail(b, at, "export's index %u is not among the %u of its kind (%s)", e.index,
				   space_size(m, e.kind), wasm_kind_name(e.kind));
		if (bytes_ok(b))
			*WASM_PUSH(m->exports, m->nexports) = e;
	}
}

static void read_start(struct wasm_module *m, struct bytes *b)
{
	size_t at = b->pos;
	uint32_t index = bytes_u32(b, "start function");

	if (bytes_ok(b) && index >= m->nfuncs)
		bytes_fail(b, at, "start function %u is not among the %u functions", index, m->nfuncs);
	else if (bytes_ok(b) && strcmp(wasm_func_signature(m, index), ">"))
		bytes_fail(b, at, "start function %u takes or gives values", index);
	if (bytes_ok(b))
		m->start = index;
}

/* https://webassembly.github.io/spec/core/binary/modules.html#element-section: bits of the flags. */
enum {
	ELEM_NO_OFFSET = 1,
	ELEM_EXPLICIT = 2,
	ELEM_EXPRESSIONS = 4,
};

static char read_element_type(struct bytes *b, uint32_t flags)
{
	if (!(flags & (ELEM_NO_OFFSET | ELEM_EXPLICIT)))
		return 'F';
	if (flags & ELEM_EXPRESSIONS)
		return wasm_read_value_type(b, "element's type");
	if (bytes_u8(b, "element's kind") && bytes_ok(b))
		bytes_fail(b, b->pos - 1, "element's kind is not that of functions");
	return 'F';
}

static void add_segment(struct wasm_module *m, struct wasm_segment s, struct wasm_init from, uint64_t size)
{
	s.from = (uint32_t)from.value;
	s.base = from.is_based ? from.base : WASM_NONE;
	s.size = size;
	if (from.known || from.is_based)
		*WASM_PUSH(m->segments, m->nsegments) = s;
}

static void read_function_index(struct wasm_module *m, struct bytes *b)
{
	size_t at = b->pos;
	uint32_t index = bytes_u32(b, "element");

	if (bytes_ok(b) && index >= m->nfuncs)
		bytes_fail(b, at, "element is function %u, which is not among the %u functions", index, m->nfuncs);
	else if (bytes_ok(b))
		m->funcs[index].is_named = true;
}

static void read_elements(struct wasm_module *m, struct bytes *b)
{
	uint32_t n = bytes_u32(b, "element segment count");

	for (uint32_t i = 0; i < n && bytes_ok(b); i++) {
		size_t at = b->pos;
		uint32_t flags = bytes_u32(b, "element segment's flags"), entries;
		struct wasm_segment segment = {.kind = WASM_TABLE, .index = i, .offset = at};
		struct wasm_init from = {0};
		char type;

		if (flags > 7) {
			bytes_fail(b, at, "element segment's flags %u are not known", flags);
			return;
		}
		if (!(flags & ELEM_NO_OFFSET)) {
			if (flags & ELEM_EXPLICIT)
				segment.to = bytes_u32(b, "element segment's table");
			if (segment.to >= m->ntables)
				bytes_fail(b, at, "element segment's table %u is not among the %u tables", segment.to, m->ntables);
			if (!bytes_ok(b))
				return;
			from = wasm_read_init(m, b, m->tables[segment.to].limits.is64 ? 'j' : 'i', "element segment's offset");
		}
		type = read_element_type(b, flags);
		if (!(flags & ELEM_NO_OFFSET) && bytes_ok(b) && !wasm_fits(m->tables[segment.to].type, type))
			bytes_fail(b, at, "element segment is of %s, and table %u of %s", wasm_value_name(type), segment.to,
				   wasm_value_name(m->tables[segment.to].type));
		entries = bytes_u32(b, "element count");
		for (uint32_t k = 0; k < entries && bytes_ok(b); k++) {
			if (flags & ELEM_EXPRESSIONS)
				wasm_read_init(m, b, type, "element");
			else
				read_function_index(m, b);
		}
		if (bytes_ok(b))
			add_segment(m, segment, from, entries);
		m->nelements++;
		m->element_entries += entries;
	}
}

static void read_bodies(struct wasm_module *m, struct bytes *b)
{
	uint32_t n = bytes_u32(b, "function body count");

	for (uint32_t i = 0; i < n && bytes_ok(b); i++) {
		uint32_t size = bytes_u32(b, "function body's size");
		size_t at = b->pos;

		if (!bytes_take(b, size, "function body"))
			return;
		if (size > m->largest_body) {
			m->largest_body = size;
			m->largest_body_of = m->nimported_funcs + i;
			m->largest_body_offset = at;
		}
		m->nbodies++;
		m->code_bytes += size;
	}
}

static void read_data(struct wasm_module *m, struct bytes *b)
{
	uint32_t n = bytes_u32(b, "data segment count");

	for (uint32_t i = 0; i < n && bytes_ok(b); i++) {
		size_t at = b->pos;
		uint32_t flags = bytes_u32(b, "data segment's flags"), size;
		struct wasm_segment segment = {.kind = WASM_MEMORY, .index = i, .offset = at};
		struct wasm_init from = {0};

		if (flags > 2) {
			bytes_fail(b, at, "data segment's flags %u are not known", flags);
			return;
		}
		if (flags == 2)
			segment.to = bytes_u32(b, "data segment's memory");
		if (flags != 1 && segment.to >= m->nmemories)
			bytes_fail(b, at, "data segment's memory %u is not among the %u memories", segment.to, m->nmemories);
		if (flags != 1 && bytes_ok(b))
			from = wasm_read_init(m, b, m->memories[segment.to].limits.is64 ? 'j' : 'i', "data segment's offset");
		size = bytes_u32(b, "data segment's size");
		if (!bytes_take(b, size, "data segment"))
			return;
		add_segment(m, segment, from, size);
		*WASM_PUSH(m->data_sizes, m->ndata) = size;
		m->data_bytes += size;
	}
}

void wasm_read_section(struct wasm_module *m, uint8_t id, struct bytes *b)
{
	switch (id) {
	case WASM_SEC_TYPE:
		wasm_read_types(m, b);
		break;
	case WASM_SEC_IMPORT:
		read_imports(m, b);
		break;
	case WASM_SEC_FUNCTION:
		read_items(m, b, WASM_FUNC, "function count");
		break;
	case WASM_SEC_TABLE:
		read_tables(m, b);
		break;
	case WASM_SEC_MEMORY:
		read_items(m, b, WASM_MEMORY, "memory count");
		break;
	case WASM_SEC_GLOBAL:
		read_items(m, b, WASM_GLOBAL, "global count");
		break;
	case WASM_SEC_TAG:
		read_items(m, b, WASM_TAG, "tag count");
		break;
	case WASM_SEC_EXPORT:
		read_exports(m, b);
		break;
	case WASM_SEC_START:
		read_start(m, b);
		break;
	case WASM_SEC_ELEMENT:
		read_elements(m, b);
		break;
	case WASM_SEC_CODE:
		read_bodies(m, b);
		break;
	case WASM_SEC_DATA:
		read_data(m, b);
		break;
	case WASM_SEC_DATA_COUNT:
		m->has_data_count = true;
		m->data_count = bytes_u32(b, "data count");
		break;
	}
}

void wasm_check_counts(struct wasm_module *m, struct bytes *b)
{
	if (m->nfuncs - m->nimported_funcs != m->nbodies)
		bytes_fail(b, b->pos, "%u functions are declared and %u have a body", m->nfuncs - m->nimported_funcs,
			   m->nbodies);
	if (m->has_data_count && m->data_count != m->ndata)
		bytes_fail(b, b->pos, "data count is %u and there are %u data segments", m->data_count, m->ndata);
}
