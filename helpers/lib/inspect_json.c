/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "inspect.h"

/* Names of a module are UTF-8; those of an archive's members may be anything. */
json_t *inspect_json_text(struct text t)
{
	json_t *s = json_stringn(t.s, t.n);

	if (!s) {
		char *shown = text_shown(t);

		s = json_string(shown);
		free(shown);
	}
	return s;
}

static json_t *limits(const struct wasm_limits *l)
{
	json_t *o = json_pack("{s:I,s:b,s:b}", "min", (json_int_t)l->min, "shared", l->shared, "is64", l->is64);

	if (l->has_max)
		json_object_set_new(o, "max", json_integer((json_int_t)l->max));
	return o;
}

/* A type as text for functions, globals and tags, as an object with limits for tables and memories. */
static json_t *type_of(const struct wasm_module *m, enum wasm_kind kind, uint32_t index)
{
	struct buf b = {0};
	json_t *o;

	switch (kind) {
	case WASM_MEMORY:
		return limits(&m->memories[index].limits);
	case WASM_TABLE:
		o = limits(&m->tables[index].limits);
		json_object_set_new(o, "element", json_string(wasm_value_name(m->tables[index].type)));
		return o;
	case WASM_GLOBAL:
		buf_printf(&b, "%s%s", m->globals[index].is_mutable ? "mutable " : "",
			   wasm_value_name(m->globals[index].type));
		break;
	case WASM_FUNC:
		wasm_signature_show(&b, wasm_func_signature(m, index));
		break;
	case WASM_TAG:
		wasm_signature_show(&b, wasm_tag_signature(m, index));
		break;
	}
	o = json_string(b.data);
	free(b.data);
	return o;
}

static json_t *sections(const struct wasm_module *m)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < m->nsections; i++) {
		const struct wasm_section *s = &m->sections[i];
		json_t *o = json_pack("{s:s,s:I,s:I}", "section", wasm_section_name(s->id), "offset",
				      (json_int_t)s->offset, "size", (json_int_t)s->size);

		if (s->id == WASM_SEC_CUSTOM)
			json_object_set_new(o, "name", inspect_json_text(s->name));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *imports(const struct wasm_module *m)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < m->nimports; i++) {
		const struct wasm_import *import = &m->imports[i];

		json_array_append_new(
			list, json_pack("{s:o,s:o,s:s,s:o,s:I}", "module", inspect_json_text(import->module), "name",
					inspect_json_text(import->name), "kind", wasm_kind_name(import->kind), "type",
					type_of(m, import->kind, import->index), "offset", (json_int_t)import->offset));
	}
	return list;
}

static json_t *exports(const struct wasm_module *m)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < m->nexports; i++) {
		const struct wasm_export *e = &m->exports[i];
		json_t *o = json_pack("{s:o,s:s,s:o,s:I,s:I}", "name", inspect_json_text(e->name), "kind",
				      wasm_kind_name(e->kind), "type", type_of(m, e->kind, e->index), "index",
				      (json_int_t)e->index, "offset", (json_int_t)e->offset);

		if (e->kind == WASM_GLOBAL && m->globals[e->index].known)
			json_object_set_new(o, "value", json_integer(m->globals[e->index].init));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *memories(const struct wasm_module *m)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < m->nmemories; i++) {
		json_t *o = limits(&m->memories[i].limits);

		json_object_set_new(o, "imported", json_boolean(m->memories[i].import != WASM_NONE));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *features(const struct wasm_module *m)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < m->nfeatures; i++) {
		struct buf b = {0};

		buf_char(&b, m->features[i].prefix);
		buf_add(&b, m->features[i].name.s, m->features[i].name.n);
		json_array_append_new(list, inspect_json_text((struct text){b.data, b.len}));
		free(b.data);
	}
	return list;
}

static json_t *producers(const struct wasm_module *m)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < m->nproducers; i++)
		json_array_append_new(list,
				      json_pack("{s:o,s:o,s:o}", "field", inspect_json_text(m->producers[i].field),
						"name", inspect_json_text(m->producers[i].name), "version",
						inspect_json_text(m->producers[i].version)));
	return list;
}

static json_t *symbols(const struct wasm_module *m)
{
	static const char *const kinds[] = {"function", "data", "global", "section", "tag", "table"};
	json_t *list = json_array();

	for (uint32_t i = 0; i < m->nsymbols; i++) {
		const struct wasm_symbol *s = &m->symbols[i];

		json_array_append_new(list, json_pack("{s:o,s:s,s:b,s:I}", "name", inspect_json_text(s->name), "kind",
						      kinds[s->kind], "undefined", s->flags & WASM_SYM_UNDEFINED,
						      "flags", (json_int_t)s->flags));
	}
	return list;
}

