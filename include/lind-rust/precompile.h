/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIND_RUST_PRECOMPILE_H
#define LIND_RUST_PRECOMPILE_H

#include "lind-rust/tools.h"

/*
 * Compile a finished module ahead of time for the lind-boot that was found and for this machine's kind of processor;
 * never twice for the same bytes of both: the result is cached. Ends the program with a message where it cannot be
 * done.
 */
void lr_precompile(struct lr_tools *tools, const char *module, const char *output, bool no_cache);

#endif
