/* SPDX-License-Identifier: Apache-2.0 */
/* A static program has no symbols and no loader at run time, and lind-boot panics when it is asked for either. */
#include <stdbool.h>
#include <stddef.h>

static _Thread_local bool failed;

void *__lind_rust_dlsym(void *handle, const char *name)
{
	(void)handle;
	(void)name;
	failed = true;
	return NULL;
}

void *__lind_rust_dlopen(const char *name, int flags)
{
	(void)name;
	(void)flags;
	failed = true;
	return NULL;
}

int __lind_rust_dlclose(void *handle)
{
	(void)handle;
	failed = true;
	return -1;
}

/* The crate libloading takes NULL for no error. */
const char *__lind_rust_dlerror(void)
{
	const char *why = failed ? "programs for lind load no libraries at run time" : NULL;

	failed = false;
	return why;
}
