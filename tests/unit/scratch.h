/* SPDX-License-Identifier: Apache-2.0 */
/* A fresh directory for the tests of one program, which is their current directory; it goes when they are done. */
#ifndef LIND_RUST_TEST_SCRATCH_H
#define LIND_RUST_TEST_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lind-rust/ending.h"

static char scratch[64];

static inline int enter_scratch(void **state)
{
	(void)state;
	snprintf(scratch, sizeof scratch, "/tmp/lind-rust-unit.XXXXXX");
	return !mkdtemp(scratch) || chdir(scratch);
}

static inline int leave_scratch(void **state)
{
	(void)state;
	return chdir("/") || lr_remove_tree(scratch);
}

static inline void write_text(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	if (!f || fputs(text, f) < 0 || fclose(f))
		abort();
}

#endif
