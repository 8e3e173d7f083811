/* SPDX-License-Identifier: Apache-2.0 */
/* Sizes of Rust types on wasm32, and structures whose fields are moved to where C has them. */
#ifndef LIND_RUST_LAYOUT_H
#define LIND_RUST_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "lind-rust/util.h"

struct lr_sized {
	char *name;
	char *alias;        /* another type's text; NULL: by the numbers */
	size_t size, align; /* of a structure; size of a number is its value */
	char kind;          /* 'a' alias, 's' structure, 'n' number */
};

/* What is known of a crate's names. Start with {0}, add, and end with lr_sizes_ready. The first of a name counts. */
struct lr_sizes {
	struct lr_sized *v;
	size_t n, cap;
	bool ready;
};

void lr_sizes_alias(struct lr_sizes *sizes, const char *name, const char *type);
void lr_sizes_struct(struct lr_sizes *sizes, const char *name, size_t size, size_t align);
void lr_sizes_number(struct lr_sizes *sizes, const char *name, long long value);
void lr_sizes_ready(struct lr_sizes *sizes);

/* Size and alignment in bytes of a type by its text ("[c_char; 65]", "*mut crate::DIR"); false where it is not known. */
bool lr_size_of(const struct lr_sizes *sizes, const char *type, size_t *size, size_t *align);

#define LR_ANYWHERE ((size_t)-1)

struct lr_layout_field {
	char *name, *type;
	bool is_pub;
	size_t offset; /* where C has it; LR_ANYWHERE where C does not have it */
	size_t size;   /* C's */
};

struct lr_layout {
	struct lr_layout_field *fields;
	size_t n, cap;
	size_t size; /* of C's structure */
};

void lr_layout_add(struct lr_layout *layout, const struct lr_layout_field *field);

/*
 * The fields of a #[repr(C)] structure that has its public fields where C has them, with private padding between them
 * and its end where C's is. NULL where they lie there as they are, or where C does not have all of them. A field whose
 * type does not fit into C's place gets an integer type that does. Allocated.
 */
char *lr_layout_fit(const struct lr_layout *layout, const struct lr_sizes *sizes);

#endif
