/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fchown: lind has no such call, and lind-glibc's does nothing. fchownat of the empty path, relative to the file, is
 * the same. lind-boot panics at a number that is no file's: that is asked first.
 */
#define _GNU_SOURCE 1
#include <fcntl.h>
#include <sys/types.h>

#include "lind.h"

enum { FCHOWNAT = 260, EMPTY_PATH = 0x1000 };

int __lind_rust_fchown(int file, uid_t user, gid_t group)
{
	if (fcntl(file, F_GETFD) < 0)
		return -1;
	return lind_call(FCHOWNAT, "syscall|fchownat", (uint64_t)file, lind_address(""), user, group, EMPTY_PATH,
			 LIND_UNUSED);
}
