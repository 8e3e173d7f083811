/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one call of cargo left for the steps of other crates: a record of what a crate was made from and when, and its
 * artifact, until its own step takes it.
 */
#ifndef LIND_RUST_HANDOVER_H
#define LIND_RUST_HANDOVER_H

#include <stdbool.h>

#include "lind-rust/util.h"

struct lr_record {
	char *words;         /* a hash of the step's words */
	long long start;     /* when the call began, by the file system's clock, in ns; 0: there is no record */
	bool failed;         /* the crate was not built by that call */
	struct strv inputs;  /* what the crate was made from */
	struct strv tools;   /* what else must be older than the call: programs, settings, libraries */
};

/* Where the record of a step lies, and its artifact: <target_dir>/.lind-rust/<hash of the stamp's path>. Allocated. */
char *lr_record_path(const char *target_dir, const char *stamp);
char *lr_handover_path(const char *record);

/* The file system's clock, as mtimes are taken from it: a file beside the records is touched. Later than `than`, if any. */
long long lr_record_clock(const char *target_dir, const char *than);

/* One that is not there, cannot be read, is damaged or another user's has start 0. */
void lr_record_read(struct lr_record *r, const char *path);
int lr_record_write(const struct lr_record *r, const char *path);
/* The same of bytes, which have a NUL behind them and are changed; false where they are no record. */
bool lr_record_parse(struct lr_record *r, char *data, size_t n);
void lr_record_format(struct buf *b, const struct lr_record *r);
/* Whether it is a file of this user's, and no link; root takes what it is given, as of the cache. */
bool lr_record_is_own(const char *path);
void lr_record_free(struct lr_record *r);

/* Whether a crate was built by these words, and nothing that it was made from or by is as new as that call, or gone. */
bool lr_record_holds(const struct lr_record *r, const char *words);

/* Leave the artifact for its own step: a link where the file system has them, else a copy. */
int lr_hand_over(const char *artifact, const char *record);

#endif
