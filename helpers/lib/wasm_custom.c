/* SPDX-License-Identifier: Apache-2.0 */
/* Custom sections of compilers and linkers: https://github.com/WebAssembly/tool-conventions, and "name" by the spec. */
#include "wasm_internal.h"

enum {
	NAME_MODULE = 0,
	NAME_FUNCTION = 1,
	NAME_GLOBAL = 7,
	DYLINK_MEM_INFO = 1,
	DYLINK_NEEDED = 2,
	DYLINK_IMPORT_INFO = 4,
	SYMBOL_WEAK = 1,
	LINKING_SYMBOL_TABLE = 8,
	LINKING_VERSION = 2,
};

/* A subsection of `name`, `dylink.0` or `linking`: its id, and a reader of what is in it. */
static uint8_t next_part(struct bytes *b, struct bytes *part, const char *field)
{
	uint8_t id = bytes_u8(b, field);
	uint32_t size = bytes_u32(b, field);

	*part = bytes_part(b, size, field);
	return id;
}

static void read_name_map(struct bytes *b, struct wasm_name_map *map)
{
	map->count = bytes_u32(b, "name count");
	map->pos = b->pos;
	for (uint32_t i = 0; i < map->count && bytes_ok(b); i++) {
		bytes_u32(b, "named index");
		bytes_name(b, "name");
	}
	map->end = b->pos;
	if (!bytes_ok(b))
		*map = (struct wasm_name_map){0};
}

static void read_names(struct wasm_module *m, struct bytes *b)
{
	while (bytes_more(b)) {
		struct bytes part;
		uint8_t id = next_part(b, &part, "name subsection");

		if (id == NAME_MODULE) {
			struct text name = bytes_name(&part, "module name");

			m->has_name = bytes_ok(b);
			m->name = name;
		} else if (id == NAME_FUNCTION) {
			read_name_map(&part, &m->func_names);
		} else if (id == NAME_GLOBAL) {
			read_name_map(&part, &m->global_names);
		}
	}
}

static void read_features(struct wasm_module *m, struct bytes *b)
{
	uint32_t n = bytes_u32(b, "feature count");

	m->has_features = true;
	for (uint32_t i = 0; i < n && bytes_ok(b); i++) {
		size_t at = b->pos;
		struct wasm_feature f = {.prefix = (char)bytes_u8(b, "feature's prefix")};

		f.name = bytes_name(b, "feature's name");
		if (bytes_ok(b) && f.prefix != '+' && f.prefix != '-' && f.prefix != '=')
			bytes_fail(b, at, "feature's prefix 0x%02x is not known", (unsigned char)f.prefix);
		if (bytes_ok(b))
			*WASM_PUSH(m->features, m->nfeatures) = f;
	}
}

static void read_producers(struct wasm_module *m, struct bytes *b)
{
	uint32_t n = bytes_u32(b, "producer field count");

	for (uint32_t i = 0; i < n && bytes_ok(b); i++) {
		struct text field = bytes_name(b, "producer field");
		uint32_t values = bytes_u32(b, "producer count");

		for (uint32_t k = 0; k < values && bytes_ok(b); k++) {
			struct wasm_producer p = {.field = field};

			p.name = bytes_name(b, "producer's name");
			p.version = bytes_name(b, "producer's version");
			if (bytes_ok(b))
				*WASM_PUSH(m->producers, m->nproducers) = p;
		}
	}
}

static void read_weak_imports(struct wasm_dylink *d, struct bytes *b)
{
	uint32_t n = bytes_u32(b, "import flags' count");

	for (uint32_t i = 0; i < n && bytes_ok(b); i++) {
		struct text name;

		bytes_name(b, "import's module");
		name = bytes_name(b, "import's name");
		if (bytes_u32(b, "import's flags") & SYMBOL_WEAK && bytes_ok(b))
			*WASM_PUSH(d->weak, d->nweak) = name;
	}
}

static void read_dylink(struct wasm_module *m, struct bytes *b)
{
	struct wasm_dylink *d = &m->dylink;

	d->present = true;
	while (bytes_more(b)) {
		struct bytes part;
		uint8_t id = next_part(b, &part, "dylink.0 subsection");

		if (id == DYLINK_MEM_INFO) {
			d->memory_size = bytes_u32(&part, "library's memory size");
			d->memory_align_log2 = bytes_u32(&part, "library's memory alignment");
			d->table_size = bytes_u32(&part, "library's table size");
			d->table_align_log2 = bytes_u32(&part, "library's table alignment");
		} else if (id == DYLINK_NEEDED) {
			uint32_t n = bytes_u32(&part, "needed library count");

			for (uint32_t i = 0; i < n && bytes_ok(b); i++) {
				struct text name = bytes_name(&part, "needed library's name");

				if (bytes_ok(b))
					*WASM_PUSH(d->needed, d->nneeded) = name;
			}
		} else if (id == DYLINK_IMPORT_INFO) {
			read_weak_imports(d, &part);
		}
	}
}

