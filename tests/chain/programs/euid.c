#include <stdio.h>
#include <unistd.h>

int main(void)
{
	geteuid();
	printf("%d\n", (int)geteuid());
	/* A call whose handler has ended by a panic has a result that no other one has. */
	printf("%s\n", (int)getegid() < 0 ? "failed" : "answered");
	return 0;
}
