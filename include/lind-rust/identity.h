/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a tool is, for keys of the cache: by its bytes, wherever it lies and whenever it was installed, so that machines
 * and users who share a cache share its entries.
 */
#ifndef LIND_RUST_IDENTITY_H
#define LIND_RUST_IDENTITY_H

#include "lind-rust/util.h"

/*
 * Add a program. One that is no machine code is a script, which runs another: by its path, size and time as well, which
 * nobody shares. A large one is read once for its place, size and times, which `cache` keeps; NULL: it is read.
 */
void lr_key_add_program(struct buf *material, const char *label, const char *path, const char *cache);
/*
 * The same for the libraries that lie beside a program, <dir>/../lib/<lead>*.so*; very large ones by their sizes.
 * Nothing where there are none.
 */
void lr_key_add_libraries(struct buf *material, const char *label, const char *program, const char *lead,
			  const char *cache);
/*
 * Add all files below a directory by their names and bytes. Directories called `but` are left out; NULL: none. A link to
 * a directory may lead back up: `follow` says that none does.
 */
void lr_key_add_files(struct buf *material, const char *dir, const char *but, bool follow);
/* The hash of all of them; NULL (errno set) where one cannot be read. Allocated. */
char *lr_hash_tree(const char *dir);
/* The same, added to a key. They are read once for their sizes and times; see below. */
void lr_key_add_contents(struct buf *material, const char *label, const char *dir, const char *cache);
/* Add what machine code depends on that is made for the processor it is made on: /proc/cpuinfo's words on it. */
void lr_key_add_processor(struct buf *material, const char *cpuinfo);

/*
 * What was found out once about files that have not changed: a word, kept in the cache by the hash of all that it
 * depends on. NULL where it is not there. It is not noted in a cache that cannot be written.
 */
char *lr_known(const char *cache, const char *key);
void lr_note(const char *cache, const char *key, const char *word);

#endif
