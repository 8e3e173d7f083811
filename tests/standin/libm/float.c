/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdint.h>
#include <string.h>

/* The float forms: a double has bits to spare, so rounding its result will do. */

#define OF_ONE(name) \
	float name##f(float x) \
	{ \
		return (float)name(x); \
	}

#define OF_TWO(name) \
	float name##f(float x, float y) \
	{ \
		return (float)name(x, y); \
	}

OF_ONE(acos)
OF_ONE(acosh)
OF_ONE(asin)
OF_ONE(asinh)
OF_ONE(atan)
OF_ONE(atanh)
OF_ONE(cbrt)
OF_ONE(cos)
OF_ONE(cosh)
OF_ONE(exp)
OF_ONE(exp2)
OF_ONE(expm1)
OF_ONE(log)
OF_ONE(log10)
OF_ONE(log1p)
OF_ONE(log2)
OF_ONE(round)
OF_ONE(sin)
OF_ONE(sinh)
OF_ONE(tan)
OF_ONE(tanh)
OF_TWO(atan2)
OF_TWO(fdim)
OF_TWO(fmax)
OF_TWO(fmin)
OF_TWO(fmod)
OF_TWO(hypot)
OF_TWO(pow)

/* Rounded twice: in the rarest of cases not to the nearest float. */
float
fmaf(float x, float y, float z)
{
	return (float)fma(x, y, z);
}

float
frexpf(float x, int *exp)
{
	return (float)frexp(x, exp);
}

float
ldexpf(float x, int exp)
{
	return (float)ldexp(x, exp);
}

float
scalbnf(float x, int exp)
{
	return (float)scalbn(x, exp);
}

long
lrintf(float x)
{
	return lrint(x);
}

long
lroundf(float x)
{
	return lround(x);
}

long long
llrintf(float x)
{
	return llrint(x);
}

long long
llroundf(float x)
{
	return llround(x);
}

float
modff(float x, float *whole)
{
	double w;
	double rest = modf(x, &w);

	*whole = (float)w;
	return (float)rest;
}

float
nanf(const char *tag)
{
	return (float)nan(tag);
}

float
nextafterf(float x, float y)
{
	uint32_t bits;

	if (isnan(x) || isnan(y))
		return x + y;
	if (x == y)
		return y;
	if (x == 0)
		return copysignf(0x1p-149f, y);
	memcpy(&bits, &x, sizeof(bits));
	bits += (x < y) == (x > 0) ? 1u : -1u;
	memcpy(&x, &bits, sizeof(x));
	return x;
}
