/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "inspect.h"

const char *inspect_kind_name(const struct wasm_module *m, enum check_kind kind)
{
	if (m->error.text[0] && check_is_precompiled(m))
		return "precompiled";
	if (m->is_object)
		return "object";
	if (m->dylink.present)
		return check_is_library(m) ? "library" : "dynamic";
	return kind == CHECK_GRATE ? "grate" : "static";
}

const char *inspect_stage_name(enum check_stage stage)
{
	return stage == CHECK_RAW ? "raw" : "finished";
}

const char *inspect_runtime_name(enum check_runtime runtime)
{
	return runtime == CHECK_STANDIN ? "standin" : "lind";
}

static void print_text(FILE *out, struct text t)
{
	char *s = text_shown(t);

	fputs(s, out);
	free(s);
}

static void print_sections(FILE *out, const struct wasm_module *m)
{
	fprintf(out, "sections\n");
	for (uint32_t i = 0; i < m->nsections; i++) {
		const struct wasm_section *s = &m->sections[i];

		fprintf(out, "  0x%08zx %10zu  %s", s->offset, s->size, wasm_section_name(s->id));
		if (s->id == WASM_SEC_CUSTOM) {
			fputc(' ', out);
			print_text(out, s->name);
		}
		fputc('\n', out);
	}
}

static void print_limits(FILE *out, const struct wasm_limits *l)
{
	fprintf(out, "%" PRIu64, l->min);
	if (l->has_max)
		fprintf(out, "..%" PRIu64, l->max);
	fprintf(out, "%s%s", l->is64 ? " 64-bit" : "", l->shared ? " shared" : "");
}

/* The type of one thing of an index space. */
static void print_type(FILE *out, const struct wasm_module *m, enum wasm_kind kind, uint32_t index)
{
	struct buf b = {0};

	switch (kind) {
	case WASM_FUNC:
		wasm_signature_show(&b, wasm_func_signature(m, index));
		break;
	case WASM_TAG:
		wasm_signature_show(&b, wasm_tag_signature(m, index));
		break;
	case WASM_GLOBAL:
		buf_printf(&b, "%s%s", m->globals[index].is_mutable ? "mutable " : "",
			   wasm_value_name(m->globals[index].type));
		if (m->globals[index].known)
			buf_printf(&b, " = %" PRId64, m->globals[index].init);
		break;
	case WASM_TABLE:
		fprintf(out, "%s ", wasm_value_name(m->tables[index].type));
		print_limits(out, &m->tables[index].limits);
		return;
	case WASM_MEMORY:
		print_limits(out, &m->memories[index].limits);
		fputs(" pages", out);
		return;
	}
	fputs(b.data, out);
	free(b.data);
}

static void print_imports(FILE *out, const struct wasm_module *m)
{
	if (m->nimports)
		fprintf(out, "imports\n");
	for (uint32_t i = 0; i < m->nimports; i++) {
		const struct wasm_import *import = &m->imports[i];

		fprintf(out, "  0x%08zx %-8s  ", import->offset, wasm_kind_name(import->kind));
		print_text(out, import->module);
		fputc('.', out);
		print_text(out, import->name);
		fputs(": ", out);
		print_type(out, m, import->kind, import->index);
		fputc('\n', out);
	}
}

static void print_exports(FILE *out, const struct wasm_module *m)
{
	if (m->nexports)
		fprintf(out, "exports\n");
	for (uint32_t i = 0; i < m->nexports; i++) {
		const struct wasm_export *e = &m->exports[i];

		fprintf(out, "  0x%08zx %-8s  ", e->offset, wasm_kind_name(e->kind));
		print_text(out, e->name);
		fputs(": ", out);
		print_type(out, m, e->kind, e->index);
		fputc('\n', out);
	}
}

static void print_memories(FILE *out, const struct wasm_module *m)
{
	for (uint32_t i = 0; i < m->nmemories; i++) {
		fputs("memory    ", out);
		print_type(out, m, WASM_MEMORY, i);
		fputs(m->memories[i].import == WASM_NONE ? "\n" : ", imported\n", out);
	}
	for (uint32_t i = 0; i < m->ntables; i++) {
		fputs("table     ", out);
		print_type(out, m, WASM_TABLE, i);
		fputs(m->tables[i].import == WASM_NONE ? "\n" : ", imported\n", out);
	}
}

static void print_features(FILE *out, const struct wasm_module *m)
{
	if (!m->has_features)
		return;
	fputs("features ", out);
	for (uint32_t i = 0; i < m->nfeatures; i++) {
		fprintf(out, " %c", m->features[i].prefix);
		print_text(out, m->features[i].name);
	}
	fputc('\n', out);
}

