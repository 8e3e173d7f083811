/* SPDX-License-Identifier: Apache-2.0 */
/* What lind-wasm's own scripts take from the environment, for those who come from them; and rustup's +toolchain. */
#ifndef LIND_RUST_UPSTREAM_H
#define LIND_RUST_UPSTREAM_H

#include <stdbool.h>

#include "lind-rust/tools.h"

/*
 * Find lind-wasm's tree where LIND_WASM_ROOT does not say it: by LIND_COMPILE_BIN and LIND_WASM_LINKER, by lind_compile
 * along PATH, and at ~/lind-wasm. A tree that is found is exported as LIND_WASM_ROOT for the helpers. What has no effect
 * any more is said, once each, unless `quiet`.
 */
void lr_upstream_adopt(struct lr_tools *tools, bool quiet);

/*
 * 'cargo +nightly lind_compile': rustup has chosen by RUSTUP_TOOLCHAIN. A toolchain that the user asked for is used, or
 * is an error; its own default, where it lacks the library's sources, gives way to one that has them (-v says so).
 */
void lr_upstream_toolchain(struct lr_tools *tools, const char *said);

#endif
