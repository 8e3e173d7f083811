/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lind-rust/wasm.h"
#include "wasm_internal.h"

static const uint8_t magic[4] = {0x00, 'a', 's', 'm'};
static const uint8_t elf_magic[4] = {0x7f, 'E', 'L', 'F'};

void *wasm_room(void *v, size_t n, size_t size)
{
	/* Sizes are powers of two, so that no array has to carry its capacity. */
	if (!(n & (n - 1)) || !n)
		v = xreallocarray(v, n ? n * 2 : 1, size);
	memset((char *)v + n * size, 0, size);
	return v;
}

bool wasm_is(const void *data, size_t size)
{
	return size >= sizeof magic && !memcmp(data, magic, sizeof magic);
}

static void read_header(struct bytes *b)
{
	const uint8_t *p = bytes_take(b, sizeof magic, "magic number");
	uint32_t version;

	if (p && memcmp(p, magic, sizeof magic)) {
		/* lind-boot's precompiled modules are ELF files, and easily taken for the module beside them. */
		if (!memcmp(p, elf_magic, sizeof elf_magic))
			bytes_fail(b, 0, "it is an ELF file, perhaps a precompiled .cwasm; the .wasm is needed");
		else
			bytes_fail(b, 0, "magic number is not that of WebAssembly");
		return;
	}
	version = bytes_le32(b, "version");
	if (!bytes_ok(b) || version == 1)
		return;
	if (version >> 16 == 1)
		bytes_fail(b, 4, "it is a component; a core module is needed");
	else
		bytes_fail(b, 4, "version %u is not known", version);
}

/* The place of each section in a module; ids were given in the order of invention. */
static unsigned section_place(uint8_t id)
{
	static const uint8_t order[] = {
		WASM_SEC_TYPE,	     WASM_SEC_IMPORT, WASM_SEC_FUNCTION, WASM_SEC_TABLE, WASM_SEC_MEMORY,
		WASM_SEC_TAG,	     WASM_SEC_GLOBAL, WASM_SEC_EXPORT,	 WASM_SEC_START, WASM_SEC_ELEMENT,
		WASM_SEC_DATA_COUNT, WASM_SEC_CODE,   WASM_SEC_DATA,
	};

	for (unsigned i = 0; i < sizeof order; i++)
		if (order[i] == id)
			return i + 1;
	return 0;
}

static void check_place(struct bytes *b, const struct wasm_section *s, uint8_t *last)
{
	unsigned place = section_place(s->id);

	if (!place)
		bytes_fail(b, s->offset, "section id %u is not known", s->id);
	else if (s->id == *last)
		bytes_fail(b, s->offset, "%s section occurs twice", wasm_section_name(s->id));
	else if (*last && place < section_place(*last))
		bytes_fail(b, s->offset, "%s section is out of order", wasm_section_name(s->id));
	*last = s->id;
}

static void read_custom(struct wasm_module *m, struct wasm_section *s, struct bytes *b)
{
	struct bytes_error error = {0};
	struct bytes own;

	s->name = bytes_name(b, "custom section's name");
	if (!bytes_ok(b))
		return;
	s->contents = b->pos;
	s->size = bytes_left(b);
	/* Each has an error of its own: one that is broken must not hide the next, nor make the module invalid. */
	own = *b;
	own.error = &error;
	wasm_read_custom(m, s, &own);
	if (!m->custom_error.text[0])
		m->custom_error = error;
}

static void read_section(struct wasm_module *m, struct bytes *b, uint8_t *last)
{
	struct wasm_section s = {.offset = b->pos, .name = {"", 0}};
	struct bytes part;
	uint32_t size;

	s.id = bytes_u8(b, "section id");
	size = bytes_u32(b, "section size");
	s.contents = b->pos;
	part = bytes_part(b, size, "section");
	s.size = bytes_left(&part);
	if (s.id == WASM_SEC_CUSTOM)
		read_custom(m, &s, &part);
	else
		check_place(b, &s, last);
	if (!bytes_ok(b))
		return;
	*WASM_PUSH(m->sections, m->nsections) = s;
	if (s.id == WASM_SEC_CUSTOM)
		return;
	wasm_read_section(m, s.id, &part);
	if (part.pos < part.end)
		bytes_fail(b, part.pos, "%s section has %zu bytes too many", wasm_section_name(s.id),
			   bytes_left(&part));
}

