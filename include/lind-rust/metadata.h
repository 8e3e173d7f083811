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
};

/* What the user asked for; NULL and LR_ANY where nothing was said. */
struct lr_wanted {
	const char *manifest; /* as the user wrote it, for messages */
	const char *package, *name;
	enum lr_kind kind;
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

const char *lr_kind_name(enum lr_kind kind);

#endif
