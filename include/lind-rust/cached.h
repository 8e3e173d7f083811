/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file of the cache that a slow tool made: kept with a hash of its bytes behind it, so that a disk that filled up or
 * flipped a bit is noticed; made once for all that ask for it at a time.
 */
#ifndef LIND_RUST_CACHED_H
#define LIND_RUST_CACHED_H

#include "lind-rust/cache.h"

struct lr_cached {
	const char *cache, *kind, *key;
	unsigned long long bytes; /* the kind is kept below this: the least recently used go first */
	bool anew;		  /* whatever is there */
	/*
	 * Make it in entry->staging, below "made/", and return its path, allocated. Where that fails: lr_cache_abandon,
	 * and the end of the program with a message.
	 */
	char *(*make)(void *context, struct lr_entry *entry);
	/* Whether the bytes that were made are whole: tools do not notice a full disk. The message for where not. */
	bool (*is_whole)(const struct buf *bytes);
	const char *broken;
	void *context;
};

/* Its bytes, from the cache or made now. */
void lr_cached_read(const struct lr_cached *c, struct buf *bytes);

/*
 * Write what was made of a file: one with equal bytes keeps its time, unless that is older than the file's that it was
 * made from, since make would find it too old for ever. Returns whether the bytes are others.
 */
bool lr_cached_write(const char *output, const struct buf *bytes, const char *made_from);

#endif