static void print_producers(FILE *out, const struct wasm_module *m)
{
	for (uint32_t i = 0; i < m->nproducers; i++) {
		const struct wasm_producer *p = &m->producers[i];

		fputs("producer  ", out);
		print_text(out, p->field);
		fputs(": ", out);
		print_text(out, p->name);
		if (p->version.n) {
			fputc(' ', out);
			print_text(out, p->version);
		}
		fputc('\n', out);
	}
}

static void print_dylink(FILE *out, const struct wasm_module *m)
{
	if (!m->dylink.present)
		return;
	fprintf(out, "dylink    %" PRIu32 " bytes of memory, %" PRIu32 " of table", m->dylink.memory_size,
		m->dylink.table_size);
	for (uint32_t i = 0; i < m->dylink.nneeded; i++) {
		fputs(i ? ", " : "; needs ", out);
		print_text(out, m->dylink.needed[i]);
	}
	fputc('\n', out);
}

static void print_sizes(FILE *out, const struct wasm_module *m)
{
	fprintf(out, "code      %" PRIu64 " bytes in %" PRIu32 " functions", m->code_bytes, m->nbodies);
	if (m->nbodies)
		fprintf(out, "; the largest, function %" PRIu32 ", has %" PRIu32, m->largest_body_of, m->largest_body);
	fprintf(out, "\ndata      %" PRIu64 " bytes in %" PRIu32 " segments\n", m->data_bytes, m->ndata);
	fprintf(out, "elements  %" PRIu64 " in %" PRIu32 " segments\n", m->element_entries, m->nelements);
	fprintf(out, "names     %" PRIu32 " of functions\n", m->func_names.count);
	if (m->ndebug_sections)
		fprintf(out, "debug     %" PRIu64 " bytes in %" PRIu32 " sections\n", m->debug_bytes,
			m->ndebug_sections);
}

static void print_names(FILE *out, const struct wasm_module *m)
{
	size_t at = m->func_names.pos;
	uint32_t index;
	struct text name;

	if (m->func_names.count)
		fputs("functions\n", out);
	while (wasm_name_next(m, &m->func_names, &at, &index, &name)) {
		fprintf(out, "  %8" PRIu32 "  ", index);
		print_text(out, name);
		fputc('\n', out);
	}
}

static void print_symbols(FILE *out, const struct wasm_module *m, bool all)
{
	uint32_t undefined = 0;

	if (!m->is_object)
		return;
	for (uint32_t i = 0; i < m->nsymbols; i++)
		undefined += !!(m->symbols[i].flags & WASM_SYM_UNDEFINED);
	fprintf(out, "symbols   %" PRIu32 ", %" PRIu32 " of them undefined\n", m->nsymbols, undefined);
	for (uint32_t i = 0; i < m->nsymbols && all; i++) {
		const struct wasm_symbol *s = &m->symbols[i];

		if (!(s->flags & WASM_SYM_UNDEFINED))
			continue;
		fputs("  undefined  ", out);
		print_text(out, s->name);
		if (s->kind == WASM_SYM_FUNC) {
			fputs(": ", out);
			print_type(out, m, WASM_FUNC, s->index);
		}
		fputc('\n', out);
	}
}

void inspect_print_module(FILE *out, const char *file, const struct wasm_module *m, bool all)
{
	char *shown = lr_visible(file);

	fprintf(out, "%s: %s, %zu bytes", shown, inspect_kind_name(m, check_kind_of(m)), m->size);
	if (m->has_name) {
		fputs(", named '", out);
		print_text(out, m->name);
		fputc('\'', out);
	}
	fputc('\n', out);
	print_sections(out, m);
	print_imports(out, m);
	print_exports(out, m);
	print_memories(out, m);
	print_dylink(out, m);
	print_features(out, m);
	print_producers(out, m);
	print_sizes(out, m);
	print_symbols(out, m, all);
	if (all)
		print_names(out, m);
	free(shown);
}

void inspect_print_member(FILE *out, struct text name, size_t size, const struct wasm_module *m, bool all)
{
	fprintf(out, "  %10zu  ", size);
	print_text(out, name);
	if (!m) {
		fputs(": not WebAssembly\n", out);
		return;
	}
	if (m->error.text[0]) {
		fprintf(out, ": malformed at 0x%zx: %s\n", m->error.offset, m->error.text);
		return;
	}
	fputs(m->has_features ? ":" : ": no features told", out);
	for (uint32_t i = 0; i < m->nfeatures; i++) {
		fprintf(out, " %c", m->features[i].prefix);
		print_text(out, m->features[i].name);
	}
	fputc('\n', out);
	if (all)
		print_symbols(out, m, true);
}

void inspect_print_notes(FILE *out, const char *file, const struct check_report *report)
{
	char *shown = lr_visible(file);

	for (size_t i = 0; i < report->n; i++) {
		const struct check_finding *f = &report->v[i];

		if (f->severity == CHECK_NOTE)
			fprintf(out, "%s:0x%zx: %s: %s [%s]\n", shown, f->offset, check_severity_name(f->severity),
				f->what, f->code);
	}
	free(shown);
}
