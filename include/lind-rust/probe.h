/* SPDX-License-Identifier: Apache-2.0 */
/* What the C headers of a sysroot say: integer constant expressions, measured by compiling them. */
#ifndef LIND_RUST_PROBE_H
#define LIND_RUST_PROBE_H

#include <stdbool.h>

#include "lind-rust/tools.h"

enum { LR_PROBE_VALUES = 3 };

struct lr_probe {
	char *expr[LR_PROBE_VALUES]; /* C expressions; NULL: 0 */
	long long value[LR_PROBE_VALUES];
	bool found; /* all of them compiled to constants */
};

/*
 * Measure `n` probes with these headers ("sys/stat.h"; those that the sysroot does not have are left out), by the
 * sysroot's compiler. A probe that does not compile is not found; an end of the compiler that is not explained by
 * probes ends the program. Its files lie below `scratch` while it runs, and there they stay where it is killed.
 */
void lr_probe_run(struct lr_tools *tools, const struct strv *headers, struct lr_probe *probes, size_t n,
		  const char *scratch);

#endif
