/* SPDX-License-Identifier: Apache-2.0 */
/* The environment is what --env gave and nothing else, and can be changed. */
#include <unistd.h>
#include "check.h"

int
main(void)
{
	int n = 0;

	while (environ[n])
		n++;
	CHECK_INT(n, 2);
	CHECK_STR(getenv("ONE"), "1");
	CHECK_STR(getenv("TWO"), "a_b=c");
	CHECK(getenv("PATH") == NULL);
	CHECK_INT(setenv("ONE", "no", 0), 0);
	CHECK_STR(getenv("ONE"), "1");
	CHECK_INT(setenv("ONE", "uno", 1), 0);
	CHECK_STR(getenv("ONE"), "uno");
	for (int i = 0; i < 100; i++) {
		char name[16];

		snprintf(name, sizeof(name), "V%d", i);
		CHECK_INT(setenv(name, name, 1), 0);
	}
	CHECK_STR(getenv("V42"), "V42");
	CHECK_INT(unsetenv("ONE"), 0);
	CHECK(getenv("ONE") == NULL);
	CHECK_INT(putenv("THREE=3"), 0);
	CHECK_STR(getenv("THREE"), "3");
	CHECK_INT(setenv("BAD=NAME", "", 1), -1);
	return 0;
}
