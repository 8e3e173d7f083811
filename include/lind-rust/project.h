/* SPDX-License-Identifier: Apache-2.0 */
/* A new project: a C program that calls Rust, a Rust program, and tests of both, for CMake or make. */
#ifndef LIND_RUST_PROJECT_H
#define LIND_RUST_PROJECT_H

/*
 * Make it in `dir`, which must not exist, be empty, or hold a new .git alone. `name` (NULL: the directory's) names the C
 * program; `system` is "cmake" or "make". Says what to type next. Ends the program with a message where something is in the way.
 */
void lr_project_make(const char *dir, const char *name, const char *system);

#endif
