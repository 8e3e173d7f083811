/* SPDX-License-Identifier: Apache-2.0 */
/* printf() formats as the C standard says, doubles exactly rounded. */
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include "check.h"

#pragma clang diagnostic ignored "-Wformat"

#define IS(wanted, ...) \
	do { \
		char got[600]; \
		int length = snprintf(got, sizeof(got), __VA_ARGS__); \
		CHECK_STR(got, wanted); \
		CHECK_INT(length, (int)strlen(got)); \
	} while (0)

static void
integers(void)
{
	IS("0 -1 2147483647", "%d %i %d", 0, -1, INT_MAX);
	IS("-2147483648", "%d", INT_MIN);
	IS("4294967295 ffffffff FFFFFFFF 37777777777", "%u %x %X %o", -1, -1, -1, -1);
	IS("[   42] [42   ] [00042] [+42] [ 42]", "[%5d] [%-5d] [%05d] [%+d] [% d]", 42, 42, 42, 42, 42);
	IS("[  042] [042  ] [     ]", "[%5.3d] [%-5.3d] [%5.0d]", 42, 42, 0);
	IS("0x2a 0X2A 052 0 0", "%#x %#X %#o %#x %#o", 42, 42, 42, 0, 0);
	IS("-128 255 -1 65535", "%hhd %hhu %hd %hu", 128, -1, 65535, -1);
	IS("-9223372036854775808 18446744073709551615", "%lld %llu", LLONG_MIN, ULLONG_MAX);
	IS("-1 4294967295 9 -9 7", "%ld %zu %jd %jd %td", -1L, (size_t)-1, (intmax_t)9, (intmax_t)-9, (ptrdiff_t)7);
	IS("[    7] [7    ]", "[%*d] [%*d]", 5, 7, -5, 7);
	IS("[00007]", "[%.*d]", 5, 7);
	IS("0x1000", "%p", (void *)0x1000);
}

static void
text(void)
{
	int n = 0;

	IS("[abc] [  abc] [abc  ] [ab] [   ab]", "[%s] [%5s] [%-5s] [%.2s] [%5.2s]", "abc", "abc", "abc", "abc", "abc");
	IS("x  x %", "%c%3c %%", 'x', 'x');
	IS("(null)", "%s", (char *)NULL);
	IS("12345", "%d%n%d", 123, &n, 45);
	CHECK_INT(n, 3);
}

static void
doubles(void)
{
	IS("0.000000 -0.000000 1.500000", "%f %f %f", 0.0, -0.0, 1.5);
	IS("0 2 2 4 -2", "%.0f %.0f %.0f %.0f %.0f", 0.5, 1.5, 2.5, 3.5, -1.5);
	IS("0.1000000000000000055511151231257827", "%.34f", 0.1);
	IS("1.00 0.99 10.0 1e+01", "%.2f %.2f %.1f %.0e", 0.999, 0.994, 9.96, 9.6);
	IS("1.797693e+308 2.225074e-308 4.940656e-324", "%e %e %e", DBL_MAX, DBL_MIN, DBL_TRUE_MIN);
	IS("4.9406564584124654e-324", "%.17g", DBL_TRUE_MIN);
	IS("100000 1e+06 0.0001 1e-05 3.14159 0", "%g %g %g %g %g %g", 1e5, 1e6, 1e-4, 1e-5, 3.14159265, 0.0);
	IS("1.00000 1.0000e+10 3.", "%#g %#.5g %#.0f", 1.0, 1e10, 3.0);
	IS("[   3.14] [3.14   ] [0003.14] [-003.14] [+3.14]", "[%7.2f] [%-7.2f] [%07.2f] [%07.2f] [%+.2f]", 3.14, 3.14, 3.14, -3.14, 3.14);
	IS("inf -INF nan [  inf]", "%f %F %g [%05f]", INFINITY, -INFINITY, NAN, INFINITY);
	IS("0x1p+0 0x1.8p+1 0x1.999999999999ap-4 0X0.0000000000001P-1022", "%a %a %a %A", 1.0, 3.0, 0.1, 0x1p-1074);
	IS("0x1.2p+0 0x0p+0", "%.1a %a", 0x1.18p+0, 0.0);
	IS("2.500000 1e-20", "%Lf %Lg", 2.5L, 1e-20L);
}

int
main(void)
{
	char small[4];

	integers();
	text();
	doubles();
	CHECK_INT(snprintf(small, sizeof(small), "%d", 123456), 6);
	CHECK_STR(small, "123");
	return 0;
}
