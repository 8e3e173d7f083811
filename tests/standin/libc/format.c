/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include "format.h"

void
__format_fill(struct sink *sink, char c, long n)
{
	char run[32];

	if (n <= 0)
		return;
	memset(run, c, sizeof(run));
	for (; n > (long)sizeof(run); n -= (long)sizeof(run))
		sink->put(sink, run, sizeof(run));
	sink->put(sink, run, (size_t)n);
}

void
__format_padded(struct sink *sink, const struct spec *spec, const char *prefix,
	const char *body, size_t n)
{
	size_t np = strlen(prefix);
	long pad = spec->width - (long)(np + n);

	if (!(spec->flags & (FLAG_LEFT | FLAG_ZERO)))
		__format_fill(sink, ' ', pad);
	sink->put(sink, prefix, np);
	if ((spec->flags & (FLAG_LEFT | FLAG_ZERO)) == FLAG_ZERO)
		__format_fill(sink, '0', pad);
	sink->put(sink, body, n);
	if (spec->flags & FLAG_LEFT)
		__format_fill(sink, ' ', pad);
}

/* Writes the digits of `n` so that they end at `end`; gives their start. */
static char *
digits(char *end, uintmax_t n, unsigned base, int capital)
{
	const char *set = capital ? "0123456789ABCDEF" : "0123456789abcdef";

	for (; n; n /= base)
		*--end = set[n % base];
	return end;
}

static void
integer(struct sink *sink, struct spec *spec, uintmax_t n, int negative)
{
	enum { ROOM = 32 };
	char buf[ROOM + 512];
	char *end = buf + sizeof(buf);
	unsigned base = strchr("xXp", spec->conversion) ? 16 : spec->conversion == 'o' ? 8 : 10;
	char *start = digits(end, n, base, spec->conversion == 'X');
	const char *prefix = "";
	long least = spec->precision < 0 ? 1 : spec->precision;

	if (spec->precision >= 0)
		spec->flags &= ~FLAG_ZERO;
	if (spec->conversion == 'o' && (spec->flags & FLAG_ALT) && least <= end - start)
		least = end - start + 1;
	if (spec->conversion == 'p' || (base == 16 && (spec->flags & FLAG_ALT) && n))
		prefix = spec->conversion == 'X' ? "0X" : "0x";
	if (strchr("di", spec->conversion))
		prefix = negative ? "-" : spec->flags & FLAG_PLUS ? "+" : spec->flags & FLAG_SPACE ? " " : "";
	if (least > (long)sizeof(buf) - ROOM)
		least = (long)sizeof(buf) - ROOM; /* no number needs more */
	while (end - start < least)
		*--start = '0';
	__format_padded(sink, spec, prefix, start, (size_t)(end - start));
}

/* The length modifiers, told apart by what va_arg has to take. */
enum size { SIZE_CHAR, SIZE_SHORT, SIZE_INT, SIZE_LONG, SIZE_LLONG, SIZE_LDOUBLE };

static enum size
size_of_arg(const char **p)
{
	switch (*(*p)++) {
	case 'h':
		if (**p != 'h')
			return SIZE_SHORT;
		(*p)++;
		return SIZE_CHAR;
	case 'l':
		if (**p != 'l')
			return SIZE_LONG;
		(*p)++;
		return SIZE_LLONG;
	case 'z':
	case 't':
		return SIZE_LONG;
	case 'j':
	case 'q':
		return SIZE_LLONG;
	case 'L':
		return SIZE_LDOUBLE;
	}
	(*p)--;
	return SIZE_INT;
}

static intmax_t
take_signed(va_list *ap, enum size size)
{
	switch (size) {
	case SIZE_CHAR:
		return (signed char)va_arg(*ap, int);
	case SIZE_SHORT:
		return (short)va_arg(*ap, int);
	case SIZE_LONG:
		return va_arg(*ap, long);
	case SIZE_LLONG:
	case SIZE_LDOUBLE:
		return va_arg(*ap, long long);
	default:
		return va_arg(*ap, int);
	}
}

