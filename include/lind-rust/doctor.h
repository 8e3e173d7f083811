/* SPDX-License-Identifier: Apache-2.0 */
/* What is there to build and run with, what is missing, and what mends it. */
#ifndef LIND_RUST_DOCTOR_H
#define LIND_RUST_DOCTOR_H

#include <stdbool.h>

#include "lind-rust/flags.h"
#include "lind-rust/tools.h"

enum lr_health {
	LR_GOOD,
	LR_NOTE,    /* absent, and not needed here */
	LR_DOUBT,   /* there, but something about it will be met one day */
	LR_MISSING, /* nothing can be built or run without it */
};

struct lr_finding {
	const char *group, *name;
	enum lr_health health;
	char *path, *version, *how; /* NULL: none */
	char *detail;               /* what there is to say; NULL */
	char *cure;                 /* the one command or sentence that mends it; NULL */
};

struct lr_findings {
	struct lr_finding *list;
	size_t n;
	const char *runtime; /* "lind" or "standin" */
};

/* Look at everything. Nothing is built, installed or written. */
void lr_doctor(struct lr_findings *findings, struct lr_tools *tools, const struct lr_target *target);

/* How many are LR_MISSING. */
size_t lr_doctor_missing(const struct lr_findings *findings);

#endif
