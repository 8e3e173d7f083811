/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the lint*.c files and by nothing else. */
#ifndef LIND_RUST_LINT_INTERNAL_H
#define LIND_RUST_LINT_INTERNAL_H

#include "lind-rust/bytes.h"
#include "lind-rust/lint.h"

/* One place that has a symbol: a file as wasm-ld names it, "app.o" or "libx.a(member.o)". */
struct lint_place {
	char *path;
	char *member;    /* NULL where the file itself is the object */
	char *crate;     /* NULL where it is not of Rust */
	bool found;      /* the symbol is there, as a function … */
	bool defined;    /* … with a body */
	bool called;	 /* … whose address is cast, and called by another type: this one */
	char *signature; /* as struct wasm_type has it; NULL unless found */
};

/* The file of a message; then what it says of a function. lint_place_free afterwards. */
struct lint_place lint_place(struct text file);
struct lint_place lint_place_of(const char *path, struct text member);
struct wasm_module;
void lint_look_in(struct lint_place *p, struct text function, const struct wasm_module *m);
void lint_look_up(struct lint_place *p, struct text function); /* in its own file */
void lint_place_free(struct lint_place *p);
/* "'member' of 'libx.a', crate 'x'": allocated. */
char *lint_place_words(const struct lint_place *p);
char *lint_place_name(const char *path, struct text member);

/*
 * lint_signature.c: how many calls in the output are traps because of wasm-ld's mismatches; each is explained. Without an
 * output, those for which wasm-ld made none.
 */
size_t lint_signatures(const struct lr_lint *lint, const char *said, const struct wasm_module *output);
/* The index of the output's function of that name, or WASM_NONE. */
uint32_t lint_function(const struct wasm_module *output, const char *lead, struct text name);

/*
 * lint_sides.c: which files have a function by two types, bitcode among them: the definition, where there is one, and
 * one that differs from it. How many were found, none, one or two; lint_place_free each.
 */
size_t lint_sides(const struct lr_lint *lint, struct text function, struct lint_place sides[2]);

/* lint_signature.c: the function that is called where clang has put a trap of this name; {NULL, 0} where it is another
 * name. */
struct text lint_invalid_call(struct text name);

/* A symbol that is missing, and who misses it. */
struct lint_missing {
	struct text name;
	struct text user; /* the file that needs it, as wasm-ld names it */
};

/* lint_file.c: inputs that are no objects, or no whole ones. wasm-ld ends without a name for some of them. */
size_t lint_explain_files(const struct lr_lint *lint, const char *said);
/* lint_file.c: which of them are bitcode, where nothing else explains a failure. */
size_t lint_explain_bitcode(const struct lr_lint *lint);

/* lint_tls.c: variables that are thread-local in one file alone. */
size_t lint_thread_locals(const struct lr_lint *lint);

/* lint_missing.c: a sentence and a cure for each. */
void lint_explain_missing(const struct lr_lint *lint, const struct lint_missing *v, size_t n);

#endif
