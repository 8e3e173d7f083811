/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "format.h"

/* A guess by floating-point arithmetic, then corrected by exact comparison
   with the midpoints between neighbouring doubles. */

enum {
	DIGITS = 800, /* more cannot change the result, but for being there */
	LIMBS = 340, /* of 32 bits: 10^1150 * 2^1075 fits */
	SCALE_MAX = 100000,
};

struct decimal {
	unsigned char digit[DIGITS];
	int n;
	int exp; /* of the last digit */
};

struct big {
	uint32_t limb[LIMBS]; /* least first */
	int n;
};

static void
multiply(struct big *b, uint32_t by, uint32_t add)
{
	uint64_t carry = add;

	for (int i = 0; i < b->n; i++) {
		carry += (uint64_t)b->limb[i] * by;
		b->limb[i] = (uint32_t)carry;
		carry >>= 32;
	}
	if (carry)
		b->limb[b->n++] = (uint32_t)carry;
}

static void
multiply_power(struct big *b, uint32_t base, int power)
{
	for (; power > 0 && b->n; power--)
		multiply(b, base, 0);
}

static void
shift_left(struct big *b, int bits)
{
	int limbs = bits / 32;

	if (!b->n)
		return;
	memmove(b->limb + limbs, b->limb, (size_t)b->n * sizeof(*b->limb));
	memset(b->limb, 0, (size_t)limbs * sizeof(*b->limb));
	b->n += limbs;
	multiply(b, 1u << (bits % 32), 0);
}

static int
compare(const struct big *a, const struct big *b)
{
	if (a->n != b->n)
		return a->n - b->n;
	for (int i = a->n - 1; i >= 0; i--)
		if (a->limb[i] != b->limb[i])
			return a->limb[i] < b->limb[i] ? -1 : 1;
	return 0;
}

/* Compares the decimal with m * 2^exp. */
static int
compare_decimal(const struct decimal *d, uint64_t m, int exp)
{
	struct big a = {.n = 0};
	struct big b = {.limb = {(uint32_t)m, (uint32_t)(m >> 32)}, .n = m >> 32 ? 2 : m != 0};

	for (int i = 0; i < d->n; i++)
		multiply(&a, 10, d->digit[i]);
	/* Ten is five and two: what both sides share is left out. */
	multiply_power(&a, 5, d->exp);
	multiply_power(&b, 5, -d->exp);
	exp -= d->exp;
	if (exp < 0)
		shift_left(&a, -exp);
	else
		shift_left(&b, exp);
	return compare(&a, &b);
}

static double
guess(const struct decimal *d)
{
	static const double power[] = {1e1, 1e2, 1e4, 1e8, 1e16, 1e32, 1e64, 1e128, 1e256};
	int used = d->n < 19 ? d->n : 19;
	int exp = d->exp + d->n - used;
	int up = exp > 0;
	uint64_t m = 0;
	double x;

	for (int i = 0; i < used; i++)
		m = m * 10 + d->digit[i];
	x = (double)m;
	if (exp < -300) {
		/* In two steps, so that 10^-exp itself does not overflow. */
		x /= 1e40;
		exp += 40;
	}
	for (int i = 0, e = up ? exp : -exp; e; i++, e >>= 1)
		if (e & 1)
			x = up ? x * power[i] : x / power[i];
	return x;
}

static uint64_t
bits_of(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return bits;
}

/* Compares the decimal with the point half-way from the double that `bits`
   are to the next larger one. */
static int
compare_half(const struct decimal *d, uint64_t bits)
{
	int exp = (int)(bits >> 52);
	uint64_t m = bits & 0xfffffffffffff;

	if (exp)
		m |= 1ULL << 52;
	else
		exp = 1;
	return compare_decimal(d, 2 * m + 1, exp - 1076);
}

static double
to_double(const struct decimal *d)
{
	const uint64_t infinity = 0x7ffULL << 52;
	uint64_t bits;
	int side;
	double x;

	if (d->n == 0 || d->exp + d->n < -330)
		return 0;
	if (d->exp + d->n > 310)
		return __builtin_inf();
	bits = bits_of(guess(d));
	if (bits >= infinity)
		bits = infinity - 1;
	while (bits < infinity && ((side = compare_half(d, bits)) > 0 || (side == 0 && (bits & 1))))
		bits++;
	while (bits > 0 && ((side = compare_half(d, bits - 1)) < 0 || (side == 0 && !(bits - 1 & 1))))
		bits--;
	memcpy(&x, &bits, sizeof(x));
	return x;
}

