/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <pwd.h>
#include <stddef.h>
#include <sys/stat.h>
#include <unistd.h>
#include "sys.h"

int
chown(const char *path, uid_t uid, gid_t gid)
{
	return __sys_result(SYS3(SYS_chown, host(path), uid, gid));
}

int
lchown(const char *path, uid_t uid, gid_t gid)
{
	return __sys_result(SYS3(SYS_lchown, host(path), uid, gid));
}

int
fchown(int fd, uid_t uid, gid_t gid)
{
	return __sys_result(SYS3(SYS_fchown, fd, uid, gid));
}

/* Nobody has an entry. */
int
getpwuid_r(uid_t uid, struct passwd *restrict entry, char *restrict buf, size_t size, struct passwd **restrict result)
{
	(void)uid;
	(void)entry;
	(void)buf;
	(void)size;
	*result = NULL;
	return 0;
}

struct passwd *
getpwuid(uid_t uid)
{
	(void)uid;
	return NULL;
}
