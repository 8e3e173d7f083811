/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thread-locals of threads. lind-boot lays a thread's block below what lind-glibc has put on its stack, whose size is
 * no multiple of 16, whatever alignment the block wants; code takes for granted that it has it. (An address plus 8 is
 * as well written as an address or 8: a u128 is then found at two places.) So the thread works on a copy that is where
 * it should be.
 */
#include <stdint.h>
#include <string.h>

#include "lind_locals.h"

static void work_on(char *block)
{
	__asm__ volatile(".globaltype __tls_base, i32\n"
			 "local.get %0\n"
			 "global.set __tls_base" ::"r"(block)
			 : "memory");
}

/* Nothing thread-local is named here: the compiler knows of no second place. */
void *lind_with_aligned_locals(void *(*run)(void *), void *argument)
{
	size_t size = __builtin_wasm_tls_size(), alignment = __builtin_wasm_tls_align();
	char *given = __builtin_wasm_tls_base();
	char *own;
	void *result;

	if (!size || (uintptr_t)given % alignment == 0)
		return run(argument);
	/* On the thread's stack, for it ends with the thread; not malloc(), whose own ones are among these. */
	own = __builtin_alloca(size + alignment);
	own += -(uintptr_t)own % alignment;
	memcpy(own, given, size);
	work_on(own);
	result = run(argument);
	/* The C library has something to free in them. */
	memcpy(given, own, size);
	work_on(given);
	return result;
}