static uintmax_t
take_unsigned(va_list *ap, enum size size)
{
	uintmax_t n = (uintmax_t)take_signed(ap, size);

	switch (size) {
	case SIZE_CHAR:
		return (unsigned char)n;
	case SIZE_SHORT:
		return (unsigned short)n;
	case SIZE_LONG:
	case SIZE_INT:
		return (unsigned)n;
	default:
		return n;
	}
}

static double
take_double(va_list *ap, enum size size)
{
	long double wide;

	if (size != SIZE_LDOUBLE)
		return va_arg(*ap, double);
	wide = va_arg(*ap, long double);
	return __from_long_double(&wide);
}

static void
store_count(va_list *ap, enum size size, size_t written)
{
	void *to = va_arg(*ap, void *);

	switch (size) {
	case SIZE_CHAR:
		*(signed char *)to = (signed char)written;
		break;
	case SIZE_SHORT:
		*(short *)to = (short)written;
		break;
	case SIZE_LLONG:
		*(long long *)to = (long long)written;
		break;
	default:
		*(int *)to = (int)written;
	}
}

static void
string(struct sink *sink, struct spec *spec, const char *s)
{
	if (!s)
		s = "(null)";
	spec->flags &= ~FLAG_ZERO;
	__format_padded(sink, spec, "", s,
		spec->precision < 0 ? strlen(s) : strnlen(s, (size_t)spec->precision));
}

static void
character(struct sink *sink, struct spec *spec, int arg)
{
	char c = (char)arg;

	spec->flags &= ~FLAG_ZERO;
	__format_padded(sink, spec, "", &c, 1);
}

/* 0, or -1 when there is no such conversion. */
static int
convert(struct sink *sink, struct spec *spec, enum size size, va_list *ap)
{
	intmax_t n;

	switch (spec->conversion) {
	case 'd':
	case 'i':
		n = take_signed(ap, size);
		integer(sink, spec, n < 0 ? -(uintmax_t)n : (uintmax_t)n, n < 0);
		return 0;
	case 'o':
	case 'u':
	case 'x':
	case 'X':
		integer(sink, spec, take_unsigned(ap, size), 0);
		return 0;
	case 'p':
		integer(sink, spec, (uintptr_t)va_arg(*ap, void *), 0);
		return 0;
	case 'c':
		character(sink, spec, va_arg(*ap, int));
		return 0;
	case 's':
		string(sink, spec, va_arg(*ap, const char *));
		return 0;
	case 'n':
		store_count(ap, size, sink->written);
		return 0;
	case '%':
		sink->put(sink, "%", 1);
		return 0;
	}
	if (!spec->conversion || !strchr("aAeEfFgG", spec->conversion))
		return -1;
	__format_float(sink, spec, take_double(ap, size));
	return 0;
}

/* A number, or `*` for the next argument. */
static int
number(const char **p, va_list *ap)
{
	int n = 0;

	if (**p == '*') {
		(*p)++;
		return va_arg(*ap, int);
	}
	while (**p >= '0' && **p <= '9' && n < INT_MAX / 10 - 10)
		n = n * 10 + *(*p)++ - '0';
	return n;
}

static struct spec
parse(const char **p, va_list *ap)
{
	static const char flags[] = "-+ #0";
	struct spec spec = {.precision = -1};
	const char *flag;

	while (**p && (flag = strchr(flags, **p))) {
		spec.flags |= 1 << (flag - flags);
		(*p)++;
	}
	spec.width = number(p, ap);
	if (spec.width < 0) {
		spec.flags |= FLAG_LEFT;
		spec.width = -spec.width;
	}
	if (**p == '.') {
		(*p)++;
		spec.precision = number(p, ap);
	}
	return spec;
}

int
__format(struct sink *sink, const char *format, va_list args)
{
	va_list ap;
	int failed = 0;

	va_copy(ap, args);
	while (*format && !failed) {
		size_t plain = strcspn(format, "%");

		sink->put(sink, format, plain);
		format += plain;
		if (*format == '%') {
			struct spec spec;
			enum size size;

			format++;
			spec = parse(&format, &ap);
			size = size_of_arg(&format);
			spec.conversion = *format;
			failed = convert(sink, &spec, size, &ap);
			format += *format != 0;
		}
	}
	va_end(ap);
	return failed || sink->written > INT_MAX ? -1 : (int)sink->written;
}
