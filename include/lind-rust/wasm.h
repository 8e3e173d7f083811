/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a WebAssembly module or relocatable object declares: everything but the bodies of its functions.
 *
 * Read by https://webassembly.github.io/spec/core/binary/ (3.0), and for custom sections by
 * https://github.com/WebAssembly/tool-conventions. All names point into the file's bytes, which the caller keeps. Index
 * spaces hold imports first, as the specification numbers them.
 */
#ifndef LIND_RUST_WASM_H
#define LIND_RUST_WASM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lind-rust/bytes.h"

enum wasm_kind {
	WASM_FUNC,
	WASM_TABLE,
	WASM_MEMORY,
	WASM_GLOBAL,
	WASM_TAG,
};

enum wasm_section_id {
	WASM_SEC_CUSTOM,
	WASM_SEC_TYPE,
	WASM_SEC_IMPORT,
	WASM_SEC_FUNCTION,
	WASM_SEC_TABLE,
	WASM_SEC_MEMORY,
	WASM_SEC_GLOBAL,
	WASM_SEC_EXPORT,
	WASM_SEC_START,
	WASM_SEC_ELEMENT,
	WASM_SEC_CODE,
	WASM_SEC_DATA,
	WASM_SEC_DATA_COUNT,
	WASM_SEC_TAG,
};

/* "no index": not imported, no start function. */
#define WASM_NONE UINT32_MAX

struct wasm_section {
	uint8_t id;
	struct text name;      /* of a custom section; empty otherwise */
	size_t offset;         /* of the id */
	size_t contents, size; /* what is in it; of a custom section, behind its name */
};

/*
 * A type. `signature` is NULL where it is no function's, else one letter for each value and '>' between parameters and
 * results: i i32, j i64, f f32, d f64, v v128, F funcref, X externref, E exnref, r any other reference.
 */
struct wasm_type {
	uint8_t form; /* the byte of the file: 0x60 function, 0x5f structure, 0x5e array, 0x5d continuation */
	char *signature;
	bool is_grouped; /* in a group of types that name each other, a subtype, or shared: of newer proposals */
	size_t offset;
};

struct wasm_limits {
	uint64_t min, max; /* in pages or elements; max counts where has_max */
	bool has_max, shared, is64;
	uint32_t page_log2; /* of a memory: 16 unless it says otherwise */
};

struct wasm_import {
	struct text module, name;
	enum wasm_kind kind;
	uint32_t index; /* in the index space of its kind */
	size_t offset;
};

struct wasm_func {
	uint32_t type;
	uint32_t import; /* index among the imports or WASM_NONE; the same below */
	bool is_named; /* by an element segment or a constant: it may be called from anywhere */
};

struct wasm_table {
	char type; /* a letter of a signature */
	struct wasm_limits limits;
	uint32_t import;
};

struct wasm_memory {
	struct wasm_limits limits;
	uint32_t import;
	size_t offset;
};

struct wasm_global {
	char type;
	bool is_mutable;
	bool known;   /* its initial value is one constant integer … */
	int64_t init; /* … this */
	uint32_t import;
	size_t offset;
};

struct wasm_tag {
	uint32_t type;
	uint32_t import;
};

struct wasm_export {
	struct text name;
	enum wasm_kind kind;
	uint32_t index;
	size_t offset;
};

struct wasm_feature {
	char prefix; /* '+' used, '-' disallowed, '=' required */
	struct text name;
};

struct wasm_producer {
	struct text field, name, version;
};

/* Flags of a symbol in an object's "linking" section. */
enum wasm_symbol_flag {
	WASM_SYM_WEAK = 0x01,
	WASM_SYM_LOCAL = 0x02,
	WASM_SYM_HIDDEN = 0x04,
	WASM_SYM_UNDEFINED = 0x10,
	WASM_SYM_EXPORTED = 0x20,
	WASM_SYM_EXPLICIT_NAME = 0x40,
	WASM_SYM_NO_STRIP = 0x80,
	WASM_SYM_TLS = 0x100,
	WASM_SYM_ABSOLUTE = 0x200,
};

enum wasm_symbol_kind {
	WASM_SYM_FUNC,
	WASM_SYM_DATA,
	WASM_SYM_GLOBAL,
	WASM_SYM_SECTION,
	WASM_SYM_TAG,
	WASM_SYM_TABLE,
};

struct wasm_symbol {
	enum wasm_symbol_kind kind;
	uint32_t flags;
	struct text name; /* empty for a section's */
	uint32_t index;   /* in its index space; of a section, the section's; 0 for data that is not defined here */
};

