/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIND_RUST_COMPAT_LIND_SELF_H
#define LIND_RUST_COMPAT_LIND_SELF_H

#include <pthread.h>

/*
 * lind-glibc's record of the calling thread, which decides whether its malloc(), locks and streams are locked at all.
 * Before a thread is begun, by who begins it:
 */
void lind_self_has_company(void);
/* First of all in a thread that was begun, and in a grate's worker. */
void lind_self_begin(void);
/* Ends the calling thread, whose handle that is, and wakes who waits for its end. */
_Noreturn void lind_self_end(pthread_t own);

/*
 * First of all in what lind-glibc or lind-boot calls on a stack of their making: it may begin at any address, and code
 * takes for granted that it is a multiple of 16. (In a static program a thread's began 8 bytes beside. What lies on it
 * as 16 aligned bytes is then found at two places, since an address plus 8 is as well written as an address or 8.)
 */
static inline void lind_align_stack(void)
{
	__asm__ volatile(".globaltype __stack_pointer, i32\n"
			 "global.get __stack_pointer\n"
			 "i32.const -16\n"
			 "i32.and\n"
			 "global.set __stack_pointer" ::
				 : "memory");
}

#endif
