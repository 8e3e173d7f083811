/* SPDX-License-Identifier: Apache-2.0 */
/* The types of what a function's instructions hand on. Shared by check_code.c and check_operands.c and by nothing else.
 */
#ifndef LIND_RUST_CHECK_OPERANDS_H
#define LIND_RUST_CHECK_OPERANDS_H

#include "wasm_internal.h"

struct operands_block;

struct operands {
	const struct wasm_module *m;
	uint32_t function;
	struct buf locals; /* a letter for each, parameters first: the caller's to fill */
	struct buf stack;  /* a letter for each operand */
	struct buf *what;  /* what is wrong, in words: the caller's */
	struct operands_block *blocks;
	size_t nblocks, room;
	bool is_off; /* 64-bit addresses, or more operands than anyone has: types are not looked at */
};

void operands_begin(struct operands *o, const struct wasm_module *m, uint32_t function);
/* False where the instruction, whose operands end where b is, does not fit; all that it names is there. */
bool operands_step(struct operands *o, const struct wasm_instruction *i, const struct bytes *b);
/* How many blocks are open, the function's own among them. */
size_t operands_depth(const struct operands *o);
void operands_free(struct operands *o);

#endif
