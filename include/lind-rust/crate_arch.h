/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What crates mean by wasm32. In manifests and sources `target_arch = "wasm32"` stands for a browser, where there is no
 * file, no socket and no thread; lind has them all. Manifests are read by cargo, which asks rustc for the target's words: it
 * is answered with an architecture of lind's own, so that crates get the dependencies that they have on any other Linux.
 * rustc itself cannot be told so, by whose architecture C is called: sources that tell the two apart are compiled from copies.
 */
#ifndef LIND_RUST_CRATE_ARCH_H
#define LIND_RUST_CRATE_ARCH_H

#include <stdbool.h>

#include "lind-rust/util.h"

/* As rustc prints it, and as cargo is told. */
#define LR_RUSTC_ARCH "target_arch=\"wasm32\""
#define LR_CARGO_ARCH "target_arch=\"lind\""

/*
 * Whether the manifest (Cargo.toml's text) has dependencies that cargo takes or leaves by that word alone. `cfgs`: those that
 * the crate is compiled with, LR_RUSTC_ARCH among them. Dependencies of tests and build scripts do not count.
 */
bool lr_manifest_by_arch(const char *manifest, const struct strv *cfgs);

/*
 * Whether a Rust source below that directory leaves something out for wasm32: "not(target_arch = "wasm32")", also within
 * all() or any(), or has something for a wasm32 that is not some other system: "target_arch = "wasm32", not(target_os = ...".
 * What else is for wasm32 alone does not count: that is instructions, more often than browsers.
 */
bool lr_sources_by_arch(const char *dir);

#endif
