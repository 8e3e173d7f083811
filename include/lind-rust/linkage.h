/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a program has its C library in itself, or expects it to be preloaded. */
#ifndef LIND_RUST_LINKAGE_H
#define LIND_RUST_LINKAGE_H

#include <stdbool.h>

#include "lind-rust/util.h"
#include "lind-rust/wasm.h"

/*
 * Whether these bytes are a dynamic module: with a section dylink.0, or precompiled from one. False for what is neither a
 * module nor precompiled.
 */
bool lr_is_dynamic(const struct buf *bytes);
/* The same of a file, of which no more is read than tells it. False where it cannot be read. */
bool lr_is_dynamic_file(const char *path);

/*
 * Why a program that was to be dynamic where it can be is static: a section of the module, for who tells the user.
 * rustc does not pass on what a linker says that succeeds.
 */
void lr_add_why_static(struct buf *module, const char *why);
/* That; NULL where the module has none. Allocated. */
char *lr_why_static_of(const struct wasm_module *m);

#endif
