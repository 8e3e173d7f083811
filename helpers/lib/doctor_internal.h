/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of doctor share: each looks at one thing, and adds findings. */
#ifndef LIND_RUST_DOCTOR_INTERNAL_H
#define LIND_RUST_DOCTOR_INTERNAL_H

#include "lind-rust/doctor.h"

/* The next one may move it. */
struct lr_finding *lr_doctor_add(struct lr_findings *f, const char *group, const char *name, enum lr_health health);
/* Takes both strings. */
void lr_doctor_doubt(struct lr_finding *at, char *detail, char *cure);
/* A tool that is found, or its absence; `needed` tells what that means, `program` that it has a version. */
struct lr_finding *lr_doctor_tool(struct lr_findings *f, struct lr_tools *t, const char *group, enum lr_tool which,
				  bool needed, bool program);

/* The first line of a tool's version that has a number in it; NULL where it does not run. */
char *lr_doctor_version(const char *tool);
/* The first number of a version; 0 where there is none. */
unsigned lr_doctor_major(const char *version);

void lr_doctor_environment(struct lr_findings *f, struct lr_tools *t);
void lr_doctor_lind(struct lr_findings *f, struct lr_tools *t, bool lind);
void lr_doctor_compilers(struct lr_findings *f, struct lr_tools *t, bool lind);
void lr_doctor_rust(struct lr_findings *f, struct lr_tools *t, const struct lr_target *target);
void lr_doctor_standin(struct lr_findings *f, struct lr_tools *t, bool lind);
void lr_doctor_cache(struct lr_findings *f, struct lr_tools *t);

#endif
