/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

double
round(double x)
{
	double whole = trunc(x);

	return fabs(x - whole) >= 0.5 ? whole + copysign(1, x) : copysign(whole, x);
}

long
lround(double x)
{
	return (long)round(x);
}

long long
llround(double x)
{
	return (long long)round(x);
}

long
lrint(double x)
{
	return (long)rint(x);
}

long long
llrint(double x)
{
	return (long long)rint(x);
}

double
fmax(double x, double y)
{
	if (isnan(x))
		return y;
	if (isnan(y))
		return x;
	if (x == y)
		return signbit(x) ? y : x;
	return x > y ? x : y;
}

double
fmin(double x, double y)
{
	if (isnan(x))
		return y;
	if (isnan(y))
		return x;
	if (x == y)
		return signbit(x) ? x : y;
	return x < y ? x : y;
}

double
fdim(double x, double y)
{
	if (isnan(x) || isnan(y))
		return x + y;
	return x > y ? x - y : 0;
}
