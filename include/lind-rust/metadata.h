/* SPDX-License-Identifier: Apache-2.0 */
/* What 'cargo metadata' says of a manifest, and the one target of it that a crate of the user's graph means. */
#ifndef LIND_RUST_METADATA_H
#define LIND_RUST_METADATA_H

#include <jansson.h>
#include <stdbool.h>

#include "lind-rust/util.h"

enum lr_kind {
	LR_ANY,  /* not said: the only one there is */
	LR_BIN,
	LR_LIB,
	LR_EXAMPLE,
	LR_CDYLIB, /* the library, as a shared one for C */
};

/* What the user asked for; NULL and LR_ANY where nothing was said. */
struct lr_wanted {
	const char *manifest; /* as the user wrote it, for messages */
	const char *package, *name;
	enum lr_kind kind;
	bool cdylib; /* with LR_LIB: as LR_CDYLIB */
	struct strv features;
};

/* What it is; the strings belong to the JSON. */
struct lr_crate {
	const char *package, *package_id, *manifest, *name, *src_path, *workspace_root;
	enum lr_kind kind;
	json_t *features; /* object: names of the package's features */
};

/*
 * Choose. Where the wish fits no target or several, a message that names the manifest, the wish and the choices (with
 * the nearest one), and exit.
 */
void lr_crate_choose(struct lr_crate *crate, json_t *metadata, const struct lr_wanted *wanted);

/*
 * The same for another crate that may be built by the same call: false, and not a word, where the manifest is not of this
 * workspace, the wish fits no target or several, or cargo would ask for features first.
 */
bool lr_crate_try(struct lr_crate *crate, json_t *metadata, const struct lr_wanted *wanted);

/* Whether another one of these packages (by id) has a target of the same kind and name: cargo's words would mean both. */
bool lr_is_program_of_another(json_t *metadata, const struct lr_crate *crate, const struct strv *packages);

/* Whether the workspace's own manifest is a package: --features may mean that package alone then. */
bool lr_root_is_package(json_t *metadata);

const char *lr_kind_name(enum lr_kind kind);

#endif
