/* SPDX-License-Identifier: Apache-2.0 */
/* The arguments arrive as they were given. */
#include <unistd.h>
#include "check.h"

int
main(int argc, char **argv)
{
	static const char *const wanted[] = {"-a", "-bvalue", "", "two words", "\xc3\xa9", "--", "-x"};
	int c;

	CHECK_INT(argc, 8);
	CHECK(argv[argc] == NULL);
	for (int i = 1; i < argc; i++)
		CHECK_STR(argv[i], wanted[i - 1]);
	CHECK_INT(getopt(argc, argv, "ab:"), 'a');
	CHECK_INT(getopt(argc, argv, "ab:"), 'b');
	CHECK_STR(optarg, "value");
	c = getopt(argc, argv, "ab:");
	CHECK_INT(c, -1);
	CHECK_INT(optind, 3);
	return 0;
}
