/* SPDX-License-Identifier: Apache-2.0 */
/* Depfiles: rules of make that list what a file was made from. cargo's are read, ours are written. */
#ifndef LIND_RUST_DEPFILE_H
#define LIND_RUST_DEPFILE_H

#include <stdbool.h>

#include "lind-rust/util.h"

/*
 * Append the prerequisites of every rule in the text of a depfile, as cargo writes them (spaces as "\ "). Lines that
 * begin with '#' are passed over.
 */
void lr_depfile_parse(const char *text, size_t n, struct strv *deps);

/*
 * The text of a rule "target: deps", sorted and each once. Names that no rule can hold (with a newline) are left out.
 * `phony` is for make: names below the current directory are relative to it, directories end in "/.", and each has a rule
 * without prerequisites, so that make goes on where a listed file is gone.
 */
void lr_depfile_format(struct buf *out, const char *target, struct strv *deps, bool phony);

/*
 * Append a directory and every file and directory below it, as cargo watches a package: without hidden directories,
 * `except` (may be NULL) and directories tagged as caches (CACHEDIR.TAG).
 */
void lr_depfile_add_tree(struct strv *deps, const char *dir, const char *except);

/* Whether two names are of one file or directory that exists. */
bool lr_same_file(const char *a, const char *b);

#endif
