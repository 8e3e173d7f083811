/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the cache share. */
#ifndef LIND_RUST_CACHE_INTERNAL_H
#define LIND_RUST_CACHE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

bool cache_is_key(const char *name, size_t n);

/* LIND_RUST_CACHE_GROUP names those who share the cache: they are trusted, and what is made is for them to write. */
bool cache_is_shared(void);
/* Make the cache and its directory of one kind, which others cannot write; -1 with errno. */
int cache_make(const char *cache, const char *dir);
/* End the program where another than the user, root and the group could have put something there. */
void cache_trust(const char *cache, const char *dir);
void cache_trust_one(const char *path);

#endif
