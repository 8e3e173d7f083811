/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdint.h>
#include <string.h>
#include "format.h"

/* Numbers are taken apart exactly: the digits of a double are finite in
   number, and rounding then works on the digits themselves. */

enum { LIMB = 1000000000, LIMBS = 128 };

struct big {
	uint32_t limb[LIMBS]; /* base 1e9, least first */
	int n;
};

/* `by` is below 1e9, so the carry is too. */
static void
multiply(struct big *b, uint32_t by)
{
	uint64_t carry = 0;

	for (int i = 0; i < b->n; i++) {
		carry += (uint64_t)b->limb[i] * by;
		b->limb[i] = (uint32_t)(carry % LIMB);
		carry /= LIMB;
	}
	if (carry)
		b->limb[b->n++] = (uint32_t)carry;
}

static void
multiply_power(struct big *b, uint32_t base, int power, int step)
{
	uint32_t factor = 1;

	for (int i = 0; i < step; i++)
		factor *= base;
	for (; power >= step; power -= step)
		multiply(b, factor);
	for (; power > 0; power--)
		multiply(b, base);
}

static int
print_limb(char *to, uint32_t limb)
{
	for (int i = 8; i >= 0; i--, limb /= 10)
		to[i] = (char)('0' + limb % 10);
	return 9;
}

int
__decimal_digits(double x, char *digits, int *point)
{
	struct big b = {.n = 0};
	uint64_t bits;
	uint64_t m;
	int exp;
	int n = 0;
	int lead = 0;

	memcpy(&bits, &x, sizeof(bits));
	exp = (int)(bits >> 52 & 0x7ff);
	m = bits & 0xfffffffffffff;
	if (exp)
		m |= 1ULL << 52;
	else
		exp = 1;
	exp -= 1075;
	for (; m; m /= LIMB)
		b.limb[b.n++] = (uint32_t)(m % LIMB);
	if (exp > 0)
		multiply_power(&b, 2, exp, 29);
	else
		multiply_power(&b, 5, -exp, 12);
	for (int i = b.n - 1; i >= 0; i--)
		n += print_limb(digits + n, b.limb[i]);
	while (lead < n && digits[lead] == '0')
		lead++;
	memmove(digits, digits + lead, (size_t)(n - lead));
	n -= lead;
	*point = exp > 0 ? n : n + exp;
	return n;
}

/* Cuts the digits after the first `keep`, half to even. Gives the number left;
   a carry out of the front moves *point. */
static int
round_digits(char *digits, int n, int keep, int *point)
{
	int half;
	int up;
	int i;

	if (keep >= n)
		return n;
	if (keep < 0)
		return 0;
	half = digits[keep] == '5';
	for (i = keep + 1; half && i < n; i++)
		half = digits[i] == '0';
	up = half ? keep > 0 && (digits[keep - 1] & 1) : digits[keep] >= '5';
	if (!up)
		return keep;
	for (i = keep - 1; i >= 0; i--) {
		if (digits[i] != '9') {
			digits[i]++;
			return keep;
		}
		digits[i] = '0';
	}
	digits[0] = '1';
	++*point;
	return keep ? keep : 1;
}

struct number {
	char digits[DECIMAL_MAX];
	int n;
	int point;
};

static int
digit(const struct number *num, int i)
{
	return i >= 0 && i < num->n ? num->digits[i] : '0';
}

/* The text is made in pieces, so that "%.5000f" needs no room of its own. */
struct body {
	struct sink *sink; /* NULL: only count */
	long n;
};

static void
put(struct body *body, const char *s, size_t n)
{
	if (body->sink)
		body->sink->put(body->sink, s, n);
	body->n += (long)n;
}

static void
put_char(struct body *body, int c)
{
	char byte = (char)c;

	put(body, &byte, 1);
}

static void
fixed(struct body *body, const struct number *num, int precision, int alt)
{
	for (int i = num->point > 0 ? 0 : num->point - 1; i < num->point; i++)
		put_char(body, digit(num, i));
	if (precision > 0 || alt)
		put_char(body, '.');
	for (int i = 0; i < precision; i++)
		put_char(body, digit(num, num->point + i));
}

static void
exponent(struct body *body, int letter, int exp, int least)
{
	char buf[8];
	char *p = buf + sizeof(buf);
	unsigned n = exp < 0 ? -(unsigned)exp : (unsigned)exp;

	put_char(body, letter);
	put_char(body, exp < 0 ? '-' : '+');
	for (; n || buf + sizeof(buf) - p < least; n /= 10)
		*--p = (char)('0' + n % 10);
	put(body, p, (size_t)(buf + sizeof(buf) - p));
}

static void
scientific(struct body *body, const struct number *num, int precision, int alt, int letter)
{
	put_char(body, digit(num, 0));
	if (precision > 0 || alt)
		put_char(body, '.');
	for (int i = 1; i <= precision; i++)
		put_char(body, digit(num, i));
	exponent(body, letter, num->n ? num->point - 1 : 0, 2);
}