/* An undefined symbol without a name of its own has that of its import. */
static struct text import_name(const struct wasm_module *m, struct bytes *b, const struct wasm_symbol *s, size_t at)
{
	static const enum wasm_kind kinds[] = {
		[WASM_SYM_FUNC] = WASM_FUNC,
		[WASM_SYM_GLOBAL] = WASM_GLOBAL,
		[WASM_SYM_TAG] = WASM_TAG,
		[WASM_SYM_TABLE] = WASM_TABLE,
	};
	uint32_t import = WASM_NONE;

	switch (kinds[s->kind]) {
	case WASM_FUNC:
		import = s->index < m->nfuncs ? m->funcs[s->index].import : WASM_NONE;
		break;
	case WASM_GLOBAL:
		import = s->index < m->nglobals ? m->globals[s->index].import : WASM_NONE;
		break;
	case WASM_TAG:
		import = s->index < m->ntags ? m->tags[s->index].import : WASM_NONE;
		break;
	default:
		import = s->index < m->ntables ? m->tables[s->index].import : WASM_NONE;
		break;
	}
	if (import < m->nimports)
		return m->imports[import].name;
	bytes_fail(b, at, "undefined symbol's index %u is no import", s->index);
	return (struct text){"", 0};
}

static void read_data_symbol(struct bytes *b, struct wasm_symbol *s)
{
	s->name = bytes_name(b, "symbol's name");
	if (s->flags & WASM_SYM_UNDEFINED)
		return;
	s->index = bytes_u32(b, "symbol's segment");
	bytes_u64(b, "symbol's offset");
	bytes_u64(b, "symbol's size");
}

static void read_symbol(struct wasm_module *m, struct bytes *b)
{
	size_t at = b->pos;
	struct wasm_symbol s = {.name = {"", 0}};
	uint8_t kind = bytes_u8(b, "symbol's kind");

	if (kind > WASM_SYM_TABLE) {
		bytes_fail(b, at, "symbol's kind %u is not known", kind);
		return;
	}
	s.kind = (enum wasm_symbol_kind)kind;
	s.flags = bytes_u32(b, "symbol's flags");
	if (s.kind == WASM_SYM_DATA) {
		read_data_symbol(b, &s);
	} else {
		size_t index_at = b->pos;

		s.index = bytes_u32(b, "symbol's index");
		if (!bytes_ok(b))
			return;
		if (s.kind != WASM_SYM_SECTION) {
			if (!(s.flags & WASM_SYM_UNDEFINED) || s.flags & WASM_SYM_EXPLICIT_NAME)
				s.name = bytes_name(b, "symbol's name");
			else
				s.name = import_name(m, b, &s, index_at);
		}
	}
	if (bytes_ok(b))
		*WASM_PUSH(m->symbols, m->nsymbols) = s;
}

static void read_linking(struct wasm_module *m, struct bytes *b)
{
	size_t at = b->pos;

	m->is_object = true;
	m->linking_version = bytes_u32(b, "linking version");
	if (bytes_ok(b) && m->linking_version != LINKING_VERSION)
		bytes_fail(b, at, "linking version %u is not known", m->linking_version);
	while (bytes_more(b)) {
		struct bytes part;

		if (next_part(b, &part, "linking subsection") == LINKING_SYMBOL_TABLE) {
			uint32_t n = bytes_u32(&part, "symbol count");

			for (uint32_t i = 0; i < n && bytes_ok(b); i++)
				read_symbol(m, &part);
		}
	}
}

void wasm_read_custom(struct wasm_module *m, const struct wasm_section *section, struct bytes *b)
{
	if (text_is(section->name, "name")) {
		read_names(m, b);
	} else if (text_is(section->name, "target_features")) {
		read_features(m, b);
	} else if (text_is(section->name, "producers")) {
		read_producers(m, b);
	} else if (text_is(section->name, "dylink.0")) {
		read_dylink(m, b);
	} else if (text_is(section->name, "dylink")) {
		m->old_dylink = true;
	} else if (text_is(section->name, "linking")) {
		read_linking(m, b);
	} else if (text_starts(section->name, ".debug_")) {
		m->ndebug_sections++;
		m->debug_bytes += section->size;
	}
}
