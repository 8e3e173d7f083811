/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "file.h"

int
feof(FILE *f)
{
	return (f->flags & FILE_EOF) != 0;
}

int
ferror(FILE *f)
{
	return (f->flags & FILE_ERROR) != 0;
}

void
clearerr(FILE *f)
{
	f->flags &= ~(FILE_EOF | FILE_ERROR);
}

int
fileno(FILE *f)
{
	return f->fd;
}

void
flockfile(FILE *f)
{
	__rlock(&f->lock);
}

void
funlockfile(FILE *f)
{
	__runlock(&f->lock);
}

int
setvbuf(FILE *restrict f, char *restrict buf, int mode, size_t size)
{
	if (mode != _IOFBF && mode != _IOLBF && mode != _IONBF)
		return -1;
	if (f->buf && __file_flush(f) != 0)
		return -1;
	f->mode = mode;
	if (f->buf)
		return 0; /* too late for another buffer, not for another mode */
	if (mode != _IONBF && buf && size > FILE_UNREAD) {
		f->buf = f->pos = f->end = (unsigned char *)buf + FILE_UNREAD;
		f->size = size - FILE_UNREAD;
	}
	return 0;
}

void
setbuf(FILE *restrict f, char *restrict buf)
{
	setvbuf(f, buf, buf ? _IOFBF : _IONBF, BUFSIZ);
}

void
setlinebuf(FILE *f)
{
	setvbuf(f, NULL, _IOLBF, 0);
}

void
perror(const char *s)
{
	const char *text = strerror(errno);

	if (s && *s)
		fprintf(stderr, "%s: %s\n", s, text);
	else
		fprintf(stderr, "%s\n", text);
}
