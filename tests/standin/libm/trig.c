/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include "bits.h"

/* 2/pi, 32 bits a word, for numbers whose remainder by pi/2 needs them. */
static const uint32_t two_over_pi[] = {
	0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab, 0xdebbc561,
	0xb7246e3a, 0x424dd2e0, 0x06492eea, 0x09d1921c, 0xfe1deb1c, 0xb129a73e, 0xe88235f5, 0x2ebb4484,
	0xe99c7026, 0xb45f7e41, 0x3991d639, 0x835339f4, 0x9c845f8b, 0xbdf9283b, 0x1ff897ff, 0xde05980f,
	0xef2f118b, 0x5a0a6d1f, 0x6d367ecf, 0x27cb09b7, 0x4f463f66, 0x9e5fea2d, 0x7527bac7, 0xebe5f17b,
	0x3d0739f7, 0x8a5292ea, 0x6bfb5fb1, 0x1f8d5d08, 0x56033046, 0xfc7b6bab,
};

static const struct pair PI_2 = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};

/* pi/2 in parts of 33 bits: up to 2^20 of the first three are exact. */
static const double part[] = {
	0x1.921fb54400000p+0, 0x1.0b4611a600000p-34, 0x1.3198a2e000000p-69, 0x1.b839a25200000p-104,
};

enum { WINDOW = 6, PRODUCT = WINDOW + 2 };

/* 32 bits of 2/pi from bit `at` on. */
static uint32_t
bits_at(int at)
{
	uint64_t two = (uint64_t)two_over_pi[at / 32] << 32 | two_over_pi[at / 32 + 1];

	return (uint32_t)(two << (at % 32) >> 32);
}

/* `n` bits of a number in words, least first, from bit `at` on; n <= 64. */
static uint64_t
extract(const uint32_t *words, int at, int n)
{
	uint64_t value = 0;

	for (int i = n - 1; i >= 0; i--)
		value = value << 1 | (words[(at + i) / 32] >> ((at + i) % 32) & 1);
	return value;
}

/* x = m * 2^exp for a large x: multiplies m by those bits of 2/pi that are
   neither too high to matter (they make whole turns) nor too low. */
static int
reduce_large(uint64_t m, int exp, struct pair *r)
{
	uint32_t n[PRODUCT] = {0};
	int from = exp > 2 ? exp - 2 : 0;
	int point = 32 * WINDOW - exp + from;
	uint64_t half[2] = {(uint32_t)m, m >> 32};
	uint64_t f1;
	uint64_t f2;
	int quadrant;
	int negative;
	struct pair f;

	for (int i = 0; i < WINDOW; i++) {
		uint64_t word = bits_at(from + 32 * (WINDOW - 1 - i));
		uint64_t carry = 0;

		for (int j = 0; j < 2 || carry; j++) {
			carry += n[i + j] + (j < 2 ? word * half[j] : 0);
			n[i + j] = (uint32_t)carry;
			carry >>= 32;
		}
	}
	quadrant = (int)extract(n, point, 2);
	f1 = extract(n, point - 64, 64);
	f2 = extract(n, point - 128, 64);
	negative = f1 >> 63 != 0;
	if (negative) {
		quadrant++;
		f1 = ~f1;
		f2 = ~f2;
	}
	f = sum((double)(f1 >> 11) * 0x1p-53, (double)(f1 & 0x7ff) * 0x1p-64 + (double)f2 * 0x1p-128);
	*r = pair_multiply(f, PI_2);
	if (negative)
		*r = (struct pair){-r->high, -r->low};
	return quadrant & 3;
}

static int
reduce_small(double x, struct pair *r)
{
	double k = rint(x * 0x1.45f306dc9c883p-1);

	*r = (struct pair){x - k * part[0], 0};
	for (int i = 1; i < 4; i++)
		*r = pair_add(*r, (struct pair){-k * part[i], 0});
	return (int)((long)k & 3);
}

/* x less a multiple of pi/2, and which of the four quadrants that was. */
static int
reduce(double x, struct pair *r)
{
	uint64_t bits = to_bits(x);
	int quadrant;

	if (fabs(x) < 0x1p20)
		return reduce_small(x, r);
	quadrant = reduce_large((bits & 0xfffffffffffff) | 1ULL << 52, (int)(bits >> 52 & 0x7ff) - 1075, r);
	if (x > 0)
		return quadrant;
	*r = (struct pair){-r->high, -r->low};
	return -quadrant & 3;
}

static double
sine(struct pair r)
{
	double x2 = r.high * r.high;
	double s = -1.0 / (18 * 19);

	for (int n = 16; n >= 2; n -= 2)
		s = -(1 + x2 * s) / (n * (n + 1));
	return r.high + (r.low * (1 - 0.5 * x2) + r.high * x2 * s);
}

static double
cosine(struct pair r)
{
	double x2 = r.high * r.high;
	double half = 0.5 * x2;
	double whole = 1 - half;
	double s = -1.0 / (17 * 18);

	for (int n = 15; n >= 3; n -= 2)
		s = -(1 + x2 * s) / (n * (n + 1));
	return whole + (((1 - whole) - half) - half * x2 * s - r.high * r.low);
}

void
sincos(double x, double *s, double *c)
{
	struct pair r;
	int quadrant;
	double values[2];

	if (!isfinite(x)) {
		*s = *c = x - x;
		return;
	}
	quadrant = reduce(x, &r);
	values[0] = sine(r);
	values[1] = cosine(r);
	*s = (quadrant & 2 ? -1 : 1) * values[quadrant & 1];
	*c = ((quadrant + 1) & 2 ? -1 : 1) * values[!(quadrant & 1)];
}

double
sin(double x)
{
	double s;
	double c;

	if (fabs(x) < 0x1p-27)
		return x;
	sincos(x, &s, &c);
	return s;
}

double
cos(double x)
{
	double s;
	double c;

	sincos(x, &s, &c);
	return c;
}

double
tan(double x)
{
	double s;
	double c;

	if (fabs(x) < 0x1p-27)
		return x;
	sincos(x, &s, &c);
	return s / c;
}
