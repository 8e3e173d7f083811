#include <setjmp.h>
#include <stdio.h>

static jmp_buf out, in;

static void deep(int n)
{
	if (n)
		deep(n - 1);
	else
		longjmp(out, 5);
}

int main(void)
{
	volatile int rounds = 0;
	int got = setjmp(out);

	if (!got)
		deep(10);
	if (!setjmp(in) || rounds++ < 2)
		longjmp(in, 1);
	printf("%d %d\n", got, rounds);
	return 0;
}
