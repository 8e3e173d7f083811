/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Directories of the cache that are used where they lie, each with the hash of all that is in it:
 *
 *     <cache>/<kind>/<key>/made/    what was made
 *     <cache>/<kind>/<key>/hash     of the names and bytes of its files
 *
 * One that a disk, a cleaner or a hand has changed is made again.
 */
#ifndef LIND_RUST_SEALED_H
#define LIND_RUST_SEALED_H

#include "lind-rust/cache.h"

/*
 * Open the entry as lr_cache_open does; where it is to be made, entry->staging has an empty directory "made" for it,
 * to end with lr_sealed_publish or lr_cache_abandon. Returns where that directory lies, or will. Allocated.
 */
char *lr_sealed_open(struct lr_entry *entry, const char *cache, const char *kind, const char *key);
/* The directory to be filled, while the entry is made. Allocated. */
char *lr_sealed_staging(const struct lr_entry *entry);
void lr_sealed_publish(struct lr_entry *entry);

#endif
