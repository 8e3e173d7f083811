/* SPDX-License-Identifier: Apache-2.0 */
/* Brings the C interface that a crate's sources describe in line with the C headers of the sysroot. */
#ifndef LIND_RUST_MEASURE_H
#define LIND_RUST_MEASURE_H

#include "lind-rust/overlay.h"
#include "lind-rust/rules.h"

/*
 * Rewrite, in the copy in `dir`, the files that the rules say are measured (paths below dir, in `files`): the values of
 * constants, integer types, and the layouts of structures where they differ from C's.
 */
void lr_measure(const struct lr_overlay *overlay, const struct lr_rules *rules, const char *dir, const struct strv *files);

#endif
