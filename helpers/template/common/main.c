#include <stdio.h>

#include "greeting.h"

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "lind";

	printf("hello, %s: %u letters, %u threads\n", name, (unsigned)greeting_letters(name), (unsigned)greeting_threads(3));
	return 0;
}
