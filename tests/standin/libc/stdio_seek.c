/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>
#include "file.h"

static int
seek(FILE *f, long offset, int whence)
{
	if (f->flags & FILE_READING) {
		if (whence == SEEK_CUR)
			offset -= f->end - f->pos;
		f->pos = f->end = f->buf;
	} else if (__file_flush(f) != 0) {
		return -1;
	}
	if (lseek(f->fd, offset, whence) < 0)
		return -1;
	f->flags &= ~FILE_EOF;
	return 0;
}

int
fseek(FILE *f, long offset, int whence)
{
	int failed;

	__rlock(&f->lock);
	failed = seek(f, offset, whence);
	__runlock(&f->lock);
	return failed;
}

int
fseeko(FILE *f, off_t offset, int whence)
{
	return fseek(f, offset, whence);
}

static long
tell(FILE *f)
{
	int pending = f->buf && !(f->flags & FILE_READING) && f->pos > f->buf;
	off_t at = lseek(f->fd, 0, pending && (f->flags & FILE_APPEND) ? SEEK_END : SEEK_CUR);

	if (at < 0 || !f->buf)
		return at;
	return f->flags & FILE_READING ? at - (f->end - f->pos) : at + (f->pos - f->buf);
}

long
ftell(FILE *f)
{
	long at;

	__rlock(&f->lock);
	at = tell(f);
	__runlock(&f->lock);
	return at;
}

off_t
ftello(FILE *f)
{
	return ftell(f);
}

void
rewind(FILE *f)
{
	fseek(f, 0, SEEK_SET);
	clearerr(f);
}

int
fgetpos(FILE *restrict f, fpos_t *restrict pos)
{
	pos->__pos = ftell(f);
	return pos->__pos < 0 ? -1 : 0;
}

int
fsetpos(FILE *f, const fpos_t *pos)
{
	return fseek(f, pos->__pos, SEEK_SET);
}
