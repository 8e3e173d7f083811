/* SPDX-License-Identifier: Apache-2.0 */
/* What the runtime under lind-boot takes: features by its configuration, sizes by the limits engines agree on. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "check_internal.h"

/* https://webassembly.github.io/spec/js-api/#limits, which wasmtime obeys as well. */
#define MAX_BODY 7654321

/* Of the features compilers know, those that lind-boot does not switch on. */
static const char *const unsupported[] = {
	"custom-descriptors", "custom-page-sizes", "fp16",    "gc",
	"shared-everything",  "stack-switching",   "strings", "wide-arithmetic",
};

static bool has_feature(const struct wasm_module *m, const char *name)
{
	char has = wasm_feature(m, name);

	return has == '+' || has == '=';
}

static void check_unsupported(struct check *c, size_t offset)
{
	struct buf list = {0};

	for (size_t i = 0; i < sizeof unsupported / sizeof *unsupported; i++) {
		if (has_feature(c->m, unsupported[i]))
			buf_printf(&list, "%s'%s'", list.len ? ", " : "", unsupported[i]);
	}
	if (list.len) {
		check_add(c, "feature-unsupported", CHECK_WARNING, offset, "the module may use %s", list.data);
		check_why(c, "lind-boot leaves that switched off: where it is really used the module does not load");
		check_cure(c, "leave it out of -C target-feature, -m and -mcpu, and run wasm-opt without -all");
	}
	free(list.data);
}

static void check_features(struct check *c)
{
	const struct wasm_module *m = c->m;
	const struct wasm_section *s = wasm_section(m, WASM_SEC_CUSTOM, "target_features");
	bool atomics = has_feature(m, "atomics"), bulk = has_feature(m, "bulk-memory");

	if (!m->has_features || !s)
		return;
	if (!atomics || !bulk) {
		check_add(c, "feature-missing", CHECK_WARNING, s->offset, "the module was compiled without %s",
			  atomics ? "'bulk-memory'" : bulk ? "'atomics'" : "'atomics' and 'bulk-memory'");
		check_why(c, "the memory is shared between threads: without atomics locks do not lock, without "
			     "bulk-memory data is initialised once more by each thread");
		check_cure(c, "compile all of it for lind: C by lind-rust-clang, Rust by lind-rust-cargo");
	}
	check_unsupported(c, s->offset);
}

/* A function's type of WebAssembly 2.0, or one with exnref. */
static bool is_plain(const struct wasm_type *t)
{
	return t->form == 0x60 && !t->is_grouped && !strchr(t->signature, 'r');
}

static void check_types(struct check *c)
{
	const struct wasm_module *m = c->m;
	uint32_t i = 0;

	while (i < m->ntypes && is_plain(&m->types[i]))
		i++;
	if (i == m->ntypes)
		return;
	check_add(c, "type-unsupported", CHECK_ERROR, m->types[i].offset,
		  "type %u is of a proposal that lind-boot lacks", i);
	check_why(c, "lind-boot has garbage collection and typed references switched off: the module does not load");
	check_cure(c, "run wasm-opt without --enable-gc and -all; lind-rust-opt does");
}

static void too_many(struct check *c, size_t offset, uint64_t n, const char *what, uint64_t most)
{
	if (n <= most)
		return;
	check_add(c, "too-many", CHECK_ERROR, offset, "there are %" PRIu64 " %s, more than %" PRIu64, n, what, most);
	check_why(c, "engines do not load a module with more");
	check_cure(c, "divide the program: that many are mostly generated");
}

static void check_counts(struct check *c)
{
	const struct wasm_module *m = c->m;
	const struct {
		uint8_t section;
		uint64_t n;
		const char *what;
		uint64_t most;
	} counts[] = {
		{WASM_SEC_TYPE, m->ntypes, "types", 1000000},
		{WASM_SEC_IMPORT, m->nimports, "imports", 1000000},
		{WASM_SEC_FUNCTION, m->nfuncs, "functions", 1000000},
		{WASM_SEC_GLOBAL, m->nglobals, "globals", 1000000},
		{WASM_SEC_EXPORT, m->nexports, "exports", 1000000},
		{WASM_SEC_ELEMENT, m->nelements, "element segments", 100000},
		{WASM_SEC_DATA, m->ndata, "data segments", 100000},
	};

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		too_many(c, check_section_offset(c, counts[i].section), counts[i].n, counts[i].what, counts[i].most);
	for (uint32_t i = 0; i < m->ntypes; i++)
		if (m->types[i].signature)
			too_many(c, m->types[i].offset, strcspn(m->types[i].signature, ">"), "parameters of a function", 1000);
	too_many(c, check_section_offset(c, WASM_SEC_ELEMENT), m->dylink.table_size, "entries of the table that dylink.0 asks for",
		 10000000);
	for (uint32_t i = 0; i < m->ntables; i++)
		too_many(c, check_section_offset(c, WASM_SEC_TABLE), m->tables[i].limits.min, "elements of a table", 10000000);
}

static void check_bodies(struct check *c)
{
	const struct wasm_module *m = c->m;
	char *name;

	if (m->largest_body <= MAX_BODY)
		return;
	name = check_function_words(m, m->largest_body_of);
	check_add(c, "function-too-big", CHECK_ERROR, m->largest_body_offset, "function %s has %u bytes, more than %d",
		  name, m->largest_body, MAX_BODY);
	check_why(c, "engines do not compile a bigger one; asyncify makes functions about half as big again");
	check_cure(c, "optimise it (OPT_LEVEL s), split it, or keep asyncify away from it where it never blocks");
	free(name);
}

void check_limits(struct check *c)
{
	if (c->o.runtime == CHECK_LIND) {
		check_types(c);
		check_features(c);
	}
	check_bodies(c);
	check_counts(c);
}
