/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

double
sinh(double x)
{
	double half = copysign(0.5, x);
	double t;

	if (!isfinite(x) || x == 0)
		return x;
	x = fabs(x);
	if (x > 709) {
		t = exp(x / 2);
		return half * t * t;
	}
	t = expm1(x);
	return x < 1 ? half * (2 * t - t * t / (t + 1)) : half * (t + t / (t + 1));
}

double
cosh(double x)
{
	double t;

	x = fabs(x);
	t = exp(x > 709 ? x / 2 : x);
	return x > 709 ? 0.5 * t * t : 0.5 * (t + 1 / t);
}

double
tanh(double x)
{
	double t;

	if (isnan(x) || x == 0)
		return x;
	if (fabs(x) > 22)
		return copysign(1, x);
	t = expm1(2 * fabs(x));
	return copysign(t / (t + 2), x);
}

double
asinh(double x)
{
	double a = fabs(x);

	if (!isfinite(x) || a < 0x1p-27)
		return x;
	if (a > 0x1p27)
		return copysign(log(a) + M_LN2, x);
	return copysign(log1p(a + a * a / (1 + sqrt(1 + a * a))), x);
}

double
acosh(double x)
{
	double t = x - 1;

	if (x < 1)
		return NAN;
	if (x > 0x1p27)
		return log(x) + M_LN2;
	return log1p(t + sqrt(2 * t + t * t));
}

double
atanh(double x)
{
	double a = fabs(x);

	if (a < 0x1p-27)
		return x;
	return copysign(0.5 * log1p(2 * a / (1 - a)), x);
}
