/* SPDX-License-Identifier: Apache-2.0 */
/* strtol() and its like obey base, sign, limits and end. */
#include <errno.h>
#include <limits.h>
#include "check.h"

int
main(void)
{
	char *end;

	CHECK_INT(strtol("  -42x", &end, 10), -42);
	CHECK_STR(end, "x");
	CHECK_INT(strtol("0x1f", NULL, 0), 31);
	CHECK_INT(strtol("0x1f", NULL, 16), 31);
	CHECK_INT(strtol("017", NULL, 0), 15);
	CHECK_INT(strtol("zz", NULL, 36), 35 * 36 + 35);
	CHECK_INT(strtol("0xg", &end, 16), 0);
	CHECK_STR(end, "xg");
	CHECK_INT(strtol("", &end, 10), 0);
	errno = 0;
	CHECK_INT(strtol("2147483648", NULL, 10), LONG_MAX);
	CHECK_INT(errno, ERANGE);
	errno = 0;
	CHECK_INT(strtol("-2147483648", NULL, 10), LONG_MIN);
	CHECK_INT(errno, 0);
	CHECK_INT(strtoll("-9223372036854775808", NULL, 10), LLONG_MIN);
	CHECK_INT(errno, 0);
	CHECK(strtoul("-1", NULL, 10) == ULONG_MAX);
	CHECK(strtoull("18446744073709551615", NULL, 10) == ULLONG_MAX);
	CHECK_INT(errno, 0);
	CHECK(strtoull("18446744073709551616", NULL, 10) == ULLONG_MAX);
	CHECK_INT(errno, ERANGE);
	return 0;
}
