/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One run of 'cargo lind_compile' or its like, step by step: what cargo says of the workspace, what is said of it for
 * lind, the calls of cargo, the programs that they made. A step that fails ends the program with its message.
 */
#ifndef LIND_RUST_JOB_H
#define LIND_RUST_JOB_H

#include <jansson.h>
#include <stdbool.h>

#include "lind-rust/cargo_words.h"
#include "lind-rust/lind_settings.h"
#include "lind-rust/programs.h"
#include "lind-rust/tools.h"

/* Packages that one call of cargo builds: their settings reach the link alike. */
struct lr_group {
	const struct lr_lind_settings *settings;
	char *key;
	struct strv packages; /* package ids */
};

struct lr_job {
	struct lr_cargo_words w;
	struct lr_tools tools;
	json_t *metadata;
	const char *target_dir, *runtime;
	struct lr_lind_settings *settings; /* of each package of the workspace, in metadata's order */
	struct lr_group *groups;
	size_t ngroups;
	struct lr_program_file *programs;
	size_t nprograms;
};

/* job_environment.c: cargo's environment, with the package's own variables (NULL: none); `dropped` may be NULL. */
char **lr_job_environment(struct lr_job *j, const struct lr_lind_settings *s, struct strv *dropped);
void lr_job_tell_dropped(struct lr_job *j);
const struct lr_target *lr_job_target(void);

/* job_settings.c: what cargo and the manifests say. */
json_t *lr_job_metadata(struct lr_job *j);
void lr_job_settings(struct lr_job *j);
char *lr_settings_key(const struct lr_lind_settings *s);
json_t *lr_job_package(struct lr_job *j, const char *id, size_t *at);
/* A member that is a string; "" where it is none. */
const char *lr_json_text(json_t *object, const char *key);

/* job_packages.c: which packages are built, in groups of one call each. */
void lr_job_group(struct lr_job *j);

/* job_config.c: make cargo's config.toml of a group; its path. */
char *lr_job_config(struct lr_job *j, const struct lr_group *g);

/* job_cargo.c: one call of cargo; its programs are added to the job's. */
void lr_job_cargo(struct lr_job *j, const struct lr_group *g);
bool lr_job_wants_json(const struct lr_cargo_words *w);
/* The word for cargo; misuse() where the user's is wrong. */
char *lr_job_message_format(const struct lr_cargo_words *w);

/* job_finish.c: finish what cargo made, and say so. */
void lr_job_finish(struct lr_job *j);
/* A path as a person would write it from here. */
const char *lr_shown(const char *path);

/* job_run.c: run the one program, or all tests; the status to end with. */
int lr_job_run(struct lr_job *j);
int lr_job_test(struct lr_job *j);

/* job_editor.c: --print-config and --write-config. */
void lr_job_editor(struct lr_job *j);

#endif