/* %g is %e or %f, whichever suits the exponent, without trailing zeros. */
static void
general(struct body *body, const struct number *num, int precision, int alt, int letter)
{
	int exp = num->n ? num->point - 1 : 0;
	int shown = precision;

	if (!alt) {
		shown = num->n < precision ? num->n : precision;
		while (shown > 1 && digit(num, shown - 1) == '0')
			shown--;
		if (shown < 1)
			shown = 1;
	}
	if (exp < -4 || exp >= precision)
		scientific(body, num, shown - 1, alt, letter);
	else
		fixed(body, num, shown - 1 - exp > 0 ? shown - 1 - exp : 0, alt);
}

static void
decimal(struct body *body, const struct spec *spec, const struct number *num, int precision)
{
	int alt = spec->flags & FLAG_ALT;

	switch (spec->conversion | 0x20) {
	case 'f':
		fixed(body, num, precision, alt);
		break;
	case 'e':
		scientific(body, num, precision, alt, spec->conversion);
		break;
	default:
		general(body, num, precision ? precision : 1, alt, spec->conversion - 2);
	}
}

static void
hexadecimal(struct body *body, const struct spec *spec, double x)
{
	const char *set = spec->conversion == 'A' ? "0123456789ABCDEF" : "0123456789abcdef";
	int precision = spec->precision;
	uint64_t bits;
	uint64_t m;
	int exp;

	memcpy(&bits, &x, sizeof(bits));
	exp = (int)(bits >> 52 & 0x7ff);
	m = bits & 0xfffffffffffff;
	if (exp)
		m |= 1ULL << 52;
	exp = x == 0 ? 0 : exp ? exp - 1023 : -1022;
	if (precision < 0)
		for (precision = 13; precision && !(m >> (52 - 4 * precision) & 15); precision--)
			;
	if (precision < 13) {
		int cut = 52 - 4 * precision;
		uint64_t unit = 1ULL << cut;
		uint64_t rest = m & (unit - 1);

		m -= rest;
		if (rest > unit / 2 || (rest == unit / 2 && (m & unit)))
			m += unit;
	}
	put_char(body, set[m >> 52]);
	if (precision > 0 || (spec->flags & FLAG_ALT))
		put_char(body, '.');
	for (int i = 1; i <= precision; i++)
		put_char(body, i <= 13 ? set[m >> (52 - 4 * i) & 15] : '0');
	exponent(body, spec->conversion == 'A' ? 'P' : 'p', exp, 1);
}

static void
body_of(struct body *body, const struct spec *spec, const struct number *num, double x)
{
	int precision = spec->precision < 0 ? 6 : spec->precision;

	if ((spec->conversion | 0x20) == 'a')
		hexadecimal(body, spec, x);
	else
		decimal(body, spec, num, precision);
}

static void
take_apart(struct number *num, const struct spec *spec, double x)
{
	int precision = spec->precision < 0 ? 6 : spec->precision;
	int keep = precision + 1;

	num->n = __decimal_digits(x, num->digits, &num->point);
	if ((spec->conversion | 0x20) == 'f')
		keep = num->point + precision;
	if ((spec->conversion | 0x20) == 'g')
		keep = precision ? precision : 1;
	num->n = round_digits(num->digits, num->n, keep, &num->point);
}

void
__format_float(struct sink *sink, const struct spec *given, double x)
{
	struct number num = {.n = 0};
	struct body body = {.sink = NULL};
	struct spec spec = *given;
	struct spec front;
	int capital = !(spec.conversion & 0x20);
	int hex = (spec.conversion | 0x20) == 'a';
	char prefix[4] = "";
	size_t np = 0;

	if (signbit(x) || (spec.flags & (FLAG_PLUS | FLAG_SPACE)))
		prefix[np++] = signbit(x) ? '-' : spec.flags & FLAG_PLUS ? '+' : ' ';
	x = __builtin_fabs(x);
	if (isnan(x) || isinf(x)) {
		spec.flags &= ~FLAG_ZERO;
		__format_padded(sink, &spec, prefix, isnan(x) ? capital ? "NAN" : "nan" : capital ? "INF" : "inf", 3);
		return;
	}
	if (hex)
		memcpy(prefix + np, capital ? "0X" : "0x", 2);
	take_apart(&num, &spec, x);
	body_of(&body, &spec, &num, x);
	spec.width -= (int)body.n;
	front = spec;
	if (spec.flags & FLAG_LEFT)
		front.width = 0;
	__format_padded(sink, &front, prefix, "", 0);
	body.sink = sink;
	body_of(&body, &spec, &num, x);
	if (spec.flags & FLAG_LEFT)
		__format_fill(sink, ' ', spec.width - (long)strlen(prefix));
}
