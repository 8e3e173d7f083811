/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <math.h>
#include "bits.h"

/* Functions that take numbers apart and put them together. */

enum { BIAS = 1023 };

double
frexp(double x, int *exp)
{
	uint64_t bits = to_bits(x);
	int e = (int)(bits >> 52 & 0x7ff);

	*exp = 0;
	if (e == 0x7ff || x == 0)
		return x;
	if (e == 0) {
		x = frexp(x * 0x1p64, exp);
		*exp -= 64;
		return x;
	}
	*exp = e - (BIAS - 1);
	return from_bits((bits & ~(0x7ffULL << 52)) | (uint64_t)(BIAS - 1) << 52);
}

/* In steps that stay within the exponent's range. The downward one keeps all
   bits until the last step, so that rounding happens once. */
double
scalbn(double x, int n)
{
	for (int i = 0; i < 2 && n > 1023; i++, n -= 1023)
		x *= 0x1p1023;
	for (int i = 0; i < 2 && n < -1022; i++, n += 969)
		x *= 0x1p-969;
	n = n > 1023 ? 1023 : n < -1022 ? -1022 : n;
	return x * from_bits((uint64_t)(n + BIAS) << 52);
}

double
ldexp(double x, int n)
{
	return scalbn(x, n);
}

double
scalbln(double x, long n)
{
	return scalbn(x, n > 10000 ? 10000 : n < -10000 ? -10000 : (int)n);
}

int
ilogb(double x)
{
	int exp;

	if (x == 0)
		return FP_ILOGB0;
	if (isnan(x))
		return FP_ILOGBNAN;
	if (isinf(x))
		return INT_MAX;
	frexp(x, &exp);
	return exp - 1;
}

double
logb(double x)
{
	if (x == 0)
		return -INFINITY;
	return isfinite(x) ? ilogb(x) : x * x;
}

double
modf(double x, double *whole)
{
	*whole = trunc(x);
	return isinf(x) ? copysign(0, x) : copysign(x - *whole, x);
}

double
nextafter(double x, double y)
{
	uint64_t bits = to_bits(x);

	if (isnan(x) || isnan(y))
		return x + y;
	if (x == y)
		return y;
	if (x == 0)
		return copysign(0x1p-1074, y);
	return from_bits((x < y) == (x > 0) ? bits + 1 : bits - 1);
}

double
nan(const char *tag)
{
	(void)tag;
	return NAN;
}
