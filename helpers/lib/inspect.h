/* SPDX-License-Identifier: Apache-2.0 */
/* lind-rust-inspect's two ways to print what the libraries have read. */
#ifndef LIND_RUST_INSPECT_H
#define LIND_RUST_INSPECT_H

#include <stdio.h>

#include <jansson.h>

#include "lind-rust/archive.h"
#include "lind-rust/check.h"
#include "lind-rust/tools.h"
#include "lind-rust/wasm.h"

/* Names as they stand on a command line and in JSON. */
const char *inspect_kind_name(const struct wasm_module *m, enum check_kind kind);
const char *inspect_stage_name(enum check_stage stage);
const char *inspect_runtime_name(enum check_runtime runtime);

/*
 * What a dynamic module is loaded with: libc.so and libm.so of a sysroot that somebody has named, then what is preloaded.
 * They are read once, when they are first asked for; inspect_libraries_free() afterwards.
 */
struct inspect_libraries {
	bool looked_for;
	struct check_library *v;
	size_t n;
	struct inspect_library **read;
};
void inspect_libraries_for(struct check_options *options, struct inspect_libraries *libraries, struct lr_tools *tools,
			   const struct strv *preloads);
void inspect_libraries_free(struct inspect_libraries *libraries);

/* For people. `all` adds names of functions, undefined symbols and the like. */
void inspect_print_module(FILE *out, const char *file, const struct wasm_module *m, bool all);
/* A member of an archive; m is NULL where it is not WebAssembly, and may be malformed. */
void inspect_print_member(FILE *out, struct text name, size_t size, const struct wasm_module *m, bool all);
/* What lr_report_print leaves out: what was not checked. */
void inspect_print_notes(FILE *out, const char *file, const struct check_report *report);

/* For programs; the caller owns the reference. */
json_t *inspect_json_module(const struct wasm_module *m, bool all);
/* What --check --json says of a module beside the findings. */
json_t *inspect_json_facts(const struct wasm_module *m);
json_t *inspect_json_report(const struct check_report *report);
json_t *inspect_json_error(const struct bytes_error *error);
json_t *inspect_json_text(struct text t);

#endif
