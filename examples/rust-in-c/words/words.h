/* C's view of the crate words. */
#ifndef WORDS_H
#define WORDS_H

#include <stddef.h>
#include <stdint.h>

struct words;

struct words *words_count(const char *text);
void words_each(const struct words *words, void (*visit)(const char *word, size_t len, uint32_t n));
void words_free(struct words *words);

#endif