bool wasm_read(struct wasm_module *m, const void *data, size_t size)
{
	struct bytes b;
	uint8_t last = 0;

	memset(m, 0, sizeof *m);
	m->data = data;
	m->size = size;
	m->start = WASM_NONE;
	m->name = (struct text){"", 0};
	b = bytes_over(data, size, &m->error);
	read_header(&b);
	while (bytes_more(&b))
		read_section(m, &b, &last);
	wasm_check_counts(m, &b);
	return bytes_ok(&b);
}

void wasm_free(struct wasm_module *m)
{
	for (uint32_t i = 0; i < m->ntypes; i++)
		free(m->types[i].signature);
	free(m->sections);
	free(m->types);
	free(m->imports);
	free(m->funcs);
	free(m->tables);
	free(m->memories);
	free(m->globals);
	free(m->tags);
	free(m->exports);
	free(m->features);
	free(m->producers);
	free(m->dylink.needed);
	free(m->dylink.weak);
	free(m->symbols);
	free(m->segments);
	free(m->data_sizes);
	memset(m, 0, sizeof *m);
}

const struct wasm_export *wasm_export(const struct wasm_module *m, const char *name)
{
	for (uint32_t i = 0; i < m->nexports; i++)
		if (text_is(m->exports[i].name, name))
			return &m->exports[i];
	return NULL;
}

const struct wasm_import *wasm_import(const struct wasm_module *m, const char *module, const char *name)
{
	for (uint32_t i = 0; i < m->nimports; i++)
		if (text_is(m->imports[i].module, module) && text_is(m->imports[i].name, name))
			return &m->imports[i];
	return NULL;
}

const struct wasm_section *wasm_section(const struct wasm_module *m, uint8_t id, const char *name)
{
	for (uint32_t i = 0; i < m->nsections; i++)
		if (m->sections[i].id == id && (id != WASM_SEC_CUSTOM || text_is(m->sections[i].name, name)))
			return &m->sections[i];
	return NULL;
}

char wasm_feature(const struct wasm_module *m, const char *name)
{
	for (uint32_t i = 0; i < m->nfeatures; i++)
		if (text_is(m->features[i].name, name))
			return m->features[i].prefix;
	return 0;
}

/* Types of functions and tags are checked when they are read: an index that is in range has a signature. */
const char *wasm_func_signature(const struct wasm_module *m, uint32_t index)
{
	return index < m->nfuncs ? m->types[m->funcs[index].type].signature : ">";
}

const char *wasm_tag_signature(const struct wasm_module *m, uint32_t index)
{
	return index < m->ntags ? m->types[m->tags[index].type].signature : ">";
}

bool wasm_name_next(const struct wasm_module *m, const struct wasm_name_map *map, size_t *at, uint32_t *index,
		    struct text *name)
{
	struct bytes_error error = {0};
	struct bytes b = {.base = m->data, .pos = *at, .end = map->end, .error = &error};

	if (!bytes_more(&b))
		return false;
	*index = bytes_u32(&b, "index");
	*name = bytes_name(&b, "name");
	*at = b.pos;
	return bytes_ok(&b);
}

const char *wasm_kind_name(enum wasm_kind kind)
{
	static const char *const names[] = {"function", "table", "memory", "global", "tag"};

	return names[kind];
}

const char *wasm_section_name(uint8_t id)
{
	static const char *const names[] = {"custom", "type",  "import",  "function", "table", "memory",     "global",
					    "export", "start", "element", "code",     "data",  "data count", "tag"};

	return id < sizeof names / sizeof *names ? names[id] : "unknown";
}

const char *wasm_value_name(char letter)
{
	switch (letter) {
	case 'i':
		return "i32";
	case 'j':
		return "i64";
	case 'f':
		return "f32";
	case 'd':
		return "f64";
	case 'v':
		return "v128";
	case 'F':
		return "funcref";
	case 'X':
		return "externref";
	case 'E':
		return "exnref";
	default:
		return "ref";
	}
}

static void show_values(struct buf *out, const char *letters, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%s", i ? ", " : "", wasm_value_name(letters[i]));
}

void wasm_signature_show(struct buf *out, const char *signature)
{
	size_t nparams = strcspn(signature, ">");
	const char *results = signature + nparams + 1;

	buf_char(out, '(');
	show_values(out, signature, nparams);
	buf_str(out, ") -> ");
	if (strlen(results) == 1) {
		show_values(out, results, 1);
		return;
	}
	buf_char(out, '(');
	show_values(out, results, strlen(results));
	buf_char(out, ')');
}
