#include <stdint.h>
#include <stdio.h>

static int one(void)
{
	return 1;
}

/* The first function whose address is taken, in the first object: it must not be SIG_IGN's 1. */
int (*volatile first)(void) = one;

int main(void)
{
	printf("%s\n", (uintptr_t)first > 1 && first() == 1 ? "ok" : "its address is 1");
	return 0;
}
