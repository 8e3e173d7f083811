/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_BITS_H
#define STANDIN_BITS_H

#include <stdint.h>
#include <string.h>

static inline uint64_t
to_bits(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return bits;
}

static inline double
from_bits(uint64_t bits)
{
	double x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

/* A number as an unevaluated sum: twice the precision of a double. */
struct pair {
	double high;
	double low;
};

/* a + b exactly, for |a| >= |b|. */
static inline struct pair
sum_sorted(double a, double b)
{
	double s = a + b;

	return (struct pair){s, b - (s - a)};
}

/* a + b exactly. */
static inline struct pair
sum(double a, double b)
{
	double s = a + b;
	double rest = s - a;

	return (struct pair){s, (a - (s - rest)) + (b - rest)};
}

/* a in two halves of 26 bits. */
static inline struct pair
split(double a)
{
	double c = 134217729.0 * a;
	double high = c - (c - a);

	return (struct pair){high, a - high};
}

/* a * b exactly, while nothing over- or underflows. */
static inline struct pair
product(double a, double b)
{
	struct pair x = split(a);
	struct pair y = split(b);
	double p = a * b;

	return (struct pair){p, ((x.high * y.high - p) + x.high * y.low + x.low * y.high) + x.low * y.low};
}

static inline struct pair
pair_add(struct pair a, struct pair b)
{
	struct pair s = sum(a.high, b.high);

	return sum_sorted(s.high, s.low + a.low + b.low);
}

static inline struct pair
pair_multiply(struct pair a, struct pair b)
{
	struct pair p = product(a.high, b.high);

	return sum_sorted(p.high, p.low + a.high * b.low + a.low * b.high);
}

static inline struct pair
pair_divide(struct pair a, struct pair b)
{
	double q = a.high / b.high;
	struct pair p = product(q, b.high);

	return sum_sorted(q, ((a.high - p.high) - p.low + a.low - q * b.low) / b.high);
}

/* exp(x.high + x.low), within half a unit in the last place and a bit. */
double __exp_pair(struct pair x);

/* log(x) as a pair, for finite x > 0. */
struct pair __log_pair(double x);

#endif
