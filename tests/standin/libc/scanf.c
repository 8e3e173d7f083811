/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "file.h"

/* Reads from a FILE, one byte ahead. A string is a FILE without a descriptor. */
struct source {
	FILE *f;
	int c; /* the next byte, or EOF */
	size_t read;
};

enum { NUMBER_MAX = 512 };

static void
advance(struct source *from)
{
	from->c = __file_get(from->f);
	from->read++;
}

static void
skip_space(struct source *from)
{
	while (from->c != EOF && isspace(from->c))
		advance(from);
}

struct spec {
	int store;
	int width; /* 0: none given */
	char size; /* 'H' for hh, 'q' for ll, j */
	char conversion;
};

static struct spec
parse(const char **p)
{
	struct spec spec = {.store = 1};

	if (**p == '*') {
		spec.store = 0;
		(*p)++;
	}
	while (isdigit((unsigned char)**p))
		spec.width = spec.width * 10 + *(*p)++ - '0';
	if (**p && strchr("hlLjzt", **p)) {
		spec.size = *(*p)++;
		if (spec.size == 'j')
			spec.size = 'q';
		if ((spec.size == 'h' || spec.size == 'l') && **p == spec.size) {
			spec.size = spec.size == 'h' ? 'H' : 'q';
			(*p)++;
		}
	}
	spec.conversion = **p;
	if (**p)
		(*p)++;
	return spec;
}

static void
store_integer(void *to, const struct spec *spec, unsigned long long n)
{
	switch (spec->size) {
	case 'H':
		*(unsigned char *)to = (unsigned char)n;
		break;
	case 'h':
		*(unsigned short *)to = (unsigned short)n;
		break;
	case 'q':
		*(unsigned long long *)to = n;
		break;
	default:
		*(unsigned *)to = (unsigned)n;
	}
}

static void
store_float(void *to, const struct spec *spec, const char *text)
{
	switch (spec->size) {
	case 'l':
		*(double *)to = strtod(text, NULL);
		break;
	case 'L':
		*(long double *)to = strtold(text, NULL);
		break;
	default:
		*(float *)to = strtof(text, NULL);
	}
}

/* Collects the longest run of bytes that may still become a number. */
static size_t
collect(struct source *from, const char *allowed, size_t width, char *text)
{
	size_t n = 0;

	for (; n < width && from->c != EOF && strchr(allowed, from->c) && from->c; n++) {
		int sign = from->c == '-' || from->c == '+';

		/* A sign is at the start or after an exponent's letter. */
		if (sign && n && !strchr("eEpP", text[n - 1]))
			break;
		text[n] = (char)from->c;
		advance(from);
	}
	text[n] = 0;
	return n;
}

static size_t
width_of(const struct spec *spec)
{
	return spec->width && spec->width < NUMBER_MAX ? (size_t)spec->width : NUMBER_MAX - 1;
}

/* 1 when converted, 0 when the input does not fit. */
static int
integer(struct source *from, const struct spec *spec, void *to)
{
	static const char sets[] = "doxXuip";
	static const char *const allowed[] = {
		"+-0123456789", "+-01234567", "+-0123456789abcdefABCDEFxX",
		"+-0123456789abcdefABCDEFxX", "+-0123456789", "+-0123456789abcdefABCDEFxX",
		"+-0123456789abcdefABCDEFxX",
	};
	static const int bases[] = {10, 8, 16, 16, 10, 0, 16};
	size_t which = (size_t)(strchr(sets, spec->conversion) - sets);
	char text[NUMBER_MAX];
	unsigned long long n;
	char *end;

	skip_space(from);
	if (!collect(from, allowed[which], width_of(spec), text))
		return 0;
	n = text[0] == '-' ? (unsigned long long)strtoll(text, &end, bases[which])
	                   : strtoull(text, &end, bases[which]);
	if (end == text)
		return 0;
	if (spec->store)
		store_integer(to, spec, n);
	return 1;
}

