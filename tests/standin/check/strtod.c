/* SPDX-License-Identifier: Apache-2.0 */
/* strtod() gives the nearest double. */
#include <errno.h>
#include <math.h>
#include "check.h"

static void
is(const char *text, double wanted, int length)
{
	char *end;
	double got = strtod(text, &end);

	if (got != wanted || end - text != length || signbit(got) != signbit(wanted)) {
		fprintf(stderr, "%s\n  wanted %a after %d bytes\n  got    %a after %d\n", text, wanted, length, got, (int)(end - text));
		exit(1);
	}
}

int
main(void)
{
	is("12.5abc", 12.5, 4);
	is("  -0", -0.0, 4);
	is(".5", 0.5, 2);
	is("1.e3", 1000, 4);
	is("1e", 1, 1);
	is("1e+", 1, 1);
	is(".", 0, 0);
	is("abc", 0, 0);
	is("9007199254740993", 0x1p53, 16);
	is("9007199254740993.00000000000000000000000000000000001", 0x1.0000000000001p53, 52);
	is("2.2250738585072011e-308", 0x0.fffffffffffffp-1022, 23);
	is("1.7976931348623158e308", 0x1.fffffffffffffp1023, 22);
	is("2.4703282292062327e-324", 0, 23);
	is("2.4703282292062328e-324", 0x1p-1074, 23);
	is("0x1.8p3", 12, 7);
	is("0x", 0, 1);
	is("infinityx", INFINITY, 8);
	is("-inf", -INFINITY, 4);
	errno = 0;
	is("1e400", HUGE_VAL, 5);
	CHECK_INT(errno, ERANGE);
	CHECK(isnan(strtod("nan", NULL)));
	CHECK(strtof("0.1", NULL) == 0.1f);
	return 0;
}
