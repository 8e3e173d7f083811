/* SPDX-License-Identifier: Apache-2.0 */
/* Functions of numbers that a dynamic program has from elsewhere than a static one. */
#include <math.h>
#include <stdio.h>
#include <time.h>

static volatile double huge = 1e300, small = 0x1p-1060, five = 5.5;

int main(void)
{
	int e;
	double whole, part = modf(-five, &whole), half = frexp(small, &e);

	printf("%g %.6f %.6f %g\n", fma(huge, 2, -huge), tgamma(five), lgamma(five), difftime(10, 3));
	printf("%a %d %a %a %g %g\n", half, e, ldexp(half, e), scalbn(huge, 2000), part, whole);
	printf("%d %d %d %g\n", isnan(nan("1")) != 0, isinf(huge * huge) != 0, (int)fmod(five, 2), copysign(five, -0.0));
	return 0;
}
