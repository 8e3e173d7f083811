/* SPDX-License-Identifier: Apache-2.0 */
/* compile_commands.json, by which clangd and its like see C as the compiler does. */
#ifndef LIND_RUST_COMPILE_COMMANDS_H
#define LIND_RUST_COMPILE_COMMANDS_H

#include "lind-rust/util.h"

/*
 * Add an entry for each source to the array in `path`, which is made where there is none: `argv` without the other
 * sources. Ends the program where the file is something else or cannot be written.
 */
void lr_compile_commands_add(const char *path, const struct strv *argv, const struct strv *sources);

#endif
