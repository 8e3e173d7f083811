/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "file.h"

int
fgetc(FILE *f)
{
	int c;

	__rlock(&f->lock);
	c = __file_get(f);
	__runlock(&f->lock);
	return c;
}

int
getc(FILE *f)
{
	return fgetc(f);
}

int
getc_unlocked(FILE *f)
{
	return __file_get(f);
}

int
getchar(void)
{
	return fgetc(stdin);
}

int
ungetc(int c, FILE *f)
{
	int failed = 1;

	if (c == EOF)
		return EOF;
	__rlock(&f->lock);
	if (__file_to_read(f) == 0 && f->pos > f->buf - FILE_UNREAD) {
		*--f->pos = (unsigned char)c;
		f->flags &= ~FILE_EOF;
		failed = 0;
	}
	__runlock(&f->lock);
	return failed ? EOF : (unsigned char)c;
}

/* What the buffer can give, or one byte that fills it again. */
static size_t
read_some(FILE *f, unsigned char *to, size_t n)
{
	size_t there = (size_t)(f->end - f->pos);
	int c;

	if (there) {
		n = n < there ? n : there;
		memcpy(to, f->pos, n);
		f->pos += n;
		return n;
	}
	c = __file_get(f);
	if (c == EOF)
		return 0;
	*to = (unsigned char)c;
	return 1;
}

size_t
fread(void *restrict to, size_t size, size_t count, FILE *restrict f)
{
	size_t want = size * count;
	size_t got = 0;

	if (want == 0)
		return 0;
	__rlock(&f->lock);
	if (__file_to_read(f) == 0) {
		size_t n = 1;

		for (; n && got < want; got += n)
			n = read_some(f, (unsigned char *)to + got, want - got);
	}
	__runlock(&f->lock);
	return got / size;
}

char *
fgets(char *restrict s, int size, FILE *restrict f)
{
	int n = 0;
	int c = 0;

	__rlock(&f->lock);
	while (n < size - 1 && c != '\n' && (c = __file_get(f)) != EOF)
		s[n++] = (char)c;
	__runlock(&f->lock);
	if (n == 0 || (c == EOF && ferror(f)))
		return NULL;
	s[n] = 0;
	return s;
}

size_t
fwrite(const void *restrict from, size_t size, size_t count, FILE *restrict f)
{
	size_t n;

	if (size == 0)
		return 0;
	__rlock(&f->lock);
	n = __file_write(f, from, size * count);
	__runlock(&f->lock);
	return n / size;
}

int
fputc(int c, FILE *f)
{
	unsigned char byte = (unsigned char)c;

	return fwrite(&byte, 1, 1, f) == 1 ? byte : EOF;
}

int
putc(int c, FILE *f)
{
	return fputc(c, f);
}

int
putc_unlocked(int c, FILE *f)
{
	return fputc(c, f);
}

int
putchar(int c)
{
	return fputc(c, stdout);
}

int
fputs(const char *restrict s, FILE *restrict f)
{
	size_t n = strlen(s);

	return fwrite(s, 1, n, f) == n ? 0 : EOF;
}

int
puts(const char *s)
{
	int failed;

	__rlock(&stdout->lock);
	failed = fputs(s, stdout) == EOF || fputc('\n', stdout) == EOF;
	__runlock(&stdout->lock);
	return failed ? EOF : 0;
}

/* Makes room for one byte and the terminator. */
static int
reserve(char **line, size_t *size, size_t used)
{
	char *grown;

	if (*line && used + 2 <= *size)
		return 0;
	grown = realloc(*line, used + 2 < 128 ? 128 : 2 * used + 2);
	if (!grown)
		return -1;
	*line = grown;
	*size = used + 2 < 128 ? 128 : 2 * used + 2;
	return 0;
}

ssize_t
getdelim(char **restrict line, size_t *restrict size, int delim, FILE *restrict f)
{
	size_t n = 0;
	int c = 0;

	if (reserve(line, size, 0) != 0)
		return -1;
	__rlock(&f->lock);
	while ((n == 0 || c != delim) && (c = __file_get(f)) != EOF) {
		if (reserve(line, size, n) != 0) {
			f->flags |= FILE_ERROR;
			break;
		}
		(*line)[n++] = (char)c;
	}
	__runlock(&f->lock);
	(*line)[n] = 0;
	return n && !ferror(f) ? (ssize_t)n : -1;
}

ssize_t
getline(char **restrict line, size_t *restrict size, FILE *restrict f)
{
	return getdelim(line, size, '\n', f);
}
