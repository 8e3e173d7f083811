/* SPDX-License-Identifier: Apache-2.0 */
/* Names and values, written as another program's settings. */
#ifndef LIND_RUST_FACTS_H
#define LIND_RUST_FACTS_H

#include <stddef.h>

#include "lind-rust/util.h"

struct lr_fact {
	const char *name, *value; /* a NULL value is an empty one */
};

/*
 * Append the facts in a format: cmake, make, sh, json, or text in two columns, the first `width` wide and `none` in
 * place of an empty value. Ends the program where a value has a newline, or is not UTF-8 and JSON is wanted.
 */
void lr_facts_format(struct buf *out, const char *format, const struct lr_fact *facts, size_t n, int width,
		     const char *none);

#endif