struct wasm_dylink {
	bool present;
	uint32_t memory_size, memory_align_log2, table_size, table_align_log2;
	struct text *needed;
	uint32_t nneeded;
	struct text *weak; /* undefined symbols that need not be there */
	uint32_t nweak;
};

/*
 * An active segment: what is copied into a memory or a table when a program starts, to a constant place. In a dynamic module
 * that is counted from a global, `base`, by which the loader tells where the module's own part begins; elsewhere WASM_NONE.
 */
struct wasm_segment {
	enum wasm_kind kind; /* WASM_MEMORY or WASM_TABLE */
	uint32_t index;      /* among the data or element segments */
	uint32_t to;         /* the memory or table */
	uint32_t base;
	uint64_t from, size; /* bytes or elements */
	size_t offset;
};

/* A range of the file with an index-to-name map. */
struct wasm_name_map {
	size_t pos, end;
	uint32_t count;
};

struct wasm_module {
	const uint8_t *data;
	size_t size;
	struct bytes_error error;        /* why wasm_read gave false */
	struct bytes_error custom_error; /* first thing wrong in a custom section: such a module is still valid */

	struct wasm_section *sections;
	struct wasm_type *types;
	struct wasm_import *imports;
	struct wasm_func *funcs;
	struct wasm_table *tables;
	struct wasm_memory *memories;
	struct wasm_global *globals;
	struct wasm_tag *tags;
	struct wasm_export *exports;
	uint32_t nsections, ntypes, nimports, nfuncs, ntables, nmemories, nglobals, ntags, nexports;
	uint32_t nimported_funcs;

	uint32_t start; /* function or WASM_NONE */
	uint32_t nelements, ndata;
	uint64_t element_entries, data_bytes; /* of all segments */
	struct wasm_segment *segments;
	uint32_t nsegments;
	uint32_t *data_sizes; /* of each data segment */
	bool has_data_count;
	uint32_t data_count;
	uint32_t nbodies;
	uint64_t code_bytes;                   /* of all bodies */
	uint32_t largest_body, largest_body_of; /* bytes, and the function's index */
	size_t largest_body_offset;

	bool has_name; /* the "name" section has a module name … */
	struct text name;
	struct wasm_name_map func_names, global_names;
	bool has_features;
	struct wasm_feature *features;
	struct wasm_producer *producers;
	uint32_t nfeatures, nproducers;
	struct wasm_dylink dylink;
	bool old_dylink; /* "dylink", which "dylink.0" took the place of */
	bool is_object; /* it has a "linking" section: input of a linker */
	uint32_t linking_version;
	struct wasm_symbol *symbols;
	uint32_t nsymbols;
	uint32_t ndebug_sections;
	uint64_t debug_bytes;
};

/* Whether these bytes start as a module (or a component) does. */
bool wasm_is(const void *data, size_t size);

/*
 * Read a module. False where it is malformed: m->error tells what and where, and what was read before is in m. A fault
 * in a custom section leaves the result true and is in m->custom_error. wasm_free in any case; `data` must stay.
 */
bool wasm_read(struct wasm_module *m, const void *data, size_t size);
void wasm_free(struct wasm_module *m);

/* By name; NULL where there is none. The first, where names occur twice. */
const struct wasm_export *wasm_export(const struct wasm_module *m, const char *name);
const struct wasm_import *wasm_import(const struct wasm_module *m, const char *module, const char *name);
/* The section with this id; the custom section with this name, for WASM_SEC_CUSTOM. NULL where there is none. */
const struct wasm_section *wasm_section(const struct wasm_module *m, uint8_t id, const char *name);
/* '+', '-', '=' as the "target_features" section has it, or 0. */
char wasm_feature(const struct wasm_module *m, const char *name);
/* The signature of a function or tag by its index; never NULL. */
const char *wasm_func_signature(const struct wasm_module *m, uint32_t index);
const char *wasm_tag_signature(const struct wasm_module *m, uint32_t index);

/* Names of the "name" section, one by one: start with `at` = map->pos; false at the end. */
bool wasm_name_next(const struct wasm_module *m, const struct wasm_name_map *map, size_t *at, uint32_t *index,
		    struct text *name);

const char *wasm_kind_name(enum wasm_kind kind); /* "function" … */
const char *wasm_section_name(uint8_t id);       /* "type" … */
const char *wasm_value_name(char letter);        /* "i32" … */
/* Append "(i32, i64) -> i32" for "ij>i". */
void wasm_signature_show(struct buf *out, const char *signature);

#endif
