/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/fs.h"
#include "lind-rust/identity.h"
#include "lind-rust/sealed.h"

static bool is_whole(const char *path, const void *unused)
{
	char *made = xasprintf("%s/made", path), *list = xasprintf("%s/hash", path);
	char *wanted = lr_is_file(list) ? lr_first_line(list) : NULL, *hash = wanted ? lr_hash_tree(made) : NULL;
	bool whole = hash && !strcmp(hash, wanted);

	(void)unused;
	free(made);
	free(list);
	free(wanted);
	free(hash);
	return whole;
}

char *lr_sealed_open(struct lr_entry *entry, const char *cache, const char *kind, const char *key)
{
	/* What was kept before there was a hash lies under another key. */
	char *hash = lr_key_of("sealed", key), *dir;

	lr_cache_open_whole(entry, cache, kind, hash, is_whole, NULL);
	if (entry->staging) {
		dir = lr_sealed_staging(entry);
		if (lr_mkdirs(dir))
			fatal("make directory '%s':", dir);
		free(dir);
	}
	free(hash);
	return xasprintf("%s/made", entry->path);
}

char *lr_sealed_staging(const struct lr_entry *entry)
{
	return xasprintf("%s/made", entry->staging);
}

void lr_sealed_publish(struct lr_entry *entry)
{
	char *whole = xasprintf("%s/entry", entry->staging), *list = xasprintf("%s/hash", whole);
	char *from = lr_sealed_staging(entry), *made = xasprintf("%s/made", whole), *hash;

	/* Only now: what its maker put beside it is no part of the entry. */
	if (lr_mkdirs(whole) || rename(from, made))
		fatal("rename '%s' to '%s':", from, made);
	hash = lr_hash_tree(made);
	if (!hash)
		fatal("read '%s':", made);
	if (lr_write_if_changed(list, hash, strlen(hash), NULL))
		fatal("write '%s':", list);
	lr_cache_publish(entry, whole);
	free(whole);
	free(list);
	free(from);
	free(made);
	free(hash);
}
