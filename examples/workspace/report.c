/* A C program that shares the workspace's parser. */
#include <stdint.h>
#include <stdio.h>

int64_t native_sum(const char *text);
extern const int squares[];

int main(void)
{
	int sum = (int)native_sum("a = 1\nb = 4\n");

	printf("sum %d, squared %d\n", sum, squares[sum]);
	return 0;
}
