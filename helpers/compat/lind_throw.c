/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What C++ throws ends the program: nothing on lind unwinds, and lind's libc++abi was built without. Sources that throw, and
 * mostly do not, compile and run (the table of flags: -fignore-exceptions). A libc++abi that has these goes before ours.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *__cxa_allocate_exception(size_t size);
void __cxa_free_exception(void *thrown);
_Noreturn void __cxa_throw(void *thrown, const void *type, void (*drop)(void *));
_Noreturn void __cxa_rethrow(void);
_Noreturn void __lind_rust_abort(void);

/* What goes before the object is the runtime's own, and more than enough room for that of the standard. */
void *__cxa_allocate_exception(size_t size)
{
	return calloc(1, size ? size : 1);
}

void __cxa_free_exception(void *thrown)
{
	free(thrown);
}

/* A library of C++ is in no dynamic program. */
#ifndef __PIC__
/* std::type_info, and behind it what a class with one base has. (The ABI: https://itanium-cxx-abi.github.io/cxx-abi/) */
struct type {
	const void *const *functions;
	const char *name;
	const struct type *base;
};

extern const void *const of_single_base[] __asm__("_ZTVN10__cxxabiv120__si_class_type_infoE") __attribute__((weak));
char *__cxa_demangle(const char *name, char *to, size_t *size, int *status) __attribute__((weak));

static const char *shown(const struct type *type)
{
	const char *name = type->name + (*type->name == '*');
	char *words = __cxa_demangle ? __cxa_demangle(name, NULL, NULL, NULL) : NULL;

	return words ? words : name;
}

/* what() of std::exception, from which most are derived; NULL of others. */
static const char *what(const void *thrown, const struct type *type)
{
	enum { HEAD = 2, WHAT = 2 };
	const char *(*const *functions)(const void *);

	while (of_single_base && strcmp(type->name, "St9exception") && type->functions == of_single_base + HEAD)
		type = type->base;
	if (strcmp(type->name, "St9exception"))
		return NULL;
	functions = *(const char *(*const *const *)(const void *))thrown;
	return functions[WHAT](thrown);
}

static void tell(const void *thrown, const struct type *type)
{
	const char *words = what(thrown, type);

	fprintf(stderr, "terminating due to an exception of type %s%s%s\n", shown(type), words ? ": " : "", words ? words : "");
}
#else
static void tell(const void *thrown, const void *type)
{
	(void)thrown, (void)type;
	fputs("terminating due to an exception\n", stderr);
}
#endif

_Noreturn static void end(void)
{
	fputs("(C++ on lind: nothing unwinds, and what is thrown is not caught)\n", stderr);
	__lind_rust_abort();
}

_Noreturn void __cxa_throw(void *thrown, const void *type, void (*drop)(void *))
{
	(void)drop;
	tell(thrown, type);
	end();
}

_Noreturn void __cxa_rethrow(void)
{
	end();
}
