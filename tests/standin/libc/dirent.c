/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "lock.h"
#include "sys.h"

/* What getdents() fills in: the kernel's own layout. */
struct record {
	uint64_t ino;
	int64_t off;
	uint16_t reclen;
	uint8_t type;
	char name[];
} __attribute__((__packed__));

struct __dirstream {
	int fd;
	int at;
	int end;
	volatile int lock;
	struct dirent entry;
	char buf[4096];
};

DIR *
fdopendir(int fd)
{
	DIR *dir = calloc(1, sizeof(*dir));

	if (dir)
		dir->fd = fd;
	return dir;
}

DIR *
opendir(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);

	if (fd >= 0 && !dir)
		close(fd);
	return dir;
}

int
closedir(DIR *dir)
{
	int fd = dir->fd;

	free(dir);
	return close(fd);
}

int
dirfd(DIR *dir)
{
	return dir->fd;
}

static struct dirent *
next(DIR *dir)
{
	struct record *record;

	if (dir->at >= dir->end) {
		int n = __sys_result(SYS3(SYS_getdents, dir->fd, host(dir->buf), sizeof(dir->buf)));

		if (n <= 0)
			return NULL;
		dir->at = 0;
		dir->end = n;
	}
	record = (struct record *)(dir->buf + dir->at);
	dir->at += record->reclen;
	dir->entry.d_ino = (ino_t)record->ino;
	dir->entry.d_off = (off_t)record->off;
	dir->entry.d_reclen = sizeof(dir->entry);
	dir->entry.d_type = record->type;
	strlcpy(dir->entry.d_name, record->name, sizeof(dir->entry.d_name));
	return &dir->entry;
}

struct dirent *
readdir(DIR *dir)
{
	struct dirent *entry;

	__lock(&dir->lock);
	entry = next(dir);
	__unlock(&dir->lock);
	return entry;
}

void
rewinddir(DIR *dir)
{
	__lock(&dir->lock);
	lseek(dir->fd, 0, SEEK_SET);
	dir->at = dir->end = 0;
	__unlock(&dir->lock);
}
