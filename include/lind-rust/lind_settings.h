/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a manifest says of its programs for lind: [package.metadata.lind], which goes before [workspace.metadata.lind].
 * The keys are the CMake keywords in small letters.
 */
#ifndef LIND_RUST_LIND_SETTINGS_H
#define LIND_RUST_LIND_SETTINGS_H

#include <jansson.h>
#include <stdbool.h>

#include "lind-rust/flags.h"
#include "lind-rust/util.h"

struct lr_lind_settings {
	const char *manifest;            /* for messages */
	const struct lr_target *target;  /* NULL: not said */
	struct lr_policy policy;         /* grate, fpcast, linkage, max-memory, stack-size, opt-level */
	bool max_memory, stack_size, opt_level, linkage; /* said */
	bool no_precompile;              /* precompile = false */
	const char *check;               /* "error", "warn" or "off"; NULL: not said */
	const char *output_dir, *output_name; /* NULL: not said */
	json_t *bins;                    /* tables by a program's name; NULL */
	struct strv rustflags, env, link; /* env: NAME=VALUE; link: absolute paths */
};

/* A place inside of lindfs, relative to its root; users write it with a slash in front, too. NULL: it leads out. */
const char *lr_inside_lindfs(const char *dir);

/* The keys, NULL-ended. */
extern const char *const lr_lind_setting_names[];

/*
 * Read both tables (NULL or not an object: nothing is said) for a package; relative paths are relative to its manifest.
 * A key or a value that is wrong ends the program with the manifest, the key and the choices.
 */
void lr_lind_settings_read(struct lr_lind_settings *settings, json_t *workspace, json_t *package, const char *manifest);

/*
 * Those of one program: `settings`, or where it has a table in bins, a copy that says what differs. Only what is done
 * behind the link can: a call of cargo links all programs alike.
 */
const struct lr_lind_settings *lr_lind_settings_of(const struct lr_lind_settings *settings, const char *program);

/* Whether one of the programs at least is for fpcast. */
bool lr_lind_settings_has_fpcast(const struct lr_lind_settings *settings);

/* metadata.lind.bins that names no program of `names` ends the program with the nearest one. */
void lr_lind_settings_check_bins(const struct lr_lind_settings *settings, const char *const *names);

#endif
