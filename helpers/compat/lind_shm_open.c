/* SPDX-License-Identifier: Apache-2.0 */
/* shm_open, which libc.so lacks: a member of its own, so that no other makes a program a static one. */
#if __has_include(<sys/shm.h>) && __has_include(<sys/mman.h>)
#include <sys/mman.h>

#include "lind.h"
#include "lind_shm.h"

int __lind_rust_shm_open(const char *name, int flags, mode_t mode)
{
	int file;

	do
		file = shm_open(name, flags, mode);
	while (file == -1 && lind_make_shm(flags));
	return file;
}
#endif
