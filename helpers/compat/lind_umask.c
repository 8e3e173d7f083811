/* SPDX-License-Identifier: Apache-2.0 */
/*
 * umask: lind has none; lind-glibc's returns whatever was there. It cannot fail, so the mask is kept and given back; files
 * are made with the host's.
 */
#include <stdatomic.h>
#include <sys/types.h>

static atomic_uint mask = 022;

mode_t __lind_rust_umask(mode_t to)
{
	return (mode_t)atomic_exchange(&mask, to & 0777);
}
