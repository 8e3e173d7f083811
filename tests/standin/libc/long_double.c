/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <string.h>
#include "format.h"

/* binary128: 1 sign bit, 15 of exponent, 112 of fraction. */
enum { BIAS = 16383, DOUBLE_BIAS = 1023 };

struct quad {
	uint64_t low;
	uint64_t high;
};

double
__from_long_double(const long double *x)
{
	struct quad q;
	uint64_t sign;
	uint64_t fraction;
	uint64_t rest;
	uint64_t bits;
	int exp;
	double d;

	memcpy(&q, x, sizeof(q));
	sign = q.high & 1ULL << 63;
	exp = (int)(q.high >> 48 & 0x7fff);
	fraction = (q.high & 0xffffffffffff) << 4 | q.low >> 60;
	rest = q.low << 4;
	if (exp == 0x7fff) {
		bits = 0x7ffULL << 52 | (fraction || rest ? 1ULL << 51 : 0);
	} else if (exp - BIAS > DOUBLE_BIAS) {
		bits = 0x7ffULL << 52;
	} else if (exp - BIAS < -1022) {
		/* Below the normal doubles: shift the rest away, without rounding. */
		int shift = -1022 - (exp - BIAS);
		bits = shift > 52 ? 0 : (fraction | 1ULL << 52) >> shift;
	} else {
		bits = (uint64_t)(exp - BIAS + DOUBLE_BIAS) << 52 | fraction;
		if (rest > 1ULL << 63 || (rest == 1ULL << 63 && (fraction & 1)))
			bits++;
	}
	bits |= sign;
	memcpy(&d, &bits, sizeof(d));
	return d;
}

long double
__to_long_double(double x)
{
	struct quad q = {0, 0};
	uint64_t bits;
	uint64_t fraction;
	long double wide;
	int exp;

	memcpy(&bits, &x, sizeof(bits));
	fraction = bits & 0xfffffffffffff;
	exp = (int)(bits >> 52 & 0x7ff);
	q.high = bits & 1ULL << 63;
	if (exp == 0x7ff) {
		exp = 0x7fff;
	} else if (exp) {
		exp += BIAS - DOUBLE_BIAS;
	} else if (fraction) {
		int shift = __builtin_clzll(fraction) - 11;

		fraction = fraction << shift & 0xfffffffffffff;
		exp = BIAS - 1022 - shift;
	}
	q.high |= (uint64_t)exp << 48 | fraction >> 4;
	q.low = fraction << 60;
	memcpy(&wide, &q, sizeof(wide));
	return wide;
}
