/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cache_internal.h"
#include "lind-rust/cache.h"

/*
 * A directory is read for as long as a build runs, and used again by the next one: each notes it. A file that was
 * opened can be read to its end whatever becomes of it.
 */
#define IN_USE_SECONDS (24L * 60 * 60)

struct aged {
	char *key;
	struct timespec used;
	unsigned long long bytes;
	bool is_dir;
};

static int older_first(const void *a, const void *b)
{
	const struct timespec *x = &((const struct aged *)a)->used, *y = &((const struct aged *)b)->used;

	if (x->tv_sec != y->tv_sec)
		return x->tv_sec < y->tv_sec ? -1 : 1;
	return x->tv_nsec < y->tv_nsec ? -1 : x->tv_nsec > y->tv_nsec;
}

static unsigned long long size_of(const char *dir)
{
	unsigned long long total = 0;
	struct dirent *entry;
	DIR *d = opendir(dir);

	while (d && (entry = readdir(d))) {
		char *path = xasprintf("%s/%s", dir, entry->d_name);
		struct stat st;

		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..") && !lstat(path, &st))
			total += S_ISDIR(st.st_mode) ? size_of(path) : (unsigned long long)st.st_size;
		free(path);
	}
	if (d)
		closedir(d);
	return total;
}

static size_t list_entries(const char *dir, struct aged **list, unsigned long long *total)
{
	struct dirent *entry;
	DIR *d = opendir(dir);
	size_t n = 0;

	while (d && (entry = readdir(d))) {
		struct aged at = {0};
		struct stat st;
		char *path;

		if (!cache_is_key(entry->d_name, strlen(entry->d_name)))
			continue;
		path = xasprintf("%s/%s", dir, entry->d_name);
		if (!lstat(path, &st) && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))) {
			at.key = xstrdup(entry->d_name);
			at.used = st.st_mtim;
			at.is_dir = S_ISDIR(st.st_mode);
			at.bytes = at.is_dir ? size_of(path) : (unsigned long long)st.st_size;
			*list = xreallocarray(*list, n + 1, sizeof **list);
			(*list)[n++] = at;
			*total += at.bytes;
		}
		free(path);
	}
	if (d)
		closedir(d);
	return n;
}

static bool remove_entry(const char *cache, const char *kind, const struct aged *at)
{
	char *path = xasprintf("%s/%s/%s", cache, kind, at->key);
	bool gone;

	if (at->is_dir) {
		lr_cache_forget(cache, kind, at->key);
		gone = access(path, F_OK);
	} else {
		gone = !unlink(path);
	}
	free(path);
	return gone;
}

unsigned long long lr_cache_trim(const char *cache, const char *kind, unsigned long long bytes)
{
	char *dir = xasprintf("%s/%s", cache, kind);
	unsigned long long total = 0, freed = 0;
	struct aged *list = NULL;
	size_t n = list_entries(dir, &list, &total);
	time_t now = time(NULL);

	if (n)
		qsort(list, n, sizeof *list, older_first);
	for (size_t i = 0; i < n; i++) {
		bool in_use = list[i].is_dir && list[i].used.tv_sec > now - IN_USE_SECONDS;

		if (total > bytes && !in_use && remove_entry(cache, kind, &list[i])) {
			total -= list[i].bytes;
			freed += list[i].bytes;
		}
		free(list[i].key);
	}
	free(list);
	free(dir);
	return freed;
}
