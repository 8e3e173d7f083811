/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For dynamic programs, which take libm.a and lind's libc.so: what is between the two. Functions of numbers that are in
 * libc.a and that libc.so keeps to itself, by the names that programs and libm.a have for them; and difftime(), for
 * which libc.so lacks arithmetic.
 */
#include <stdint.h>
#include <time.h>

#undef errno
/* libm.a's own name for it. What it sets there is seen by nobody in static programs either. */
_Thread_local int errno;

double __wrap_difftime(time_t end, time_t begin)
{
	return (double)((int64_t)end - (int64_t)begin);
}

/* Fraction in [0.5, 1), and the exponent. */
double frexp(double x, int *exponent)
{
	enum { BIAS = 1022, ALL = 0x7ff, SUBNORMAL = 54 };
	union { double d; uint64_t bits; } u = {x};
	int e = (int)(u.bits >> 52) & ALL;

	*exponent = 0;
	if (e == ALL || x == 0)
		return x;
	if (!e) {
		u.d = x * 0x1p54;
		e = ((int)(u.bits >> 52) & ALL) - SUBNORMAL;
	}
	*exponent = e - BIAS;
	u.bits = (u.bits & ~((uint64_t)ALL << 52)) | (uint64_t)BIAS << 52;
	return u.d;
}

/* In steps that are powers of two themselves, the last of which rounds: no result is rounded twice. */
double scalbn(double x, int n)
{
	for (; n > 1023 && x != 0 && !__builtin_isinf(x); n -= 1023)
		x *= 0x1p1023;
	for (; n < -1022 && x != 0; n += 1022 - 53)
		x *= 0x1p-1022 * 0x1p53;
	if (n > 1023 || n < -1022)
		return x;
	return x * (union { uint64_t bits; double d; }){(uint64_t)(n + 1023) << 52}.d;
}

double modf(double x, double *whole)
{
	*whole = __builtin_trunc(x);
	return __builtin_isinf(x) ? __builtin_copysign(0, x) : __builtin_copysign(x - *whole, x);
}

/* A double has each float, and room for what is rounded once. */
float frexpf(float x, int *exponent)
{
	return (float)frexp(x, exponent);
}

float scalbnf(float x, int n)
{
	return (float)scalbn(x, n > 400 ? 400 : n < -400 ? -400 : n);
}

float modff(float x, float *whole)
{
	*whole = __builtin_truncf(x);
	return __builtin_isinf(x) ? __builtin_copysignf(0, x) : __builtin_copysignf(x - *whole, x);
}

double copysign(double x, double sign)
{
	return __builtin_copysign(x, sign);
}

float copysignf(float x, float sign)
{
	return __builtin_copysignf(x, sign);
}

/* Another name of the same function. */
#define ALSO(NAME, OF) __typeof__(OF) NAME __attribute__((alias(#OF)))

ALSO(ldexp, scalbn);
ALSO(ldexpf, scalbnf);

/* Those that <math.h> has as macros as well. */
#define OF_EACH(NAME, OF)    \
	int NAME(double x)   \
	{                    \
		return OF(x); \
	}                    \
	int NAME##f(float x) \
	{                    \
		return OF(x); \
	}
#define INFINITE_SIGN(X) (__builtin_isinf(X) ? (X) < 0 ? -1 : 1 : 0)

OF_EACH(isnan, __builtin_isnan)
OF_EACH(finite, __builtin_isfinite)
OF_EACH(isinf, INFINITE_SIGN)

/* The names that libm.a has for them. */
ALSO(__isnan, isnan);
ALSO(__isnanf, isnanf);
ALSO(__finite, finite);
ALSO(__finitef, finitef);
ALSO(__isinf, isinf);
ALSO(__isinff, isinff);
ALSO(__frexp, frexp);
ALSO(__frexpf, frexpf);
ALSO(__ldexp, scalbn);
ALSO(__ldexpf, scalbnf);
ALSO(__scalbn, scalbn);
ALSO(__scalbnf, scalbnf);

/* nan("...") of libm.a: the text is for whoever tells one from another. */
double __strtod_nan(const char *text, char **end, char last)
{
	(void)text, (void)end, (void)last;
	return __builtin_nan("");
}

float __strtof_nan(const char *text, char **end, char last)
{
	(void)text, (void)end, (void)last;
	return __builtin_nanf("");
}
