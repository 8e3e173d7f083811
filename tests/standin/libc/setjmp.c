/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdint.h>

/* What the compiler calls around a setjmp. An environment remembers which call
   of a function (`frame`, an address in that call's stack) set it, and at which
   of its setjmps (`label`, from 1). */

struct target {
	void *frame;
	uint32_t label;
};

/* The compiler reads these two words when it catches the jump. */
struct jump {
	void *env;
	int value;
};

static _Thread_local struct jump jump;

void __wasm_setjmp(void *env, uint32_t label, void *frame);
uint32_t __wasm_setjmp_test(void *env, void *frame);
_Noreturn void __wasm_longjmp(void *env, int value);

void
__wasm_setjmp(void *env, uint32_t label, void *frame)
{
	struct target *target = env;

	target->frame = frame;
	target->label = label;
}

uint32_t
__wasm_setjmp_test(void *env, void *frame)
{
	struct target *target = env;

	return target->frame == frame ? target->label : 0;
}

_Noreturn void
__wasm_longjmp(void *env, int value)
{
	enum { C_LONGJMP_TAG = 1 };

	jump.env = env;
	jump.value = value ? value : 1;
	__builtin_wasm_throw(C_LONGJMP_TAG, &jump);
}
