/* SPDX-License-Identifier: Apache-2.0 */
/* Everything that a crate was made from: what cargo's own .d lists, and what it leaves out. */
#ifndef LIND_RUST_INPUTS_H
#define LIND_RUST_INPUTS_H

#include "lind-rust/messages.h"
#include "lind-rust/util.h"

/*
 * Append the inputs of a build that has succeeded:
 *  - the files that cargo's .d lists, directories with all that is in them;
 *  - for each build script, the files that it asked to be watched; where it asked for none, its whole package;
 *  - the manifests of all packages by path that the crate depends on, the workspace's, Cargo.lock, package directories;
 *  - cargo's and rustup's configuration files from the manifest upwards and in CARGO_HOME.
 * Nothing below target_dir is listed: cargo's own outputs. Below build_dir only files count that are listed by name, such
 * as a source that the build generates. `metadata` is cargo metadata's JSON with dependencies.
 */
void lr_inputs(struct strv *deps, const struct lr_messages *messages, json_t *metadata, const char *build_dir,
	       const char *target_dir);

#endif
