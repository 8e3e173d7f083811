/* SPDX-License-Identifier: Apache-2.0 */
/* A static program has no symbols at run time, and lind-boot panics when it is asked for one. */
#include <stddef.h>

void *__lind_rust_dlsym(void *handle, const char *name)
{
	(void)handle;
	(void)name;
	return NULL;
}
