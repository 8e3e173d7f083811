#include <stdio.h>
#include <unistd.h>

int main(void)
{
	geteuid();
	printf("%d\n", (int)geteuid());
	return 0;
}
