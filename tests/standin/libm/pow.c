/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include "bits.h"

/* 0: y is no integer, 1: odd, 2: even. */
static int
integer(double y)
{
	if (fabs(y) >= 0x1p53)
		return 2;
	if (trunc(y) != y)
		return 0;
	return fabs(fmod(y, 2)) == 1 ? 1 : 2;
}

static double
of_zero_or_infinity(double x, double y)
{
	double size = (x == 0) == (y < 0) ? INFINITY : 0;

	return integer(y) == 1 ? copysign(size, x) : size;
}

static double
to_infinity(double x, double y)
{
	if (fabs(x) == 1)
		return 1;
	return (fabs(x) > 1) == (y > 0) ? INFINITY : 0;
}

double
pow(double x, double y)
{
	struct pair log_x;
	struct pair p;
	double size;

	if (y == 0 || x == 1)
		return 1;
	if (isnan(x) || isnan(y))
		return x + y;
	if (isinf(y))
		return to_infinity(x, y);
	if (x == 0 || isinf(x))
		return of_zero_or_infinity(x, y);
	if (x < 0 && !integer(y))
		return NAN;
	log_x = __log_pair(fabs(x));
	if (fabs(y) > 0x1p70 || fabs(log_x.high * y) > 1000)
		p = (struct pair){log_x.high * y, 0};
	else if (fabs(y) < 0x1p-70)
		return 1 + y * log_x.high;
	else
		p = pair_multiply(log_x, (struct pair){y, 0});
	size = __exp_pair(p);
	return x < 0 && integer(y) == 1 ? -size : size;
}

double
cbrt(double x)
{
	double y;

	if (x == 0 || !isfinite(x))
		return x;
	y = copysign(pow(fabs(x), 1.0 / 3), x);
	/* One step of Newton's: the exponent above is not quite a third. */
	return y - (y - x / y / y) / 3;
}

double
hypot(double x, double y)
{
	int exp;
	struct pair square;
	double root;

	if (isinf(x) || isinf(y))
		return INFINITY;
	if (isnan(x) || isnan(y))
		return x + y;
	x = fabs(x);
	y = fabs(y);
	if (x < y) {
		double t = x;
		x = y;
		y = t;
	}
	if (y == 0 || x / y > 0x1p60)
		return x + y;
	frexp(x, &exp);
	x = scalbn(x, -exp);
	y = scalbn(y, -exp);
	square = pair_add(product(x, x), product(y, y));
	root = sqrt(square.high);
	root += ((square.high - product(root, root).high) - product(root, root).low + square.low) / (2 * root);
	return scalbn(root, exp);
}
