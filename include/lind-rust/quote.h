/* SPDX-License-Identifier: Apache-2.0 */
/* Text put into another language's quotes. Each result is allocated, quotes included. */
#ifndef LIND_RUST_QUOTE_H
#define LIND_RUST_QUOTE_H

#include <stdbool.h>

#include "lind-rust/util.h"

/* A TOML basic string. */
char *lr_quote_toml(const char *s);
/* A CMake quoted argument. A ';' stays: the reader of a variable must not take it for a list. */
char *lr_quote_cmake(const char *s);
/* One word of a POSIX shell. */
char *lr_quote_sh(const char *s);
/*
 * Back: append the words of a text, as a shell splits it that expands nothing. What the other functions here and make's
 * quoting write is read; false where a quote is not closed.
 */
bool lr_split_sh(const char *s, struct strv *words);
/* The right side of a make assignment by ':='. It has no way to say a newline. */
char *lr_quote_make(const char *s);
/* A file name in a rule of a depfile, for Ninja and CMake or for make itself: a ':' needs a '\' in make alone. */
char *lr_quote_depfile(const char *s, bool make);

#endif
