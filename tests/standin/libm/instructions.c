/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

/* Functions that are instructions. */

double
ceil(double x)
{
	return __builtin_ceil(x);
}

double
copysign(double x, double y)
{
	return __builtin_copysign(x, y);
}

double
fabs(double x)
{
	return __builtin_fabs(x);
}

double
floor(double x)
{
	return __builtin_floor(x);
}

double
nearbyint(double x)
{
	return __builtin_nearbyint(x);
}

double
rint(double x)
{
	return __builtin_rint(x);
}

double
sqrt(double x)
{
	return __builtin_sqrt(x);
}

double
trunc(double x)
{
	return __builtin_trunc(x);
}

float
ceilf(float x)
{
	return __builtin_ceilf(x);
}

float
copysignf(float x, float y)
{
	return __builtin_copysignf(x, y);
}

float
fabsf(float x)
{
	return __builtin_fabsf(x);
}

float
floorf(float x)
{
	return __builtin_floorf(x);
}

float
nearbyintf(float x)
{
	return __builtin_nearbyintf(x);
}

float
rintf(float x)
{
	return __builtin_rintf(x);
}

float
sqrtf(float x)
{
	return __builtin_sqrtf(x);
}

float
truncf(float x)
{
	return __builtin_truncf(x);
}
