/* SPDX-License-Identifier: Apache-2.0 */
/* Standard input can be read by lines up to its end. */
#include "check.h"

int
main(void)
{
	char *line = NULL;
	size_t size = 0;
	long long sum = 0;
	int n = 0;

	while (getline(&line, &size, stdin) > 0) {
		sum += atoi(line);
		n++;
	}
	CHECK(feof(stdin));
	printf("%d lines, sum %lld\n", n, sum);
	return 0;
}
