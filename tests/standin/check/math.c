/* SPDX-License-Identifier: Apache-2.0 */
/* The mathematical functions are right to a few units in the last place. */
#include <math.h>
#include <stdint.h>
#include "check.h"

static void
near(const char *what, double got, double wanted)
{
	if (fabs(got - wanted) <= 4 * fabs(nextafter(wanted, INFINITY) - wanted) || (isinf(wanted) && got == wanted))
		return;
	fprintf(stderr, "%s\n  wanted %a\n  got    %a\n", what, wanted, got);
	exit(1);
}

#define NEAR(call, wanted) near(#call, call, wanted)

int
main(void)
{
	volatile double one = 1;
	double whole;
	int exp2;

	NEAR(exp(one), 0x1.5bf0a8b145769p+1);
	NEAR(exp(-745 * one), 0x1p-1074);
	NEAR(exp(710 * one), INFINITY);
	NEAR(expm1(1e-10 * one), 0x1.b7cdfd9dda4e3p-34);
	NEAR(log(10 * one), 0x1.26bb1bbb55516p+1);
	NEAR(log(0 * one), -INFINITY);
	NEAR(log1p(1e-10 * one), 0x1.b7cdfd9d1d693p-34);
	NEAR(log2(1024 * one), 10);
	NEAR(log10(1000 * one), 3);
	NEAR(sin(one), 0x1.aed548f090ceep-1);
	NEAR(cos(one), 0x1.14a280fb5068cp-1);
	NEAR(tan(one), 0x1.8eb245cbee3a6p+0);
	NEAR(sin(1e22 * one), -0x1.b453ab76bf397p-1);
	NEAR(cos(0x1.921fb54442d18p+0 * one), 0x1.1a62633145c07p-54);
	NEAR(asin(0.5 * one), 0x1.0c152382d7366p-1);
	NEAR(acos(0.5 * one), 0x1.0c152382d7366p+0);
	NEAR(atan(one), 0x1.921fb54442d18p-1);
	NEAR(atan2(-one, -one), -0x1.2d97c7f3321d2p+1);
	NEAR(sinh(one), 0x1.2cd9fc44eb982p+0);
	NEAR(cosh(one), 0x1.8b07551d9f55p+0);
	NEAR(tanh(one), 0x1.85efab514f394p-1);
	NEAR(pow(2 * one, 0.5), 0x1.6a09e667f3bcdp+0);
	NEAR(pow(-2 * one, 3), -8);
	NEAR(pow(1.0000001, 1e9 * one), 0x1.349445c228792p+144);
	NEAR(cbrt(27 * one), 3);
	NEAR(hypot(3e200 * one, 4e200), 5e200);
	NEAR(fmod(1e300 * one, 7), 1);
	NEAR(fma(0x1.0000001p0 * one, 0x1.0000001p0, -0x1.0000002p0), 0x1p-56);
	CHECK(isnan(sqrt(-one)) && isnan(pow(-one, 0.5)) && isnan(fmod(one, 0)));
	CHECK(round(2.5 * one) == 3 && rint(2.5 * one) == 2 && trunc(-2.5 * one) == -2);
	CHECK(frexp(12 * one, &exp2) == 0.75 && exp2 == 4 && ldexp(0.75, 4) == 12);
	CHECK(modf(-3.25 * one, &whole) == -0.25 && whole == -3);
	CHECK_INT(lround(-2.5 * one), -3);
	return 0;
}
