/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the wasm_*.c files and by nothing else. */
#ifndef LIND_RUST_WASM_INTERNAL_H
#define LIND_RUST_WASM_INTERNAL_H

#include "lind-rust/wasm.h"

/*
 * The address of a new, zeroed element of a growing array. Arrays grow as elements are really found, never by a count
 * that a file claims.
 */
#define WASM_PUSH(v, n) ((v) = wasm_room((v), (n), sizeof *(v)), &(v)[(n)++])
void *wasm_room(void *v, size_t n, size_t size);

struct wasm_init {
	bool known;
	int64_t value;
};

/* wasm_types.c */
char wasm_read_value_type(struct bytes *b, const char *field);
struct wasm_limits wasm_read_limits(struct bytes *b, bool memory);
struct wasm_init wasm_read_init(struct bytes *b, const char *field);
void wasm_read_types(struct wasm_module *m, struct bytes *b);

/* wasm_sections.c */
void wasm_read_section(struct wasm_module *m, uint8_t id, struct bytes *b);
void wasm_check_counts(struct wasm_module *m, struct bytes *b);

/* wasm_custom.c; errors go to b's own, which is not the module's */
void wasm_read_custom(struct wasm_module *m, const struct wasm_section *section, struct bytes *b);

#endif