static int
floating(struct source *from, const struct spec *spec, void *to)
{
	char text[NUMBER_MAX];
	char *end;

	skip_space(from);
	if (!collect(from, "+-0123456789.eEpPxXabcdfABCDFinftyINFTY", width_of(spec), text))
		return 0;
	strtod(text, &end);
	if (end == text)
		return 0;
	if (spec->store)
		store_float(to, spec, text);
	return 1;
}

/* Reads the set of a "%[...]" into `in`; gives where the format goes on. */
static const char *
parse_set(const char *p, unsigned char *in)
{
	int inverted = *p == '^';
	const char *first = p += inverted;

	memset(in, inverted, 256);
	for (; *p && (*p != ']' || p == first); p++) {
		unsigned char low = (unsigned char)*p;
		unsigned char high = low;

		if (p[1] == '-' && p[2] && p[2] != ']') {
			high = (unsigned char)p[2];
			p += 2;
		}
		for (unsigned c = low; c <= high; c++)
			in[c] = !inverted;
	}
	return *p ? p + 1 : p;
}

static int
text(struct source *from, const struct spec *spec, const unsigned char *in, char *to)
{
	size_t most = spec->width ? (size_t)spec->width : SIZE_MAX;
	size_t n = 0;

	if (spec->conversion == 'c' && !spec->width)
		most = 1;
	for (; n < most && from->c != EOF && in[from->c]; n++) {
		if (spec->store)
			to[n] = (char)from->c;
		advance(from);
	}
	if (spec->store && spec->conversion != 'c')
		to[n] = 0;
	return n > 0;
}

static int
convert(struct source *from, const struct spec *spec, const char **format, void *to)
{
	unsigned char in[256];

	memset(in, 1, sizeof(in));
	switch (spec->conversion) {
	case 'd': case 'i': case 'o': case 'u': case 'x': case 'X': case 'p':
		return integer(from, spec, to);
	case 'a': case 'e': case 'f': case 'g': case 'A': case 'E': case 'F': case 'G':
		return floating(from, spec, to);
	case '[':
		*format = parse_set(*format, in);
		return text(from, spec, in, to);
	case 's':
		skip_space(from);
		for (int c = 0; c < 256; c++)
			in[c] = !isspace(c);
		return text(from, spec, in, to);
	case 'c':
		return text(from, spec, in, to);
	}
	return 0;
}

static int
scan(struct source *from, const char *format, va_list ap)
{
	int done = 0;

	while (*format) {
		struct spec spec;

		if (isspace((unsigned char)*format)) {
			skip_space(from);
			format++;
			continue;
		}
		if (*format != '%' || format[1] == '%') {
			if (*format == '%') {
				skip_space(from);
				format++;
			}
			if (from->c != (unsigned char)*format++)
				break;
			advance(from);
			continue;
		}
		format++;
		spec = parse(&format);
		if (spec.conversion == 'n') {
			store_integer(va_arg(ap, void *), &spec, from->read);
			continue;
		}
		if (!convert(from, &spec, &format, spec.store ? va_arg(ap, void *) : NULL))
			break;
		done += spec.store;
	}
	return done || from->c != EOF ? done : EOF;
}

int
vfscanf(FILE *restrict f, const char *restrict format, va_list ap)
{
	struct source from = {f, 0, 0};
	int done;

	__rlock(&f->lock);
	from.c = __file_get(f);
	done = scan(&from, format, ap);
	if (from.c != EOF)
		ungetc(from.c, f);
	__runlock(&f->lock);
	return done;
}

int
vsscanf(const char *restrict s, const char *restrict format, va_list ap)
{
	unsigned char *start = (unsigned char *)s;
	FILE f = {.fd = -1, .flags = FILE_READ | FILE_READING, .buf = start, .pos = start, .end = start + strlen(s)};
	struct source from = {&f, 0, 0};

	from.c = __file_get(&f);
	return scan(&from, format, ap);
}

int
fscanf(FILE *restrict f, const char *restrict format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vfscanf(f, format, ap);
	va_end(ap);
	return n;
}

int
scanf(const char *restrict format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vfscanf(stdin, format, ap);
	va_end(ap);
	return n;
}

int
sscanf(const char *restrict s, const char *restrict format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsscanf(s, format, ap);
	va_end(ap);
	return n;
}
