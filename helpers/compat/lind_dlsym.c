/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dlopen() and its like. A static program has no symbols and no loader at run time, and lind-boot panics when it is asked
 * for either. A dynamic one's calls go to lind-boot itself: lind-glibc takes any result below zero for an error's number.
 * Two things that lind-boot panics at are refused here: a library that is loaded after a thread was begun, and RTLD_NEXT.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lind_wraps.h"

static _Thread_local const char *failure;

#if defined(__PIC__) && __has_include(<gnu/lib-names.h>)
#include <dlfcn.h>

#include "lind_thread.h"

int lind_dlopen(const char *name, int flags) __attribute__((import_module("lind"), import_name("dlopen")));
int lind_dlsym(void *handle, const char *name) __attribute__((import_module("lind"), import_name("dlsym")));
int lind_dlclose(void *handle) __attribute__((import_module("lind"), import_name("dlclose")));

/* The host's errors are -1, -2 … in this order. */
static const char *const failures[] = {
	"",
	"there is no such file",
	"the file is no module of WebAssembly, or not of this lind-boot",
	"the module is no shared library: it has no section dylink.0",
	"a library that it needs cannot be loaded",
	"it has an undefined symbol",
	"there is no such library open",
	"there is no such function: of a library's variables lind-boot knows nothing",
	"the library is closed already",
	"lind-boot cannot load it",
};
enum { FAILURES = sizeof failures / sizeof *failures };

static bool fails(int result)
{
	if (result >= 0 || result <= -FAILURES)
		return false;
	failure = failures[-result];
	return true;
}

void *__lind_rust_dlsym(void *handle, const char *name)
{
	int found;

	if (handle == RTLD_NEXT) {
		failure = "lind-boot knows no RTLD_NEXT";
		return NULL;
	}
	found = lind_dlsym(handle, name);
	return fails(found) ? NULL : (void *)(uintptr_t)(unsigned)found;
}

void *__lind_rust_dlopen(const char *name, int flags)
{
	int handle;

	if (!name || lind_had_threads()) {
		failure = name ? "lind-boot loads no library once a thread was begun"
			       : "lind-boot does not open the program itself as a library";
		return NULL;
	}
	handle = lind_dlopen(name, flags);
	return fails(handle) ? NULL : (void *)(uintptr_t)(unsigned)handle;
}

int __lind_rust_dlclose(void *handle)
{
	return fails(lind_dlclose(handle)) ? -1 : 0;
}
#else
static const char why[] = "static programs for lind load no libraries at run time (LINKAGE dynamic makes others)";

void *__lind_rust_dlsym(void *handle, const char *name)
{
	(void)handle;
	(void)name;
	failure = why;
	return NULL;
}

void *__lind_rust_dlopen(const char *name, int flags)
{
	(void)name;
	(void)flags;
	failure = why;
	return NULL;
}

int __lind_rust_dlclose(void *handle)
{
	(void)handle;
	failure = why;
	return -1;
}
#endif

/* The crate libloading takes NULL for no error. */
const char *__lind_rust_dlerror(void)
{
	const char *said = failure;

	failure = NULL;
	return said;
}

/* C's calls, and those of the crate libloading. */
WRAPS_BY(dlopen, dlopen);
WRAPS_BY(dlsym, dlsym);
WRAPS_BY(dlclose, dlclose);
WRAPS_BY(dlerror, dlerror);
