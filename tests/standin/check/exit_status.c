/* SPDX-License-Identifier: Apache-2.0 */
/* exit(42) runs what atexit() registered, last first, flushes, and is 42. */
#include <stdio.h>
#include <stdlib.h>

static void
first(void)
{
	printf("first\n");
}

static void
second(void)
{
	printf("second\n");
}

int
main(void)
{
	atexit(first);
	atexit(second);
	printf("main\n");
	exit(42);
}
