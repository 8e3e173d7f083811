/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "sys.h"

/* lind has no linkat, symlinkat of a directory, nor mkdirat: these serve the
   current directory, which is what std asks for. */

static int
only_here(int a, int b)
{
	if (a == AT_FDCWD && b == AT_FDCWD)
		return 1;
	errno = ENOSYS;
	return 0;
}

int
linkat(int fromfd, const char *from, int tofd, const char *to, int flags)
{
	(void)flags;
	return only_here(fromfd, tofd) ? link(from, to) : -1;
}

int
symlinkat(const char *target, int dirfd, const char *path)
{
	return only_here(dirfd, dirfd) ? symlink(target, path) : -1;
}

int
mkdirat(int dirfd, const char *path, mode_t mode)
{
	return only_here(dirfd, dirfd) ? mkdir(path, mode) : -1;
}
