/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "file.h"

void
__file_buffer(FILE *f)
{
	unsigned char *room = NULL;

	if (f->buf)
		return;
	if (f->mode < 0) {
		int saved = errno;

		f->mode = isatty(f->fd) ? _IOLBF : _IOFBF;
		errno = saved;
	}
	if (f->mode != _IONBF)
		room = malloc(FILE_UNREAD + BUFSIZ);
	if (room) {
		f->flags |= FILE_OWN_BUFFER;
		f->size = BUFSIZ;
	} else {
		room = f->small;
		f->size = 1;
	}
	f->buf = f->pos = f->end = room + FILE_UNREAD;
}

int
__file_flush(FILE *f)
{
	unsigned char *from = f->buf;

	if (!f->buf || (f->flags & FILE_READING))
		return 0;
	while (from < f->pos) {
		ssize_t n = write(f->fd, from, (size_t)(f->pos - from));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			f->flags |= FILE_ERROR;
			f->pos = f->buf;
			return EOF;
		}
		from += n;
	}
	f->pos = f->buf;
	return 0;
}

int
__file_to_read(FILE *f)
{
	if (!(f->flags & FILE_READ)) {
		f->flags |= FILE_ERROR;
		errno = EBADF;
		return EOF;
	}
	__file_buffer(f);
	if (f->flags & FILE_READING)
		return 0;
	if (__file_flush(f) != 0)
		return EOF;
	f->flags |= FILE_READING;
	f->pos = f->end = f->buf;
	return 0;
}

int
__file_to_write(FILE *f)
{
	if (!(f->flags & FILE_WRITE)) {
		f->flags |= FILE_ERROR;
		errno = EBADF;
		return EOF;
	}
	__file_buffer(f);
	if (f->flags & FILE_READING) {
		if (f->pos < f->end)
			lseek(f->fd, f->pos - f->end, SEEK_CUR);
		f->flags &= ~(FILE_READING | FILE_EOF);
		f->pos = f->end = f->buf;
	}
	return 0;
}

/* Fills the empty buffer. 0, or EOF. */
static int
fill(FILE *f)
{
	ssize_t n;

	if (f->fd < 0) {
		f->flags |= FILE_EOF;
		return EOF;
	}
	do
		n = read(f->fd, f->buf, f->size);
	while (n < 0 && errno == EINTR);
	f->pos = f->end = f->buf;
	if (n <= 0) {
		f->flags |= n < 0 ? FILE_ERROR : FILE_EOF;
		return EOF;
	}
	f->end += n;
	return 0;
}

int
__file_get(FILE *f)
{
	if (__file_to_read(f) != 0)
		return EOF;
	if (f->pos == f->end && fill(f) != 0)
		return EOF;
	return *f->pos++;
}

/* Writes a run that is longer than the buffer, past it. */
static int
write_through(FILE *f, const unsigned char *from, size_t n)
{
	unsigned char *buf = f->buf;
	int failed;

	f->buf = (unsigned char *)from;
	f->pos = f->buf + n;
	failed = __file_flush(f);
	f->buf = f->pos = buf;
	return failed;
}

static int
lines_end_in(const FILE *f)
{
	return memrchr(f->buf, '\n', (size_t)(f->pos - f->buf)) != NULL;
}

size_t
__file_write(FILE *f, const unsigned char *from, size_t n)
{
	if (n == 0 || __file_to_write(f) != 0)
		return 0;
	if (n > f->size - (size_t)(f->pos - f->buf) && __file_flush(f) != 0)
		return 0;
	if (n > f->size)
		return write_through(f, from, n) == 0 ? n : 0;
	memcpy(f->pos, from, n);
	f->pos += n;
	if (f->mode == _IONBF || (f->mode == _IOLBF && lines_end_in(f)))
		return __file_flush(f) == 0 ? n : 0;
	return n;
}
