/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "file.h"

static FILE in = {.fd = 0, .flags = FILE_READ, .mode = _IOFBF};
static FILE out = {.fd = 1, .flags = FILE_WRITE, .mode = -1};
static FILE err = {.fd = 2, .flags = FILE_WRITE, .mode = _IONBF};

FILE *(stdin) = &in;
FILE *(stdout) = &out;
FILE *(stderr) = &err;

static FILE *files = NULL; /* those that fopen() and its like made */
static volatile int lock;

void
__file_add(FILE *f)
{
	__lock(&lock);
	f->next = files;
	files = f;
	__unlock(&lock);
}

void
__file_drop(FILE *f)
{
	__lock(&lock);
	for (FILE **link = &files; *link; link = &(*link)->next)
		if (*link == f) {
			*link = f->next;
			break;
		}
	__unlock(&lock);
}

int
__file_open_flags(const char *mode)
{
	int plus = strchr(mode, '+') != NULL;
	int flags;

	switch (*mode) {
	case 'r':
		flags = plus ? O_RDWR : O_RDONLY;
		break;
	case 'w':
		flags = (plus ? O_RDWR : O_WRONLY) | O_CREAT | O_TRUNC;
		break;
	case 'a':
		flags = (plus ? O_RDWR : O_WRONLY) | O_CREAT | O_APPEND;
		break;
	default:
		errno = EINVAL;
		return -1;
	}
	if (strchr(mode, 'x'))
		flags |= O_EXCL;
	if (strchr(mode, 'e'))
		flags |= O_CLOEXEC;
	return flags;
}

static int
file_flags(int open_flags)
{
	static const int access[] = {FILE_READ, FILE_WRITE, FILE_READ | FILE_WRITE};

	return access[open_flags & O_ACCMODE] | (open_flags & O_APPEND ? FILE_APPEND : 0);
}

static FILE *
make(int fd, int open_flags)
{
	FILE *f = calloc(1, sizeof(*f));

	if (!f)
		return NULL;
	f->fd = fd;
	f->flags = file_flags(open_flags);
	f->mode = -1;
	__file_add(f);
	return f;
}

FILE *
fdopen(int fd, const char *mode)
{
	int flags = __file_open_flags(mode);

	return flags < 0 ? NULL : make(fd, flags);
}

FILE *
fopen(const char *restrict path, const char *restrict mode)
{
	int flags = __file_open_flags(mode);
	int fd = flags < 0 ? -1 : open(path, flags, 0666);
	FILE *f;

	if (fd < 0)
		return NULL;
	f = make(fd, flags);
	if (!f)
		close(fd);
	return f;
}

static void
drop_buffer(FILE *f)
{
	if (f->flags & FILE_OWN_BUFFER)
		free(f->buf - FILE_UNREAD);
	f->flags &= ~FILE_OWN_BUFFER;
	f->buf = NULL;
}

FILE *
freopen(const char *restrict path, const char *restrict mode, FILE *restrict f)
{
	int flags = __file_open_flags(mode);
	int fd;

	fflush(f);
	if (flags < 0 || (fd = open(path, flags, 0666)) < 0)
		return NULL;
	__rlock(&f->lock);
	dup2(fd, f->fd);
	close(fd);
	drop_buffer(f);
	f->flags = file_flags(flags);
	__runlock(&f->lock);
	return f;
}

int
fclose(FILE *f)
{
	int failed = fflush(f);

	if (close(f->fd) != 0)
		failed = EOF;
	drop_buffer(f);
	__file_drop(f);
	if (f != &in && f != &out && f != &err)
		free(f);
	return failed;
}

static int
flush_one(FILE *f)
{
	int failed;

	__rlock(&f->lock);
	failed = __file_flush(f);
	if (f->flags & FILE_READING) {
		/* What was read ahead is given back, where the file can seek. */
		if (f->pos < f->end)
			lseek(f->fd, f->pos - f->end, SEEK_CUR);
		f->pos = f->end = f->buf;
	}
	__runlock(&f->lock);
	return failed;
}

int
fflush(FILE *f)
{
	int failed;

	if (f)
		return flush_one(f);
	failed = flush_one(&out);
	__lock(&lock);
	for (f = files; f; f = f->next)
		if (!(f->flags & FILE_READING))
			failed |= flush_one(f);
	__unlock(&lock);
	return failed;
}

FILE *
tmpfile(void)
{
	char path[] = P_tmpdir "/tmpXXXXXX";
	int fd = mkstemp(path);

	if (fd < 0)
		return NULL;
	unlink(path);
	return fdopen(fd, "w+");
}
