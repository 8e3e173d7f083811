/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include "bits.h"

/* atan(i / 8) for i from 0 to 8. */
static const struct pair eighth[] = {
	{0x0.0p+0, 0x0.0p+0},
	{0x1.fd5ba9aac2f6ep-4, -0x1.cd37686760c17p-59},
	{0x1.f5b75f92c80ddp-3, 0x1.8ab6e3cf7afbdp-57},
	{0x1.6f61941e4def1p-2, -0x1.c63aae6f6e918p-56},
	{0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56},
	{0x1.1e00babdefeb4p-1, -0x1.928df287a668fp-58},
	{0x1.4978fa3269ee1p-1, 0x1.2419a87f2a458p-56},
	{0x1.700a7c5784634p-1, -0x1.8c34d25aadef6p-56},
	{0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55},
};

static const struct pair PI_2 = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};
static const struct pair PI = {0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53};

/* atan(x) for 0 <= x <= 1: from the nearest eighth, what is left by its series. */
static struct pair
atan_small(double x)
{
	int i = (int)(x * 8 + 0.5);
	double c = i / 8.0;
	double t = (x - c) / (1 + x * c);
	double t2 = t * t;
	double s = 0;

	for (int n = 15; n >= 3; n -= 2)
		s = 1.0 / n - t2 * s;
	if (i == 0)
		return sum_sorted(t, -t * t2 * s);
	return sum_sorted(eighth[i].high, eighth[i].low + (t - t * t2 * s));
}

/* atan(y / x) for y, x >= 0 and not both zero or infinite. */
static struct pair
atan_quotient(double y, double x)
{
	struct pair a;

	if (y <= x)
		return atan_small(y / x);
	a = atan_small(x / y);
	return pair_add(PI_2, (struct pair){-a.high, -a.low});
}

double
atan(double x)
{
	if (isnan(x) || x == 0)
		return x;
	return copysign(atan_quotient(fabs(x), 1).high, x);
}

double
atan2(double y, double x)
{
	struct pair a;

	if (isnan(x) || isnan(y))
		return x + y;
	if (y == 0)
		return signbit(x) ? copysign(PI.high, y) : y;
	if (isinf(x) && isinf(y))
		a = atan_small(1);
	else
		a = atan_quotient(fabs(y), fabs(x));
	if (signbit(x))
		a = pair_add(PI, (struct pair){-a.high, -a.low});
	return copysign(a.high, y);
}

double
asin(double x)
{
	if (fabs(x) > 1 || isnan(x))
		return NAN;
	if (fabs(x) < 0x1p-27)
		return x;
	return atan2(x, sqrt((1 - x) * (1 + x)));
}

double
acos(double x)
{
	if (fabs(x) > 1 || isnan(x))
		return NAN;
	return 2 * atan2(sqrt(1 - x), sqrt(1 + x));
}
