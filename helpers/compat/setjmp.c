/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setjmp as clang 19 and newer compile it. lind-glibc is made for clang 18, whose calls are saveSetjmp and testSetjmp;
 * its __wasm_longjmp throws {env, value} and serves both.
 */
#include <stddef.h>
#include <stdint.h>

/* What clang's lowering keeps in a jmp_buf: which call of which function, and which setjmp of it. */
struct point {
	void *invocation;
	uint32_t label;
};

void __wasm_setjmp(void *env, uint32_t label, void *invocation)
{
	struct point *point = env;

	point->invocation = invocation;
	point->label = label;
}

/* The label of the setjmp that `env` returns to; 0 where it belongs to another call: the exception goes on up. */
uint32_t __wasm_setjmp_test(void *env, void *invocation)
{
	const struct point *point = env;

	return point->invocation == invocation ? point->label : 0;
}