static const char *
exponent(const char *s, int letter, int *exp)
{
	const char *p = s;
	int negative = 0;
	int n = 0;

	if ((*p | 0x20) != letter)
		return s;
	p++;
	if (*p == '-' || *p == '+')
		negative = *p++ == '-';
	if (!isdigit((unsigned char)*p))
		return s;
	for (; isdigit((unsigned char)*p); p++)
		if (n < SCALE_MAX)
			n = n * 10 + *p - '0';
	*exp = negative ? -n : n;
	return p;
}

static void
add_digit(struct decimal *d, int digit, int after_point)
{
	if (d->n < DIGITS) {
		if (d->n || digit)
			d->digit[d->n++] = (unsigned char)digit;
		d->exp -= after_point;
	} else {
		d->digit[DIGITS - 1] |= digit != 0; /* only "there is more" counts */
		d->exp += !after_point;
	}
}

/* Gives where the number ends, NULL when there is none. */
static const char *
parse_decimal(const char *s, double *x)
{
	struct decimal d = {.n = 0};
	int seen = 0;
	int point = 0;
	int exp = 0;

	for (;; s++) {
		if (*s == '.' && !point) {
			point = 1;
			continue;
		}
		if (!isdigit((unsigned char)*s))
			break;
		seen = 1;
		add_digit(&d, *s - '0', point);
	}
	if (!seen)
		return NULL;
	s = exponent(s, 'e', &exp);
	d.exp += exp;
	while (d.n && d.digit[d.n - 1] == 0) {
		d.n--;
		d.exp++;
	}
	*x = to_double(&d);
	if ((*x == 0 && d.n) || __builtin_isinf(*x))
		errno = ERANGE;
	return s;
}

static double
scale(double x, int exp)
{
	for (; exp > 0 && x < __builtin_inf(); exp--)
		x *= 2;
	for (; exp < 0 && x > 0; exp++)
		x /= 2;
	return x;
}

static int
hex_digit(int c)
{
	return isdigit(c) ? c - '0' : isxdigit(c) ? (c | 0x20) - 'a' + 10 : -1;
}

static const char *
parse_hex(const char *s, double *x)
{
	uint64_t m = 0;
	int exp = 0;
	int point = 0;
	int seen = 0;
	int more = 0;
	int digit;

	for (s += 2;; s++) {
		if (*s == '.' && !point) {
			point = 1;
			continue;
		}
		digit = hex_digit((unsigned char)*s);
		if (digit < 0)
			break;
		seen = 1;
		if (m >> 58) {
			m |= digit != 0;
			exp += point ? 0 : 4;
		} else {
			m = m << 4 | (unsigned)digit;
			exp -= point ? 4 : 0;
		}
	}
	if (!seen)
		return NULL;
	s = exponent(s, 'p', &more);
	*x = scale((double)m, exp + more);
	return s;
}

static const char *
parse_word(const char *s, double *x)
{
	if (strncasecmp(s, "inf", 3) == 0) {
		*x = __builtin_inf();
		return s + (strncasecmp(s, "infinity", 8) == 0 ? 8 : 3);
	}
	if (strncasecmp(s, "nan", 3) == 0) {
		*x = __builtin_nan("");
		return s + 3;
	}
	return NULL;
}

double
strtod(const char *restrict s, char **restrict end)
{
	const char *p = s;
	const char *stop = NULL;
	double x = 0;
	int negative = 0;

	while (isspace((unsigned char)*p))
		p++;
	if (*p == '-' || *p == '+')
		negative = *p++ == '-';
	if (p[0] == '0' && (p[1] | 0x20) == 'x')
		stop = parse_hex(p, &x);
	if (!stop)
		stop = parse_decimal(p, &x);
	if (!stop)
		stop = parse_word(p, &x);
	if (end)
		*end = (char *)(stop ? stop : s);
	return negative ? -x : x;
}

float
strtof(const char *restrict s, char **restrict end)
{
	double x = strtod(s, end);
	float f = (float)x;

	if (__builtin_isinf(f) && !__builtin_isinf(x))
		errno = ERANGE;
	return f;
}

long double
strtold(const char *restrict s, char **restrict end)
{
	return __to_long_double(strtod(s, end));
}

double
atof(const char *s)
{
	return strtod(s, NULL);
}
