/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include "bits.h"

static const struct pair LN2 = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
static const struct pair LOG2_E = {0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56};
static const struct pair LOG10_E = {0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57};

/* log(m) = 2 atanh(s), s = (m - 1) / (m + 1), for m between sqrt(1/2) and
   sqrt(2). The first terms of the series carry the precision. */
static struct pair
log_near_one(struct pair m)
{
	struct pair one = {1, 0};
	struct pair s = pair_divide(pair_add(m, (struct pair){-1, 0}), pair_add(m, one));
	struct pair s2 = pair_multiply(s, s);
	double x = s2.high;
	double rest = 0;
	struct pair third = {0x1.5555555555555p-2, 0x1.5555555555555p-56};
	struct pair fifth = {0x1.999999999999ap-3, -0x1.999999999999ap-57};
	struct pair t;

	for (int n = 27; n >= 7; n -= 2)
		rest = rest * x + 1.0 / n;
	t = pair_add(fifth, sum(rest * x, 0));
	t = pair_add(third, pair_multiply(s2, t));
	t = pair_add(one, pair_multiply(s2, t));
	t = pair_multiply(s, t);
	return (struct pair){2 * t.high, 2 * t.low};
}

struct pair
__log_pair(double x)
{
	int exp;
	double m = frexp(x, &exp);
	struct pair k;

	if (m < 0x1.6a09e667f3bcdp-1) {
		m *= 2;
		exp--;
	}
	k = pair_multiply(LN2, (struct pair){exp, 0});
	return pair_add(k, log_near_one((struct pair){m, 0}));
}

/* What log() is where it is not a number above zero. */
static double
special(double x)
{
	if (x == 0)
		return -INFINITY;
	return x < 0 ? NAN : x;
}

static int
ordinary(double x)
{
	return x > 0 && x < INFINITY;
}

double
log(double x)
{
	return ordinary(x) ? __log_pair(x).high : special(x);
}

double
log2(double x)
{
	int exp;

	if (!ordinary(x))
		return special(x);
	if (frexp(x, &exp) == 0.5)
		return exp - 1;
	return pair_multiply(__log_pair(x), LOG2_E).high;
}

double
log10(double x)
{
	return ordinary(x) ? pair_multiply(__log_pair(x), LOG10_E).high : special(x);
}

double
log1p(double x)
{
	struct pair m;

	if (!ordinary(1 + x))
		return isnan(x) || x > 0 ? x : special(1 + x);
	if (fabs(x) > 0.4)
		m = __log_pair(1 + x);
	else if (fabs(x) < 0x1p-54)
		return x;
	else
		return log_near_one(sum(1, x)).high;
	/* What 1 + x lost, to first order. */
	return m.high + (m.low + sum(1, x).low / (1 + x));
}
