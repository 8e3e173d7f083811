/* SPDX-License-Identifier: Apache-2.0 */
/* longjmp() goes back to the setjmp() of its environment, through any calls. */
#include <setjmp.h>
#include "check.h"

static jmp_buf outer;
static jmp_buf inner;

static __attribute__((__noinline__)) void
leap(int depth, int to_outer)
{
	if (depth > 0)
		leap(depth - 1, to_outer);
	else if (to_outer)
		longjmp(outer, 5);
	else
		longjmp(inner, 0);
}

static __attribute__((__noinline__)) int
nested(int to_outer)
{
	int got = setjmp(inner);

	if (got == 0)
		leap(10, to_outer);
	return got;
}

int
main(void)
{
	volatile int times = 0;
	int got = setjmp(outer);

	if (got == 0) {
		CHECK_INT(nested(0), 1);
		times++;
		nested(1);
		CHECK(0);
	}
	CHECK_INT(got, 5);
	CHECK_INT(times, 1);
	for (volatile int i = 0; i < 3; i++)
		if (setjmp(inner) == 0)
			leap(i, 0);
	return 0;
}
