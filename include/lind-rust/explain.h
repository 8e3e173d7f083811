/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIND_RUST_EXPLAIN_H
#define LIND_RUST_EXPLAIN_H

/*
 * Print why a build tree (of CMake, with Ninja or make; or a directory with a Makefile) would make a target again: the
 * files that are newer and what they are to the build, commands that changed, files that are gone, and the steps that
 * follow; or that it is up to date, and what it was made from. Nothing is built. NULL for the target is all of them.
 */
void lr_explain(const char *dir, const char *target);

#endif
