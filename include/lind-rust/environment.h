/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The environment that cargo gets: the caller's, without what would change the build behind the build system's back
 * (RUSTFLAGS, CARGO_TARGET_DIR, CC, CFLAGS …). What a project wants to say, it says by ENV and RUSTFLAGS of its target.
 */
#ifndef LIND_RUST_ENVIRONMENT_H
#define LIND_RUST_ENVIRONMENT_H

#include <stdbool.h>

#include "lind-rust/util.h"

/* True where a variable of that name is kept from cargo. */
bool lr_env_dropped(const char *name);

/* True where "NAME=VALUE" would replace what lind-rust-cargo says itself: flags, target directory, compiler. */
bool lr_env_ours(const char *word);

/*
 * The environment of this process without the dropped ones, and with "NAME=value" words added (the last of a name
 * wins). Names that were dropped are appended to `dropped` (may be NULL). The result is allocated and NULL-ended.
 */
char **lr_cargo_env(const struct strv *add, struct strv *dropped);

#endif
