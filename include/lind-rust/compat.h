/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The compat archive: what Rust's std and newer clangs need and lind-glibc lacks. It is compiled once per sysroot and
 * compiler, against the sysroot's headers; its members are linked where something refers to them.
 */
#ifndef LIND_RUST_COMPAT_H
#define LIND_RUST_COMPAT_H

#include "lind-rust/tools.h"

/*
 * Make sure that the archive for this sysroot and clang is in the cache, for static programs or for dynamic ones; its
 * path. Ends the program where it cannot be compiled. Allocated.
 */
char *lr_compat_ensure(struct lr_tools *tools, bool dynamic);

#endif