static json_t *function_names(const struct wasm_module *m)
{
	json_t *list = json_array();
	size_t at = m->func_names.pos;
	uint32_t index;
	struct text name;

	while (wasm_name_next(m, &m->func_names, &at, &index, &name))
		json_array_append_new(
			list, json_pack("{s:I,s:o}", "index", (json_int_t)index, "name", inspect_json_text(name)));
	return list;
}

static json_t *sizes(const struct wasm_module *m)
{
	return json_pack("{s:I,s:I,s:I,s:I,s:I,s:I,s:I}", "file", (json_int_t)m->size, "code",
			 (json_int_t)m->code_bytes, "functions", (json_int_t)m->nbodies, "largest_function",
			 (json_int_t)m->largest_body, "data", (json_int_t)m->data_bytes, "data_segments",
			 (json_int_t)m->ndata, "debug", (json_int_t)m->debug_bytes);
}

static json_t *dylink(const struct wasm_module *m)
{
	json_t *needed = json_array();

	for (uint32_t i = 0; i < m->dylink.nneeded; i++)
		json_array_append_new(needed, inspect_json_text(m->dylink.needed[i]));
	return json_pack("{s:I,s:I,s:o}", "memory_size", (json_int_t)m->dylink.memory_size, "table_size",
			 (json_int_t)m->dylink.table_size, "needed", needed);
}

json_t *inspect_json_module(const struct wasm_module *m, bool all)
{
	json_t *o = json_object();

	json_object_set_new(o, "kind", json_string(inspect_kind_name(m, check_kind_of(m))));
	json_object_set_new(o, "name", m->has_name ? inspect_json_text(m->name) : json_null());
	json_object_set_new(o, "sections", sections(m));
	json_object_set_new(o, "imports", imports(m));
	json_object_set_new(o, "exports", exports(m));
	json_object_set_new(o, "memories", memories(m));
	json_object_set_new(o, "features", m->has_features ? features(m) : json_null());
	json_object_set_new(o, "producers", producers(m));
	json_object_set_new(o, "sizes", sizes(m));
	if (m->dylink.present)
		json_object_set_new(o, "dylink", dylink(m));
	if (m->is_object)
		json_object_set_new(o, "symbols", symbols(m));
	if (all)
		json_object_set_new(o, "functions", function_names(m));
	if (m->custom_error.text[0])
		json_object_set_new(o, "custom_error", inspect_json_error(&m->custom_error));
	return o;
}

static json_t *stack(const struct wasm_module *m)
{
	const struct wasm_export *low = wasm_export(m, "__stack_low"), *top = wasm_export(m, "__stack_pointer");

	if (!low || !top || low->kind != WASM_GLOBAL || top->kind != WASM_GLOBAL || !m->globals[low->index].known ||
	    !m->globals[top->index].known)
		return json_null();
	return json_integer((json_int_t)((uint64_t)m->globals[top->index].init - (uint64_t)m->globals[low->index].init));
}

static json_t *first_memory(const struct wasm_module *m)
{
	const struct wasm_limits *l = m->nmemories ? &m->memories[0].limits : NULL;

	if (!l)
		return json_null();
	return json_pack("{s:I,s:o,s:b,s:b}", "min", (json_int_t)l->min, "max",
			 l->has_max ? json_integer((json_int_t)l->max) : json_null(), "shared", l->shared, "imported",
			 m->memories[0].import != WASM_NONE);
}

static json_t *passes(const struct wasm_module *m)
{
	json_t *list = json_array();

	if (check_has_asyncify(m))
		json_array_append_new(list, json_string("asyncify"));
	if (wasm_import(m, "lind", "epoch_callback"))
		json_array_append_new(list, json_string("epoch"));
	return list;
}

json_t *inspect_json_facts(const struct wasm_module *m)
{
	return json_pack("{s:o,s:o,s:o,s:o,s:b,s:b,s:o}", "name", m->has_name ? inspect_json_text(m->name) : json_null(),
			 "stack", stack(m), "memory", first_memory(m), "passes", passes(m), "threads",
			 wasm_export(m, "__wasm_init_tls") && wasm_export(m, "__get_aligned_tls_size"), "setjmp",
			 m->ntags > 0, "sizes", sizes(m));
}

json_t *inspect_json_error(const struct bytes_error *error)
{
	return json_pack("{s:I,s:s}", "offset", (json_int_t)error->offset, "text", error->text);
}

json_t *inspect_json_report(const struct check_report *report)
{
	json_t *list = json_array();

	for (size_t i = 0; i < report->n; i++) {
		const struct check_finding *f = &report->v[i];

		json_array_append_new(list, json_pack("{s:s,s:s,s:I,s:s,s:s,s:s}", "code", f->code, "severity",
						      check_severity_name(f->severity), "offset", (json_int_t)f->offset,
						      "what", f->what, "why", f->why, "cure", f->cure));
	}
	return json_pack("{s:I,s:I,s:o}", "errors", (json_int_t)report->nerrors, "warnings",
			 (json_int_t)report->nwarnings, "findings", list);
}
