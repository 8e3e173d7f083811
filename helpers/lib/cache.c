/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "lind-rust/cache.h"
#include "lind-rust/fs.h"

char *lr_hash(const void *data, size_t n)
{
	XXH128_hash_t h = XXH3_128bits(data, n);

	return xasprintf("%016llx%016llx", (unsigned long long)h.high64, (unsigned long long)h.low64);
}

char *lr_hash_file(const char *path)
{
	struct buf b = {0};
	char *hash = NULL;

	if (!lr_slurp(path, &b))
		hash = lr_hash(b.data, b.len);
	free(b.data);
	return hash;
}

void lr_key_add(struct buf *m, const char *label, const char *value)
{
	buf_printf(m, "%s=%zu:%s\n", label, strlen(value), value);
}

static void add_stat(struct buf *m, const char *label, const char *name, const struct stat *st)
{
	buf_printf(m, "%s=%zu:%s %lld %lld.%09ld\n", label, strlen(name), name, (long long)st->st_size,
		   (long long)st->st_mtim.tv_sec, (long)st->st_mtim.tv_nsec);
}

void lr_key_add_stat(struct buf *m, const char *label, const char *path)
{
	struct stat st;

	if (stat(path, &st))
		fatal("read '%s':", path);
	add_stat(m, label, path, &st);
}

static void walk(struct buf *m, const char *label, const char *dir, const char *below)
{
	struct strv names = {0};
	struct dirent *entry;
	DIR *d = opendir(dir);

	if (!d)
		fatal("read directory '%s':", dir);
	while ((entry = readdir(d)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			strv_add(&names, entry->d_name);
	closedir(d);
	if (names.n)
		qsort(names.v, names.n, sizeof *names.v, strv_cmp);
	for (size_t i = 0; i < names.n; i++) {
		char *path = xasprintf("%s/%s", dir, names.v[i]);
		char *name = xasprintf("%s/%s", below, names.v[i]);
		struct stat st;

		if (!stat(path, &st)) {
			if (S_ISDIR(st.st_mode))
				walk(m, label, path, name);
			else
				add_stat(m, label, name, &st);
		}
		free(path);
		free(name);
		free(names.v[i]);
	}
	free(names.v);
}

void lr_key_add_tree(struct buf *m, const char *label, const char *dir)
{
	walk(m, label, dir, ".");
}

static int lock_file(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

	if (fd < 0)
		fatal_hint("make its directory writable, or name another by LIND_RUST_CACHE", "cache lock '%s': %s", path,
			   strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB)) {
		if (errno != EWOULDBLOCK)
			fatal("lock '%s':", path);
		warn("waiting for another build that makes the same: '%s'", path);
		while (flock(fd, LOCK_EX))
			if (errno != EINTR)
				fatal("lock '%s':", path);
	}
	return fd;
}

/* Whoever holds the lock is the only maker: what is left in staging is from one that was killed. */
static void remove_leftovers(const char *dir, const char *key)
{
	char *prefix = xasprintf(".%s.", key);
	struct dirent *entry;
	DIR *d = opendir(dir);

	while (d && (entry = readdir(d)))
		if (lr_starts(entry->d_name, prefix)) {
			char *path = xasprintf("%s/%s", dir, entry->d_name);

			lr_remove_tree(path);
			free(path);
		}
	if (d)
		closedir(d);
	free(prefix);
}

void lr_cache_open(struct lr_entry *e, const char *cache, const char *kind, const char *key)
{
	char *dir = xasprintf("%s/%s", cache, kind), *lock = xasprintf("%s/%s.lock", dir, key);

	e->path = xasprintf("%s/%s", dir, key);
	e->staging = NULL;
	e->lock = -1;
	if (!lr_exists(e->path)) {
		if (lr_mkdirs(dir))
			fatal_hint("make it writable, or name another directory by LIND_RUST_CACHE", "cache '%s': %s", dir,
				   strerror(errno));
		e->lock = lock_file(lock);
		if (lr_exists(e->path)) {
			close(e->lock);
			e->lock = -1;
		} else {
			remove_leftovers(dir, key);
			e->staging = xasprintf("%s/.%s.%ld", dir, key, (long)getpid());
			if (mkdir(e->staging, 0777))
				fatal("make directory '%s':", e->staging);
		}
	}
	free(dir);
	free(lock);
}

static void close_entry(struct lr_entry *e)
{
	lr_remove_tree(e->staging);
	free(e->staging);
	e->staging = NULL;
	close(e->lock);
	e->lock = -1;
}

void lr_cache_publish(struct lr_entry *e, const char *made)
{
	if (rename(made, e->path)) {
		int saved = errno;

		lr_cache_abandon(e);
		errno = saved;
		fatal("publish '%s':", e->path);
	}
	close_entry(e);
}

void lr_cache_abandon(struct lr_entry *e)
{
	close_entry(e);
}

void lr_cache_forget(const char *cache, const char *kind, const char *key)
{
	char *path = xasprintf("%s/%s/%s", cache, kind, key);

	lr_remove_tree(path);
	free(path);
}

struct aged {
	char *path;
	struct timespec used;
	unsigned long long bytes;
};

static int older_first(const void *a, const void *b)
{
	const struct timespec *x = &((const struct aged *)a)->used, *y = &((const struct aged *)b)->used;

	if (x->tv_sec != y->tv_sec)
		return x->tv_sec < y->tv_sec ? -1 : 1;
	return x->tv_nsec < y->tv_nsec ? -1 : x->tv_nsec > y->tv_nsec;
}

static bool is_key(const char *name)
{
	return strlen(name) == 32 && strspn(name, "0123456789abcdef") == 32;
}

void lr_cache_trim(const char *cache, const char *kind, unsigned long long bytes)
{
	char *dir = xasprintf("%s/%s", cache, kind);
	struct aged *list = NULL;
	struct dirent *entry;
	unsigned long long total = 0;
	DIR *d = opendir(dir);
	size_t n = 0;

	while (d && (entry = readdir(d))) {
		struct stat st;
		char *path;

		if (!is_key(entry->d_name))
			continue;
		path = xasprintf("%s/%s", dir, entry->d_name);
		if (stat(path, &st) || !S_ISREG(st.st_mode)) {
			free(path);
			continue;
		}
		list = xreallocarray(list, n + 1, sizeof *list);
		list[n++] = (struct aged){path, st.st_mtim, (unsigned long long)st.st_size};
		total += (unsigned long long)st.st_size;
	}
	if (d)
		closedir(d);
	if (n)
		qsort(list, n, sizeof *list, older_first);
	for (size_t i = 0; i < n; i++) {
		/* A reader that has it open keeps it; one that comes later makes it anew. Its lock goes with it. */
		if (total > bytes) {
			char *lock = xasprintf("%s.lock", list[i].path);

			unlink(list[i].path);
			unlink(lock);
			free(lock);
			total -= list[i].bytes;
		}
		free(list[i].path);
	}
	free(list);
	free(dir);
}
