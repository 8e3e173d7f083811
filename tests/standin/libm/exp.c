/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include "bits.h"

/* ln 2 in two parts; the first has zeros at its end, so k times it is exact. */
static const double LN2_HIGH = 0x1.62e42fefa0000p-1;
static const double LN2_LOW = 0x1.cf79abc9e3b3ap-40;
static const double LOG2_E = 0x1.71547652b82fep+0;

/* exp(r) - 1 - r for |r| <= ln 2 / 2, by its series. */
static double
tail(double r)
{
	double s = 1.0 / 15;

	for (int n = 14; n >= 3; n--)
		s = (1 + r * s) / n;
	return r * r * (0.5 + 0.5 * r * s);
}

static double
saturate(double x)
{
	return x > 0 ? 0x1p1023 * 2 : 0x1p-1000 * 0x1p-1000;
}

double
__exp_pair(struct pair x)
{
	double k;
	struct pair r;

	if (x.high > 710 || x.high < -746)
		return saturate(x.high);
	k = rint(x.high * LOG2_E);
	r = sum(x.high - k * LN2_HIGH, x.low - k * LN2_LOW);
	r = sum(r.high, r.low + tail(r.high) + r.high * r.low);
	r = pair_add((struct pair){1, 0}, r);
	return scalbn(r.high + r.low, (int)k);
}

double
exp(double x)
{
	if (isnan(x))
		return x;
	if (isinf(x))
		return x > 0 ? x : 0;
	return __exp_pair((struct pair){x, 0});
}

double
exp2(double x)
{
	double k = rint(x);
	struct pair r;

	if (isnan(x) || isinf(x) || x > 1025 || x < -1080)
		return isnan(x) ? x : isinf(x) ? (x > 0 ? x : 0) : saturate(x);
	r = product(x - k, 0x1.62e42fefa39efp-1);
	r.low += (x - k) * 0x1.abc9e3b39803fp-56;
	return scalbn(__exp_pair(r), (int)k);
}

double
expm1(double x)
{
	double y;

	if (isnan(x) || x > 50 || x < -50)
		return exp(x) - 1;
	if (fabs(x) < 0x1p-54)
		return x;
	if (fabs(x) < 0.34)
		return x + tail(x);
	y = exp(x);
	return y - 1;
}
