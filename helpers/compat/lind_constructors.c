/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Constructors run once, in front of main(). Where no object calls __wasm_call_ctors, which is lind-glibc's crt1.o, wasm-ld
 * puts a call of it in front of each function that is exported: lind-boot calls one for each thread, each signal and each
 * call that a grate handles, and all constructors would run again there. One that is called from here has none of that.
 */
#include <stdbool.h>

void __wasm_call_ctors(void);
int __real___main_void(void);
int __wrap___main_void(void);

/* volatile: clang would run a constructor that only sets a variable itself, and take it for true from the beginning. */
static volatile bool ran;

/* A sysroot may have a crt1.o that calls them. */
__attribute__((constructor)) static void note(void)
{
	ran = true;
}

/* The arguments and the environment are there, the C library has begun: constructors may use all of it. */
int __wrap___main_void(void)
{
	if (!ran)
		__wasm_call_ctors();
	return __real___main_void();
}
