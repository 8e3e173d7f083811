/* A C program whose counting is done by a Rust crate. */
#include <stdio.h>

#include "words.h"

static void print(const char *word, size_t len, uint32_t n)
{
	printf("%.*s %u\n", (int)len, word, (unsigned)n);
}

int main(int argc, char **argv)
{
	struct words *words = words_count(argc > 1 ? argv[1] : "C calls Rust and Rust calls C");

	words_each(words, print);
	words_free(words);
	return 0;
}
