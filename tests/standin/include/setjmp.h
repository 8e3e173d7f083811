/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_SETJMP_H
#define STANDIN_SETJMP_H

/* As large as lind-glibc's; the compiler's setjmp lowering uses two words. */
typedef struct __jmp_buf_tag {
	long __jmpbuf[8];
	int __mask_was_saved;
	unsigned long __saved_mask[32];
} jmp_buf[1];
typedef jmp_buf sigjmp_buf;

__attribute__((__noreturn__)) void longjmp(jmp_buf env, int value);
int setjmp(jmp_buf env) __attribute__((__returns_twice__));

#define setjmp(env) setjmp(env)
#define _setjmp(env) setjmp(env)
#define _longjmp(env, value) longjmp(env, value)
#define sigsetjmp(env, savemask) ((void)(savemask), setjmp(env))
#define siglongjmp(env, value) longjmp(env, value)

#endif
