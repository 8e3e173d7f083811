/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A crate's step of a build graph, lind-rust-cargo: what it was told, cargo's commands, the other crates that one call of
 * cargo builds as well (lind-rust/handover.h), the depfile. What is wrong ends the program with its message.
 */
#ifndef LIND_RUST_STEP_H
#define LIND_RUST_STEP_H

#include <jansson.h>
#include <stdbool.h>

#include "lind-rust/c_usage.h"
#include "lind-rust/flags.h"
#include "lind-rust/messages.h"
#include "lind-rust/metadata.h"
#include "lind-rust/tools.h"

struct lr_step {
	struct lr_tools tools;
	struct lr_wanted wanted;
	struct lr_crate crate;
	const struct lr_target *target; /* NULL: the host */
	bool no_default, all_features, locked, offline, phony;
	const char *color;
	const char *output, *target_dir, *config, *profile, *stamp, *depfile, *build_dir, *format, *bindgen;
	struct lr_policy policy;
	bool max_memory, stack_size;
	bool target_set; /* the project's settings give plain cargo a target: a host's tool needs its own said */
	struct lr_c_usage usage; /* of the C targets that the crate is linked with */
	struct strv env, link, rustflags, cargo_args, needs, tool_words;
	const char *crates, *share_cores;
	bool exact, waits, grouped;
	json_t *metadata;
	char *makeflags;        /* for cargo: the cores that it may use (lind-rust/cores.h) */
	char *words;            /* a hash of all words of the call */
	struct lr_step **along; /* other crates that this call of cargo builds as well */
	size_t n_along;
	struct strv packages; /* of the group, whether built now or not: what decides features */
	struct lr_messages m; /* what cargo said of this crate */
	long long start;      /* when cargo was called, by lr_record_clock */
};
#define LR_STEP_DEFAULT ((struct lr_step){.profile = "release", .format = "text", .policy = lr_policy_default})

/* step_options.c: append words as files have them, for a shell, without empty ones; false where a quote is open. */
bool lr_step_words(const char *text, struct strv *words);
/* The words behind the verb; argv[0] is the program's name. */
void lr_step_read(struct lr_step *s, int argc, char **argv);

/*
 * step_place.c: the name of the package where its Cargo.lock lists no other one, else NULL; allocated. Such a package has
 * nothing that another one could use: it is built in a target directory of its own, at the same time as others.
 */
char *lr_step_alone(const struct lr_step *s);
/* `target_dir` becomes that of the step's package. */
void lr_step_place(struct lr_step *s);

/* step_cargo.c: cargo's words, its environment and directory, and what it says of a workspace. */
void lr_step_resolution(struct strv *argv, const struct lr_step *s);
char **lr_step_environment(struct lr_step *s, struct strv *dropped);
char *lr_step_dir(const struct lr_step *s);
json_t *lr_step_metadata(struct lr_step *s, bool with_deps, bool quiet);
void lr_step_choose(struct lr_step *s);
void lr_step_link_variable(struct lr_step *s);
/* Runs cargo for the step and for those along with it; its exit status. */
int lr_step_cargo(struct lr_step *s, struct lr_messages *m);

/* step_c_usage.c: include directories and macros for C that build scripts compile, by the environment. */
void lr_step_c_usage(struct lr_step *s);

/* step_depfile.c: what a crate was made from. */
void lr_step_inputs(struct lr_step *s, const struct lr_messages *m, struct strv *deps);
void lr_step_depfile(struct lr_step *s, struct strv *deps);

/* step_group.c: which crates one call of cargo builds. */
void lr_step_group(struct lr_step *s);
void lr_step_group_environment(struct lr_step *s);

/* step_handover.c: what that call leaves for the steps of the others, and what another one left for this. */
char *lr_step_record(const struct lr_step *s);
/* What a step is known by: its stamp, or where it has none its output. */
const char *lr_step_name(const struct lr_step *s);
/* `inputs` becomes what the step's own crate was made from, where it was built. */
void lr_step_leave(struct lr_step *s, struct strv *inputs);
bool lr_step_take(struct lr_step *s, struct strv *inputs);

#endif
