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
	struct dirent64 wide;
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

static struct record *
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
	return record;
}

struct dirent *
readdir(DIR *dir)
{
	struct dirent *entry = NULL;
	struct record *record;

	__lock(&dir->lock);
	record = next(dir);
	if (record) {
		entry = &dir->entry;
		entry->d_ino = (ino_t)record->ino;
		entry->d_off = (off_t)record->off;
		entry->d_reclen = sizeof(*entry);
		entry->d_type = record->type;
		strlcpy(entry->d_name, record->name, sizeof(entry->d_name));
	}
	__unlock(&dir->lock);
	return entry;
}

struct dirent64 *
readdir64(DIR *dir)
{
	struct dirent64 *entry = NULL;
	struct record *record;

	__lock(&dir->lock);
	record = next(dir);
	if (record) {
		entry = &dir->wide;
		entry->d_ino = record->ino;
		entry->d_off = record->off;
		entry->d_reclen = sizeof(*entry);
		entry->d_type = record->type;
		strlcpy(entry->d_name, record->name, sizeof(entry->d_name));
	}
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
