/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include "bits.h"

/* x and y as integers times a power of two; long division, one bit a step. */

static int
take_apart(double x, uint64_t *m)
{
	int exp = (int)(to_bits(x) >> 52 & 0x7ff);

	*m = to_bits(x) & 0xfffffffffffff;
	if (exp == 0)
		return 1;
	*m |= 1ULL << 52;
	return exp;
}

/* |x| mod |y|, and the quotient's lowest bits. */
static double
divide(double x, double y, unsigned *quotient)
{
	uint64_t mx;
	uint64_t my;
	int ex = take_apart(x, &mx);
	int ey = take_apart(y, &my);
	unsigned q = 0;

	for (; ex > ey; ex--) {
		unsigned bit = mx >= my;

		mx = (mx - (bit ? my : 0)) << 1;
		q = (q | bit) << 1;
	}
	if (ex == ey && mx >= my) {
		mx -= my;
		q |= 1;
	}
	*quotient = q;
	/* The exponents are biased by 1075 as the fractions are integers. */
	return scalbn((double)mx, ex - 1075);
}

static int
invalid(double x, double y)
{
	return y == 0 || isinf(x) || isnan(x) || isnan(y);
}

double
fmod(double x, double y)
{
	unsigned q;

	if (invalid(x, y))
		return (x * y) / (x * y);
	return isinf(y) ? x : copysign(divide(x, y, &q), x);
}

double
remainder(double x, double y)
{
	unsigned q;
	double r;
	double rest;

	if (invalid(x, y))
		return (x * y) / (x * y);
	if (isinf(y))
		return x;
	y = fabs(y);
	r = divide(x, y, &q);
	rest = y - r;
	if (r > rest || (r == rest && (q & 1)))
		r -= y;
	return signbit(x) ? -r : r;
}
