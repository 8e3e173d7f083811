/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lind-rust/cached.h"
#include "lind-rust/fs.h"

static bool take_hash_off(struct buf *bytes)
{
	if (!lr_hash_is_behind(bytes->data, bytes->len))
		return false;
	bytes->len -= LR_HASH_LENGTH;
	return true;
}

static void make(const struct lr_cached *c, struct lr_entry *entry, struct buf *bytes)
{
	char *out = c->make(c->context, entry), *whole = xasprintf("%s/entry", entry->staging);

	/* What was read of a damaged entry is in there. */
	bytes->len = 0;
	if (lr_slurp(out, bytes))
		fatal("read '%s':", out);
	/* What is broken must not get into the cache. */
	if (!c->is_whole(bytes)) {
		lr_cache_abandon(entry);
		fatal_hint("a disk that is full is the usual cause", "%s", c->broken);
	}
	buf_str(bytes, lr_hash(bytes->data, bytes->len));
	if (lr_write_if_changed(whole, bytes->data, bytes->len, NULL))
		fatal("write '%s':", whole);
	bytes->len -= LR_HASH_LENGTH;
	lr_cache_publish(entry, whole);
	lr_cache_trim(c->cache, c->kind, c->bytes);
	free(out);
	free(whole);
}

/*
 * An entry may go between its being seen and its being read, where another process trims the cache; and one may be
 * damaged, where the machine went down.
 */
void lr_cached_read(const struct lr_cached *c, struct buf *bytes)
{
	bool anew = c->anew;
	struct lr_entry entry;

	for (int attempt = 0; attempt < 3; attempt++) {
		if (anew)
			lr_cache_forget(c->cache, c->kind, c->key);
		lr_cache_open(&entry, c->cache, c->kind, c->key);
		if (entry.staging) {
			make(c, &entry, bytes);
			return;
		}
		bytes->len = 0;
		if (!lr_slurp(entry.path, bytes) && take_hash_off(bytes)) {
			lr_cache_used(&entry);
			return;
		}
		anew = true;
	}
	lr_cache_unusable(entry.path);
}

bool lr_cached_write(const char *output, const struct buf *bytes, const char *made_from)
{
	struct stat in, out;
	bool changed;

	if (lr_write_if_changed(output, bytes->data, bytes->len, &changed))
		fatal("write '%s':", output);
	if (!stat(made_from, &in) && !stat(output, &out) && lr_is_newer(&in, &out))
		lr_touch(output);
	return changed;
}
