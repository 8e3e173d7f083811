/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Holds a module to what lind-boot needs of it, before lind-boot is there to fail: what it imports, exports and
 * declares. An error is what makes lind-boot refuse the module or end in a panic; a warning is what works until a
 * program does one certain thing; a note says what was not checked.
 */
#ifndef LIND_RUST_CHECK_H
#define LIND_RUST_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "lind-rust/wasm.h"

enum check_kind {
	CHECK_STATIC, /* a program with its libc inside */
	CHECK_GRATE,  /* a static program that handles others' system calls */
};

enum check_stage {
	CHECK_FINISHED, /* as lind-boot gets it */
	CHECK_RAW,      /* as the linker wrote it, before the opt pass */
};

enum check_runtime {
	CHECK_LIND,    /* lind-boot */
	CHECK_STANDIN, /* the stand-in: stock wasm-opt, no epoch */
};

enum check_severity {
	CHECK_ERROR,
	CHECK_WARNING,
	CHECK_NOTE,
};

/* A module that a dynamic one shares a process with: lind's libc.so, or what is preloaded. */
struct check_library {
	const char *name;                    /* for messages, and as those that were linked with it name it */
	const struct wasm_module *m;
	const struct wasm_export **by_name;  /* its exports, in order of name */
};

struct check_options {
	enum check_kind kind;
	enum check_stage stage;
	enum check_runtime runtime;
	const struct check_library *libraries; /* all that are loaded before; NULL where they are not known */
	size_t nlibraries;
};

struct check_finding {
	const char *code; /* "missing-export"; check_explain knows more */
	enum check_severity severity;
	size_t offset; /* in the file */
	char *what;    /* the fault, with names and values */
	char *why;     /* who needs it otherwise, and what happens */
	char *cure;    /* what the user can do; empty where there is nothing to do */
};

struct check_report {
	struct check_finding *v;
	size_t n, nerrors, nwarnings;
};

/* The kind of a module that nobody has named: a grate where it exports a grate's entry. */
enum check_kind check_kind_of(const struct wasm_module *m);

/* A linked module that has kept its relocations (wasm-ld --emit-relocs): an object to all that read it. */
bool check_has_relocations(const struct wasm_module *m);
/* Whether it is a shared library: a dynamic module that has no beginning, nor had one. */
bool check_is_library(const struct wasm_module *m);

/* Whether asyncify has been at it, which brings all of its exports: a program may have one of such a name. */
bool check_has_asyncify(const struct wasm_module *m);

/* Whether the opt pass, or a half of it, has been at it. */
bool check_is_instrumented(const struct wasm_module *m);

/* Whether a file that wasm_read has refused is what lind-boot --precompile wrote: a .cwasm. */
bool check_is_precompiled(const struct wasm_module *m);

/* All three outlive what is checked; check_library_free afterwards. */
void check_library_open(struct check_library *library, const char *name, const struct wasm_module *m);
void check_library_free(struct check_library *library);

/* Check a module that wasm_read has read (or refused: then the one finding is "malformed"). check_free afterwards. */
void check_module(const struct wasm_module *m, const struct check_options *options, struct check_report *report);
void check_free(struct check_report *report);

/* Whether lind-boot has an import of this name (its type is not compared), or it is a memory. */
bool check_import_is_known(const struct wasm_import *import);
/* Where an import that lind-boot lacks comes from, and the cure; true where its very name is known for that. */
bool check_import_origin(struct text module, struct text name, const char **why, const char **cure);

const char *check_severity_name(enum check_severity severity); /* "error" … */

/* All codes, in order of name, ended by NULL. */
const char *const *check_codes(void);
/* What a code means, in a few sentences; NULL where it is not known. */
const char *check_explain(const char *code);

#endif
