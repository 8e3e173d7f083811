/* SPDX-License-Identifier: Apache-2.0 */
/* What a dynamic program is linked against: lind's shared C library, which lind-boot preloads at run time. */
#ifndef LIND_RUST_SHARED_LIBS_H
#define LIND_RUST_SHARED_LIBS_H

#include "lind-rust/tools.h"

/* The stack that lind-boot gives the main thread of a dynamic program, whatever the program says. */
#define LR_DYNAMIC_STACK (8ull << 20)

/* The path of a file of the sysroot's libraries that only dynamic programs need; ends the program where it is absent. */
char *lr_shared_file(struct lr_tools *tools, const char *name);

/* Whether the sysroot has what dynamic programs are linked with. */
bool lr_has_shared_libs(struct lr_tools *tools);

/* The path of a text in the cache by which wasm-ld knows what lind-boot defines. Allocated. */
char *lr_shared_stub(struct lr_tools *tools);

#endif
