/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lind-rust/add_export.h"

const char *const lr_dynamic_exports[] = {"__wasm_apply_tls_relocs", "__wasm_apply_global_relocs", "__stack_pointer", NULL};
const char *const lr_library_exports[] = {"__wasm_apply_tls_relocs", "__wasm_apply_global_relocs", NULL};

/* Of those from `from` on; what is below is another module's, whatever it is called here. */
static uint32_t index_by_name(const struct wasm_module *m, const struct wasm_name_map *map, const char *name, uint32_t from)
{
	size_t at = map->pos;
	uint32_t index;
	struct text t;

	while (wasm_name_next(m, map, &at, &index, &t))
		if (index >= from && text_is(t, name))
			return index;
	return WASM_NONE;
}

static uint32_t imported_global(const struct wasm_module *m, const char *name)
{
	for (uint32_t i = 0; i < m->nimports; i++)
		if (m->imports[i].kind == WASM_GLOBAL && text_is(m->imports[i].module, "env") &&
		    text_is(m->imports[i].name, name))
			return m->imports[i].index;
	return WASM_NONE;
}

static bool find(const struct wasm_module *m, const char *name, enum wasm_kind *kind, uint32_t *index)
{
	*kind = WASM_FUNC;
	*index = index_by_name(m, &m->func_names, name, m->nimported_funcs);
	if (*index < m->nfuncs)
		return true;
	*kind = WASM_GLOBAL;
	*index = imported_global(m, name);
	if (*index == WASM_NONE)
		*index = index_by_name(m, &m->global_names, name, 0);
	return *index < m->nglobals;
}

static void add_u32(struct buf *out, size_t value)
{
	do {
		buf_char(out, (char)((value & 0x7f) | (value > 0x7f ? 0x80 : 0)));
		value >>= 7;
	} while (value);
}

static size_t new_entries(struct buf *out, const struct wasm_module *m, const char *const *names)
{
	enum wasm_kind kind;
	uint32_t index;
	size_t n = 0;

	for (; *names; names++) {
		if (wasm_export(m, *names) || !find(m, *names, &kind, &index))
			continue;
		add_u32(out, strlen(*names));
		buf_str(out, *names);
		buf_char(out, (char)kind);
		add_u32(out, index);
		n++;
	}
	return n;
}

static void add_section(struct buf *out, size_t count, const void *old, size_t nold, const struct buf *added)
{
	struct buf head = {0};

	add_u32(&head, count);
	buf_char(out, WASM_SEC_EXPORT);
	add_u32(out, head.len + nold + added->len);
	buf_add(out, head.data, head.len);
	buf_add(out, old, nold);
	buf_add(out, added->data, added->len);
	free(head.data);
}

/* The entries of the module's export section, behind their number. */
static size_t old_entries(const struct wasm_module *m, const struct wasm_section *s, const uint8_t **at)
{
	struct bytes_error error;
	struct bytes b = bytes_over(m->data, s->contents + s->size, &error);

	b.pos = s->contents;
	bytes_u32(&b, "export count");
	*at = m->data + b.pos;
	return bytes_left(&b);
}

static bool is_behind_exports(const struct wasm_section *s)
{
	return s->id == WASM_SEC_START || s->id == WASM_SEC_ELEMENT || s->id == WASM_SEC_DATA_COUNT ||
	       s->id == WASM_SEC_CODE || s->id == WASM_SEC_DATA;
}

size_t lr_add_exports(struct buf *out, const struct wasm_module *m, const char *const *names)
{
	const struct wasm_section *exports = wasm_section(m, WASM_SEC_EXPORT, "");
	struct buf added = {0};
	size_t n = new_entries(&added, m, names), from = 0;
	const uint8_t *old = NULL;
	size_t nold = exports ? old_entries(m, exports, &old) : 0;

	if (n && exports) {
		from = exports->contents + exports->size;
		buf_add(out, m->data, exports->offset);
		add_section(out, m->nexports + n, old, nold, &added);
	} else if (n) {
		/* Its place is behind the globals, whatever custom sections there are. */
		from = m->size;
		for (uint32_t i = 0; i < m->nsections && from == m->size; i++)
			if (is_behind_exports(&m->sections[i]))
				from = m->sections[i].offset;
		buf_add(out, m->data, from);
		add_section(out, n, "", 0, &added);
	}
	buf_add(out, m->data + from, m->size - from);
	free(added.data);
	return n;
}
