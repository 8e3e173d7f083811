/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the wasm_*.c files, and by those of check_*.c and lint*.c that read functions' bodies. */
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
	bool is_based; /* it is not known: `value` is added to the global `base` */
	uint32_t base;
	int64_t value;
};

/* wasm_types.c */
char wasm_read_value_type(struct bytes *b, const char *field);
struct wasm_limits wasm_read_limits(struct bytes *b, bool memory);
/* A constant expression; `wanted` is the letter of what it should give. */
struct wasm_init wasm_read_init(const struct wasm_module *m, struct bytes *b, char wanted, const char *field);
/* Whether a value of type `letter` may stand where `wanted` is; r may be any reference. */
bool wasm_fits(char wanted, char letter);
void wasm_read_types(struct wasm_module *m, struct bytes *b);

char wasm_read_heap_type(struct bytes *b, const char *field);

/* wasm_code.c: an instruction, and what it names. Of labels and of tags in one instruction the highest is kept. */
struct wasm_instruction {
	size_t at;
	uint8_t op;
	uint32_t sub;           /* the second opcode, behind 0xfb to 0xfe */
	uint32_t index, second; /* as the instruction has them; of a block its type, or WASM_NONE; of try_table the tag */
	uint32_t label;         /* of br_table and try_table; of br and br_if it is `index` */
	uint32_t lane;          /* of a vector instruction; of i8x16.shuffle the highest */
	bool has_memory;
	uint32_t memory, align; /* align: a power of two */
	int32_t value;          /* of i32.const */
};

/* False where its operands are not known, or b has failed. */
bool wasm_read_instruction(struct bytes *b, struct wasm_instruction *i);
/* How many the body declares, parameters apart; the instructions follow. The first `most` are appended to letters. */
uint64_t wasm_read_locals(struct bytes *b, struct buf *letters, uint64_t most);

/* wasm_effects.c: what an instruction takes and gives, as a signature; NULL where that depends on what it names. */
const char *wasm_effect(const struct wasm_instruction *i);
/* Of one that has_memory: the power of two that its alignment is at most, and an atomic one's is. */
uint32_t wasm_natural_align(const struct wasm_instruction *i);
/* How many lanes a vector instruction can choose from; 0 where it does not choose. */
uint32_t wasm_lanes(const struct wasm_instruction *i);

/* Start with {0}; each call gives the next body, and its function's index in `function`. */
struct wasm_bodies {
	struct bytes list;
	struct bytes_error list_error, error; /* error: of the last body */
	uint32_t left, function;
};
bool wasm_next_body(const struct wasm_module *m, struct wasm_bodies *all, struct bytes *body);

/* wasm_sections.c */
void wasm_read_section(struct wasm_module *m, uint8_t id, struct bytes *b);
void wasm_check_counts(struct wasm_module *m, struct bytes *b);

/* wasm_custom.c; errors go to b's own, which is not the module's */
void wasm_read_custom(struct wasm_module *m, const struct wasm_section *section, struct bytes *b);

#endif
