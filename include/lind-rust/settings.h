/* SPDX-License-Identifier: Apache-2.0 */
/* Settings files that reach a build from the side: cargo's config.toml and rustup's pins, and what they say. */
#ifndef LIND_RUST_SETTINGS_H
#define LIND_RUST_SETTINGS_H

#include <stdbool.h>

#include "lind-rust/util.h"

/*
 * Append the files that cargo and rustup read where they start in a directory: the existing ones from there upwards and
 * in CARGO_HOME. `pins` adds rust-toolchain files to cargo's.
 */
void lr_settings_files(struct strv *files, const char *dir, bool pins);

/*
 * Whether the text of a config.toml sets `key` of `table`, as [table] key = …, as table.key = … or inline. Not a TOML
 * parser: it knows comments, tables and keys of one line.
 */
bool lr_settings_say(const char *text, const char *table, const char *key);

/*
 * Ends where the text of `file`, a config.toml of the project's, sets build-std, upstream's way to get a std: a nightly's
 * cargo, or Debian's, would build std once more with the flags of ours, and take minutes to fail.
 */
void lr_settings_refuse_build_std(const char *file, const char *text);

/* The same of a word for cargo: -Zbuild-std, or what follows -Z or --config. Ends as for a wrong command line. */
void lr_settings_refuse_build_std_word(const char *word);

/* A warning where a config.toml of the project, not of the user's, has flags for all targets: a target's own win. */
void lr_settings_tell_rustflags(const char *file, const char *text, const char *triple);

/*
 * The value of the first rustflag in a config.toml of lind-rust-config that begins with `flag`; NULL where there is
 * none. Allocated.
 */
char *lr_settings_flag(const char *text, const char *flag);

#endif
