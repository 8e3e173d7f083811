/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What libc.a has and libc.so keeps to itself, as far as std refers to it: a dynamic program finds it here. A static one
 * takes libc.a's, which comes first.
 */
#include <stdint.h>

#if __has_include(<features.h>)
#include <features.h>
#endif

/* WebAssembly shows a program no frames of its stack. */
enum { END_OF_STACK = 5 };

int _Unwind_Backtrace(int (*frame)(void *context, void *argument), void *argument)
{
	(void)frame;
	(void)argument;
	return END_OF_STACK;
}

uintptr_t _Unwind_GetIP(void *context)
{
	(void)context;
	return 0;
}

uintptr_t _Unwind_GetCFA(void *context)
{
	(void)context;
	return 0;
}

#ifdef __GLIBC__
#define TEXT(number) #number
#define VERSION(major, minor) TEXT(major) "." TEXT(minor)

const char *gnu_get_libc_version(void)
{
	return VERSION(__GLIBC__, __GLIBC_MINOR__);
}

/* Since 2.26 a resolver that failed reads its configuration again by itself: std asks for the version, not for this. */
int __res_init(void)
{
	return 0;
}
#endif
