/* SPDX-License-Identifier: Apache-2.0 */
/* sscanf() converts, counts and stops where the input does not fit. */
#include "check.h"

int
main(void)
{
	int a = 0;
	int b = 0;
	long long wide = 0;
	double x = 0;
	float f = 0;
	char word[16];
	char c;

	CHECK_INT(sscanf("12 -7", "%d %d", &a, &b), 2);
	CHECK_INT(a, 12);
	CHECK_INT(b, -7);
	CHECK_INT(sscanf("0x1f 777", "%x %o", (unsigned *)&a, (unsigned *)&b), 2);
	CHECK_INT(a, 31);
	CHECK_INT(b, 0777);
	CHECK_INT(sscanf("99999999999 1.5e3 2.25", "%lld %lf %f", &wide, &x, &f), 3);
	CHECK(wide == 99999999999 && x == 1500 && f == 2.25f);
	CHECK_INT(sscanf("key=value!", "%[a-z]=%15[^!]%c", word, word, &c), 3);
	CHECK_STR(word, "value");
	CHECK_INT(c, '!');
	CHECK_INT(sscanf("12345", "%2d%*1d%n%d", &a, &b, (int *)word), 2);
	CHECK_INT(a, 12);
	CHECK_INT(b, 3);
	CHECK_INT(sscanf("x", "%d", &a), 0);
	CHECK_INT(sscanf("", "%d", &a), EOF);
	CHECK_INT(sscanf("a:1", "a:%d", &a), 1);
	CHECK_INT(sscanf("  word rest", "%s", word), 1);
	CHECK_STR(word, "word");
	return 0;
}
