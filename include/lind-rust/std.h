/* SPDX-License-Identifier: Apache-2.0 */
/* The cached standard library: its key, its place, and how it is built. */
#ifndef LIND_RUST_STD_H
#define LIND_RUST_STD_H

#include "lind-rust/flags.h"
#include "lind-rust/tools.h"

/*
 * The key of std for this toolchain and target: rustc and cargo in full, the library's sources, the rows of the flag
 * table for rustc and std, and the profile. lind-glibc is not in it: std's archives hold no libc. Toolchains and sources
 * count by their bytes, wherever they lie. Allocated.
 */
char *lr_std_key(struct lr_tools *tools, const struct lr_target *target);

/*
 * Make sure that std is in the cache and return its path, a sysroot for rustc. Ends the program with a message where it
 * cannot be built. Allocated.
 */
char *lr_std_ensure(struct lr_tools *tools, const struct lr_target *target);

/* Note that a build uses this one, so that it stays in the cache. */
void lr_std_used(const char *std);

#endif
