/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The user's cache: directories and files whose names are the hash of all that they were made from. An entry is never
 * changed once it is there, so one that exists is whole; it may be deleted at any time.
 *
 *     <cache>/<kind>/<key>          the entry
 *     <cache>/<kind>/<key>.lock     there and locked while an entry is made
 *     <cache>/<kind>/.<key>.<pid>   an entry in the making; of a process that was killed, the next maker removes it
 *
 * What is in there is linked into programs: a cache that belongs to another user (root's excepted, and that of the group
 * which LIND_RUST_CACHE_GROUP names), or that everybody may write, is refused, and no symbolic link below its root is
 * followed.
 */
#ifndef LIND_RUST_CACHE_H
#define LIND_RUST_CACHE_H

#include <sys/types.h>

#include "lind-rust/util.h"

/* 32 hexadecimal digits of XXH3-128 over the material. Allocated. */
char *lr_hash(const void *data, size_t n);
enum { LR_HASH_LENGTH = 32 };
/* Whether the last LR_HASH_LENGTH bytes are the hash of all before them. */
bool lr_hash_is_behind(const char *data, size_t n);
/* The same over a file's bytes; NULL (errno set) where it cannot be read. Allocated. */
char *lr_hash_file(const char *path);

/* Add "label=value\n", so that two fields never run into each other. */
void lr_key_add(struct buf *material, const char *label, const char *value);
/* The hash of a key of that one field. Allocated. */
char *lr_key_of(const char *label, const char *value);
/* Add a file's path, size and mtime: its identity where reading it whole would cost too much. */
void lr_key_add_stat(struct buf *material, const char *label, const char *path);
/* Add name, size and mtime of every file below a directory, in a fixed order. */
void lr_key_add_tree(struct buf *material, const char *label, const char *dir);

/* An entry in the making. */
struct lr_entry {
	char *path;    /* where it will be */
	char *staging; /* a fresh private directory on the same file system; NULL where the entry is there already */
	int lock;
	char *lock_file; /* goes with its holder, by whatever way that one ends; after a kill, with the next one */
	mode_t umask;  /* the caller's, while it is made */
};

/*
 * Open an entry: where it is there, entry->staging is NULL and nothing is locked. Else this process holds its lock and
 * makes it in entry->staging, to end with lr_cache_publish or lr_cache_abandon. Others wait, and say so once.
 */
void lr_cache_open(struct lr_entry *entry, const char *cache, const char *kind, const char *key);
/*
 * The same, but one that is not whole, by what `is_whole` says of its path, is forgotten first. Ends the program where
 * it cannot be.
 */
void lr_cache_open_whole(struct lr_entry *entry, const char *cache, const char *kind, const char *key,
			 bool (*is_whole)(const char *path, const void *context), const void *context);
/* End the program: the entry is not what it should be, and stays so. */
_Noreturn void lr_cache_unusable(const char *path);
/* Rename `made` (a path below entry->staging) to the entry's and remove the rest of the staging directory. */
void lr_cache_publish(struct lr_entry *entry, const char *made);
void lr_cache_abandon(struct lr_entry *entry);

/* Note that an entry is used: lr_cache_trim takes the least recently used. */
void lr_cache_used(const struct lr_entry *entry);

/* Remove an entry, so that the next one who opens it makes it anew. */
void lr_cache_forget(const char *cache, const char *kind, const char *key);
/*
 * Keep a kind below `bytes`: the least recently used go first, but of directories none that was used within the last day.
 * Returns the bytes that were freed.
 */
unsigned long long lr_cache_trim(const char *cache, const char *kind, unsigned long long bytes);

#endif
