/* SPDX-License-Identifier: Apache-2.0 */
/* How plain cargo, clippy and rust-analyzer see what a build sees: the same target, flags and standard library. */
#ifndef LIND_RUST_EDITOR_H
#define LIND_RUST_EDITOR_H

#include "lind-rust/c_usage.h"
#include "lind-rust/tools.h"
#include "lind-rust/util.h"

/*
 * Append a command line and rust-analyzer's settings that use `config`, a config.toml of lind-rust-config, absolute.
 * What they build goes to `target_dir` (NULL: cargo's own). For `usage` (NULL: none), a file editor.rsp is written beside
 * `config`. Ends the program where `config` is no such file.
 */
void lr_editor_settings(struct buf *out, struct lr_tools *tools, const char *config, const char *target_dir,
			const struct lr_c_usage *usage);

#endif
