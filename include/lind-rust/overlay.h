/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Copies of crates' sources that are fit for wasm32-lind, made from the user's by rules and kept in the cache; the
 * sources themselves are never changed.
 */
#ifndef LIND_RUST_OVERLAY_H
#define LIND_RUST_OVERLAY_H

#include "lind-rust/tools.h"

struct lr_overlay {
	struct lr_tools *tools; /* the sysroot is measured, the cache holds the copy */
	const char *crate;      /* the package's name */
	const char *rules;      /* the name of the rules: the crate's, or one of those below */
	const char *version;    /* for messages */
	const char *dir;        /* the package's directory */
	struct strv cfgs;       /* --cfg words that are set where the crate is compiled, "unix" and the like included */
};

/* The rules of the toolchain's own library, which is no crate of cargo's. */
#define LR_RUST_SRC_RULES "rust-src"
/* Those of crates of any name: lind-rust/crate_arch.h. */
#define LR_BY_ARCH_RULES "by-arch"

/* True where there are rules for crates of that name. */
bool lr_overlay_is_for(const char *crate);

/*
 * The copy's directory, with the same files below it; it is made where it is not in the cache yet. Ends the program,
 * with crate, version, file and rule, where a rule does not fit the sources. Allocated.
 */
char *lr_overlay_ensure(const struct lr_overlay *overlay);

/*
 * Copy a directory tree and change the copy by its rules; `skip` (may be NULL) is a name directly
 * below it that is left out.
 */
void lr_overlay_make(const struct lr_overlay *overlay, const char *to, const char *skip);

/*
 * Add what the copy of one crate is made from, beside its sources, to a key: its rules, and the C headers' content.
 * (std's: those of the toolchain's library and of the crate libc, which is in it.)
 */
void lr_overlay_key(struct buf *material, struct lr_tools *tools, const char *rules);
/* The hash of all rules: cargo must build anew where one changed, and takes crates of a registry for unchanging. */
char *lr_overlay_hash(void);

#endif
