/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the check*.c files and by nothing else. */
#ifndef LIND_RUST_CHECK_INTERNAL_H
#define LIND_RUST_CHECK_INTERNAL_H

#include "lind-rust/check.h"

/* No more findings of one code are kept: a module may have millions of imports. They are counted. */
enum { CHECK_MOST = 100, CHECK_CODES = 64 };

struct check {
	const struct wasm_module *m;
	struct check_options o;
	struct check_report *report;
	bool is_library;
	size_t seen[CHECK_CODES]; /* of each code */
	bool left_out;            /* the last finding */
};

/* A new finding; why and cure are then said about the last one. */
void check_add(struct check *c, const char *code, enum check_severity severity, size_t offset, const char *fmt, ...)
	LR_PRINTF(5, 6);
void check_why(struct check *c, const char *fmt, ...) LR_PRINTF(2, 3);
void check_cure(struct check *c, const char *fmt, ...) LR_PRINTF(2, 3);

/* Where to point when something is missing from a section: at the section, or at the start of the file. */
size_t check_section_offset(const struct check *c, uint8_t id);

/* "module.name"; allocated. */
char *check_import_name(const struct wasm_import *import);
/* A function's or a tag's. */
const char *check_import_signature(const struct wasm_module *m, const struct wasm_import *import);

/* "5 ('name')" of a function's index: allocated. */
char *check_function_words(const struct wasm_module *m, uint32_t index);

/* The first of asyncify's exports; NULL where there is none. */
const struct wasm_export *check_asyncify_export(const struct wasm_module *m);

/* check_pass.c: a finished module for lind that the epoch pass was in */
bool check_has_epoch(const struct check *c);

/* Whether its name section has a function of its own by this name. */
bool check_has_function(const struct wasm_module *m, const char *name);

/* check_precompiled.c: all that a precompiled module's headers name is in it */
bool check_is_whole(const struct wasm_module *m);

void check_memory(struct check *c);	     /* check_memory.c: the shared memory */
/* check_memory.c: of a dynamic module's dylink.0, and a finding about it */
void check_layout(struct check *c);
void check_add_layout(struct check *c, size_t offset, enum wasm_kind kind, uint64_t to);
/* check_memory.c: whether it is the global by which the loader tells a module where its data goes */
bool check_is_memory_base(const struct wasm_module *m, uint32_t global);
void check_segments(struct check *c);	     /* check_memory.c: what is copied in at the start has room there */
void check_stack(struct check *c);	     /* check_memory.c: size and layout of the stack */
void check_imports(struct check *c);	     /* check_import.c */
void check_exports(struct check *c);	     /* check_export.c */
void check_dynamic_exports(struct check *c); /* check_export.c: of a dynamic module */
void check_instrumentation(struct check *c); /* check_pass.c: done once, wholly, or not yet */
void check_code(struct check *c);	     /* check_code.c: bodies, and the data that they copy */
void check_bodies_exceptions(struct check *c); /* check_body.c: what the opt pass translates */
void check_bodies_order(struct check *c);      /* check_body.c: of the opt pass's two halves */
void check_bodies_states(struct check *c);     /* check_body.c: asyncify's functions are exported by their own names */
void check_bodies_asyncified(struct check *c); /* check_body.c: asyncify was in all that the epoch pass was in */
/* check_body.c: it changes nothing, calls nothing and reads nothing but its own variables */
bool check_is_idle(const struct wasm_module *m, uint32_t function);
void check_dynamic_imports(struct check *c); /* check_import.c: of a dynamic program or library */
void check_given_imports(struct check *c);   /* check_given.c: what libc.so and other libraries give */
void check_given_exports(struct check *c);   /* check_given.c: what these have as well */
void check_dynamic_globals(struct check *c); /* check_import.c: what the loader gives a dynamic program */
void check_limits(struct check *c);	     /* check_limits.c: features and sizes the runtime takes */

#endif
