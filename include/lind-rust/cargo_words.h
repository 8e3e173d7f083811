/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of 'cargo lind_compile' and its like: cargo's own words, and ours among them. */
#ifndef LIND_RUST_CARGO_WORDS_H
#define LIND_RUST_CARGO_WORDS_H

#include <stdbool.h>

#include "lind-rust/tools.h"
#include "lind-rust/util.h"

enum lr_verb { LR_COMPILE, LR_RUN, LR_TEST };

struct lr_cargo_words {
	enum lr_verb verb;
	struct strv pass;       /* for cargo, as they were written, but for those that have a member here */
	struct strv resolve;    /* those of `pass` that 'cargo metadata' understands as well: --locked, --config … */
	struct strv packages;   /* words that choose packages: -p X, --workspace, --exclude X */
	struct strv targets;    /* words that choose targets: --bin X, --examples … */
	struct strv program;    /* run and test: the program's arguments */
	const char *toolchain;  /* +toolchain; NULL */
	const char *manifest, *target_dir, *target, *message_format, *color; /* NULL: not said */
	const char *output_dir; /* --output-dir */
	const char *linkage;    /* --linkage */
	const char *profile;    /* --release, --profile; NULL: cargo's own choice, dev or test */
	bool grate, cdylib, fpcast, no_precompile, print_cmd, dry_run, verbose, quiet, print_config, write_config;
	bool help, version;
	bool no_run, no_fail_fast; /* test */
	struct strv env, under; /* run and test: --env, --under */
	const char *timeout;    /* run and test: --timeout */
};

/* Read words (without argv[0]); misuse() where one of ours is wrong. What is not known is passed on to cargo. */
void lr_cargo_words_read(struct lr_cargo_words *words, struct lr_tools *tools, char **argv);

#endif
