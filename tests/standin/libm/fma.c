/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include "bits.h"

/* The sum of two numbers, rounded to odd: what is lost shows in the last bit. */
static double
add_odd(double a, double b)
{
	struct pair s = sum(a, b);
	uint64_t bits = to_bits(s.high);

	if (s.low == 0 || (bits & 1))
		return s.high;
	return from_bits((s.low > 0) == (s.high > 0) ? bits + 1 : bits - 1);
}

double
fma(double x, double y, double z)
{
	struct pair xy;
	struct pair low;
	struct pair high;
	int ex;
	int ey;
	int ez;
	double fx = frexp(x, &ex);
	double fy = frexp(y, &ey);
	int scale;

	if (!isfinite(x) || !isfinite(y) || !isfinite(z) || x == 0 || y == 0 || z == 0)
		return x * y + z;
	frexp(z, &ez);
	/* Scaled so that nothing over- or underflows on the way. */
	scale = ex + ey;
	if (ez - scale > 110)
		return z;
	if (ez - scale < -1000)
		z = copysign(0x1p-1000, z);
	else
		z = scalbn(z, -scale);
	xy = product(fx, fy);
	low = sum(xy.low, z);
	high = sum(xy.high, low.high);
	return scalbn(high.high + add_odd(high.low, low.low), scale);
}
