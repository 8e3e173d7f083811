/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>

static int
digit(int c)
{
	if (isdigit(c))
		return c - '0';
	return isalpha(c) ? tolower(c) - 'a' + 10 : 99;
}

/* Skips "0x" where the base has it, and finds base 0 out. */
static const char *
prefix(const char *s, int *base)
{
	int hex = s[0] == '0' && (s[1] | 0x20) == 'x' && digit((unsigned char)s[2]) < 16;

	if ((*base == 0 || *base == 16) && hex) {
		*base = 16;
		return s + 2;
	}
	if (*base == 0)
		*base = *s == '0' ? 8 : 10;
	return s;
}

/* The number with its sign apart; ERANGE and `most` when it is above that. */
static unsigned long long
parse(const char *s, char **end, int base, unsigned long long most, unsigned long long least, int *negative)
{
	const char *start = s;
	unsigned long long n = 0;
	int over = 0;
	const char *first;

	if (end)
		*end = (char *)start;
	*negative = 0;
	if (base < 0 || base == 1 || base > 36) {
		errno = EINVAL;
		return 0;
	}
	while (isspace((unsigned char)*s))
		s++;
	if (*s == '-' || *s == '+')
		*negative = *s++ == '-';
	if (*negative)
		most = least;
	first = s = prefix(s, &base);
	for (int d; (d = digit((unsigned char)*s)) < base; s++) {
		over |= n > (most - (unsigned)d) / (unsigned)base;
		n = n * (unsigned)base + (unsigned)d;
	}
	if (s == first)
		return 0;
	if (end)
		*end = (char *)s;
	if (!over)
		return n;
	errno = ERANGE;
	return most;
}

static long long
parse_signed(const char *s, char **end, int base, unsigned long long most)
{
	int negative;
	unsigned long long n = parse(s, end, base, most, most + 1, &negative);

	return (long long)(negative ? -n : n);
}

static unsigned long long
parse_unsigned(const char *s, char **end, int base, unsigned long long most)
{
	int saved = errno;
	int negative;
	unsigned long long n;

	errno = 0;
	n = parse(s, end, base, most, most, &negative);
	if (errno)
		return n;
	errno = saved;
	return negative ? -n & most : n;
}

long
strtol(const char *restrict s, char **restrict end, int base)
{
	return (long)parse_signed(s, end, base, LONG_MAX);
}

long long
strtoll(const char *restrict s, char **restrict end, int base)
{
	return parse_signed(s, end, base, LLONG_MAX);
}

unsigned long
strtoul(const char *restrict s, char **restrict end, int base)
{
	return (unsigned long)parse_unsigned(s, end, base, ULONG_MAX);
}

unsigned long long
strtoull(const char *restrict s, char **restrict end, int base)
{
	return parse_unsigned(s, end, base, ULLONG_MAX);
}

intmax_t
strtoimax(const char *restrict s, char **restrict end, int base)
{
	return strtoll(s, end, base);
}

uintmax_t
strtoumax(const char *restrict s, char **restrict end, int base)
{
	return strtoull(s, end, base);
}

int
atoi(const char *s)
{
	return (int)strtol(s, NULL, 10);
}

long
atol(const char *s)
{
	return strtol(s, NULL, 10);
}

long long
atoll(const char *s)
{
	return strtoll(s, NULL, 10);
}
