/* SPDX-License-Identifier: Apache-2.0 */
/* The target specification of wasm32-lind, which rustc does not know by itself. */
#ifndef LIND_RUST_SPEC_H
#define LIND_RUST_SPEC_H

#include "lind-rust/flags.h"
#include "lind-rust/tools.h"

/*
 * The specification for the rustc in use, as the JSON that it reads: what it says of its own wasm32 with threads, with
 * lind's system in place of WASI's. Ends the program where that rustc cannot say it. Allocated.
 */
char *lr_target_spec(struct lr_tools *tools, const struct lr_target *target);

/* Whether the rustc in use can say it: for those who only ask. */
bool lr_target_spec_is_known(struct lr_tools *tools, const struct lr_target *target);

/* Where rustc finds the specification in a sysroot with std. Allocated. */
char *lr_spec_file(const char *std, const struct lr_target *target);
/*
 * A directory for RUST_TARGET_PATH: there the target of that sysroot can have shared libraries. It is the same one
 * otherwise, so that std of the one serves the other; programs are built without, since cargo would link each library of
 * theirs that says "cdylib" as well. In the cache. Allocated.
 */
char *lr_library_spec_dir(struct lr_tools *tools, const char *std, const struct lr_target *target);
/* A file that is in a sysroot with std where a stable rustc built it. Allocated. */
char *lr_stable_mark(const char *std, const struct lr_target *target);

#endif
