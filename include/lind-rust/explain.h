/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIND_RUST_EXPLAIN_H
#define LIND_RUST_EXPLAIN_H

#include <stdbool.h>

#include "lind-rust/util.h"

/*
 * Print why a build tree (of CMake, with Ninja or make; or a directory with a Makefile) would make a target again: the
 * files that are newer and what they are to the build, commands that changed, files that are gone, and the steps that
 * follow; or that it is up to date, and what it was made from. Nothing is built. NULL for the target is all of them.
 */
void lr_explain(const char *dir, const char *target);

/* What Ninja or make said of a dry run in a directory, as reasons and steps; the text is cut into lines. */
void lr_explain_read(const char *dir, bool ninja, char *text, struct strv *reasons, struct strv *steps);

#endif
