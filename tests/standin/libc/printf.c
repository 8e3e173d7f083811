/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "file.h"
#include "format.h"

struct file_sink {
	struct sink sink;
	FILE *f;
	int failed;
};

static void
put_file(struct sink *sink, const char *s, size_t n)
{
	struct file_sink *to = (struct file_sink *)sink;

	if (__file_write(to->f, (const unsigned char *)s, n) != n)
		to->failed = 1;
	sink->written += n;
}

int
vfprintf(FILE *restrict f, const char *restrict format, va_list ap)
{
	struct file_sink to = {{put_file, 0}, f, 0};
	unsigned char room[256];
	unsigned char *buf = f->buf;
	size_t size = f->size;
	int unbuffered;
	int n;

	__rlock(&f->lock);
	/* An unbuffered file still gets each call's text in one piece. */
	unbuffered = f->mode == _IONBF && !(f->flags & FILE_READING);
	if (unbuffered) {
		f->buf = f->pos = f->end = room;
		f->size = sizeof(room);
		f->mode = _IOFBF;
	}
	n = __format(&to.sink, format, ap);
	if (unbuffered) {
		to.failed |= __file_flush(f);
		f->buf = f->pos = f->end = buf;
		f->size = size;
		f->mode = _IONBF;
	}
	__runlock(&f->lock);
	return to.failed ? -1 : n;
}

struct memory_sink {
	struct sink sink;
	char *to;
	size_t size; /* without the terminator */
};

static void
put_memory(struct sink *sink, const char *s, size_t n)
{
	struct memory_sink *m = (struct memory_sink *)sink;

	if (sink->written < m->size) {
		size_t room = m->size - sink->written;

		memcpy(m->to + sink->written, s, n < room ? n : room);
	}
	sink->written += n;
}

int
vsnprintf(char *restrict s, size_t size, const char *restrict format, va_list ap)
{
	struct memory_sink m = {{put_memory, 0}, s, size ? size - 1 : 0};
	int n = __format(&m.sink, format, ap);

	if (size)
		s[m.sink.written < m.size ? m.sink.written : m.size] = 0;
	return n;
}

int
vsprintf(char *restrict s, const char *restrict format, va_list ap)
{
	return vsnprintf(s, INT_MAX, format, ap);
}

int
vprintf(const char *restrict format, va_list ap)
{
	return vfprintf(stdout, format, ap);
}

int
vasprintf(char **restrict s, const char *restrict format, va_list ap)
{
	int n = vsnprintf(NULL, 0, format, ap);

	*s = n < 0 ? NULL : malloc((size_t)n + 1);
	return *s ? vsnprintf(*s, (size_t)n + 1, format, ap) : -1;
}

int
vdprintf(int fd, const char *restrict format, va_list ap)
{
	char *s;
	int n = vasprintf(&s, format, ap);

	if (n > 0 && write(fd, s, (size_t)n) != n)
		n = -1;
	free(s);
	return n;
}

/* The variadic forms differ in what comes before the format only. */
#define FORWARD(call) \
	va_list ap; \
	int n; \
	va_start(ap, format); \
	n = call; \
	va_end(ap); \
	return n

int
printf(const char *restrict format, ...)
{
	FORWARD(vfprintf(stdout, format, ap));
}

int
fprintf(FILE *restrict f, const char *restrict format, ...)
{
	FORWARD(vfprintf(f, format, ap));
}

int
sprintf(char *restrict s, const char *restrict format, ...)
{
	FORWARD(vsprintf(s, format, ap));
}

int
snprintf(char *restrict s, size_t size, const char *restrict format, ...)
{
	FORWARD(vsnprintf(s, size, format, ap));
}

int
asprintf(char **restrict s, const char *restrict format, ...)
{
	FORWARD(vasprintf(s, format, ap));
}

int
dprintf(int fd, const char *restrict format, ...)
{
	FORWARD(vdprintf(fd, format, ap));
}
