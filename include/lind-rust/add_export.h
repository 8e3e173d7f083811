/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exports that wasm-ld does not make of a position-independent program, and that lind-boot's loader looks up: its own
 * functions for relocations, and the stack pointer, which is imported there.
 */
#ifndef LIND_RUST_ADD_EXPORT_H
#define LIND_RUST_ADD_EXPORT_H

#include "lind-rust/util.h"
#include "lind-rust/wasm.h"

/*
 * What lind-boot looks up in a dynamic program, and in a shared library, NULL-ended; of these a module has those that it
 * needs. A library's __stack_pointer stays the program's: wasm-ld would take the export for a variable.
 */
extern const char *const lr_dynamic_exports[], *const lr_library_exports[];

/*
 * Append the module to `out` with an export for each of `names` that it has and does not export: a function of its own of
 * that name in the name section, or a global that is imported or named so. Everything else stays as it is, byte for byte.
 * `m` is what wasm_read has read and accepted. Returns how many exports were added; 0 with the same bytes where none was.
 */
size_t lr_add_exports(struct buf *out, const struct wasm_module *m, const char *const *names);

#endif
