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

#include "cache_internal.h"
#include "lind-rust/cache.h"
#include "lind-rust/ending.h"
#include "lind-rust/fs.h"

static char *digits(XXH128_hash_t h)
{
	return xasprintf("%016llx%016llx", (unsigned long long)h.high64, (unsigned long long)h.low64);
}

char *lr_hash(const void *data, size_t n)
{
	return digits(XXH3_128bits(data, n));
}

bool lr_hash_is_behind(const char *data, size_t n)
{
	char *hash;
	bool same;

	if (n < LR_HASH_LENGTH)
		return false;
	hash = lr_hash(data, n - LR_HASH_LENGTH);
	same = !memcmp(hash, data + n - LR_HASH_LENGTH, LR_HASH_LENGTH);
	free(hash);
	return same;
}

/* Piece by piece: the libraries of a std are tens of megabytes, and are hashed at each configuration. */
char *lr_hash_file(const char *path)
{
	char block[LR_BLOCK];
	XXH3_state_t *state;
	char *hash = NULL;
	ssize_t n;
	/* Not waiting: a pipe lies in a file's place where somebody put it there. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), saved;

	if (fd < 0)
		return NULL;
	state = XXH3_createState();
	if (!state)
		fatal("out of memory");
	XXH3_128bits_reset(state);
	while ((n = read(fd, block, sizeof block)) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			XXH3_128bits_update(state, block, (size_t)n);
	saved = errno;
	if (!n)
		hash = digits(XXH3_128bits_digest(state));
	XXH3_freeState(state);
	close(fd);
	errno = saved;
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

char *lr_key_of(const char *label, const char *value)
{
	struct buf m = {0};
	char *hash;

	lr_key_add(&m, label, value);
	hash = lr_hash(m.data, m.len);
	free(m.data);
	return hash;
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

		/* A link's target counts, but a link to a directory may lead back up. */
		if (!lr_look(path, false, &st))
			st.st_mode = 0;
		if (S_ISDIR(st.st_mode))
			walk(m, label, path, name);
		else if (st.st_mode && (!S_ISLNK(st.st_mode) || lr_look(path, true, &st)))
			add_stat(m, label, name, &st);
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

/* Neither links nor pipes are made here. */
static bool is_foreign(const char *path)
{
	struct stat st;

	return !lstat(path, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

static bool is_same_file(int fd, const char *path)
{
	struct stat a, b;

	return !fstat(fd, &a) && !stat(path, &b) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* A lock file goes with its last holder: one that was locked too late is no lock any more. */
static int lock_file(const char *path)
{
	bool told = false;

	for (;;) {
		int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);

		/* For writing, since file systems of a network lock nothing else; another user's may be for reading alone. */
		if (fd < 0 && errno == EACCES)
			fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
		if (fd < 0)
			fatal_hint("make its directory writable, or name another by LIND_RUST_CACHE", "cache lock '%s': %s", path,
				   strerror(errno));
		if (flock(fd, LOCK_EX | LOCK_NB)) {
			if (errno == EWOULDBLOCK && !told)
				warn("waiting for another build that makes the same: '%s'", path);
			else if (errno != EWOULDBLOCK && errno != EINTR)
				fatal_hint("name a cache on a local disk by LIND_RUST_CACHE", "lock '%s': %s", path,
					   strerror(errno));
			told = true;
			if (flock(fd, LOCK_EX)) {
				close(fd);
				continue;
			}
		}
		if (is_same_file(fd, path)) {
			if (cache_is_shared())
				fchmod(fd, 0664);
			return fd;
		}
		close(fd);
	}
}

/* Where it shall stay, it stays unlocked. */
static void unlock_file(struct lr_entry *e, bool stays)
{
	lr_spare(e->lock_file);
	if (!stays)
		unlink(e->lock_file);
	close(e->lock);
	free(e->lock_file);
	e->lock_file = NULL;
	e->lock = -1;
}

bool cache_is_key(const char *name, size_t n)
{
	return n == 32 && strspn(name, "0123456789abcdef") >= 32;
}

/* Whether nobody makes this entry: its lock can be taken. */
static bool is_idle(const char *dir, const char *key)
{
	char *path = xasprintf("%s/%.32s.lock", dir, key);
	int fd = open(path, O_RDWR | O_CLOEXEC);
	bool idle = (fd < 0 && errno == ENOENT) || (fd >= 0 && !flock(fd, LOCK_EX | LOCK_NB));

	if (fd >= 0)
		close(fd);
	free(path);
	return idle;
}

/* ".<key>.<pid>" of a process that was killed, for whatever key; `own` is locked by this process. */
static void remove_leftovers(const char *dir, const char *own)
{
	struct dirent *entry;
	DIR *d = opendir(dir);

	while (d && (entry = readdir(d))) {
		const char *key = entry->d_name + 1;
		char *path;

		if (entry->d_name[0] != '.' || !cache_is_key(key, strcspn(key, ".")) || !key[32])
			continue;
		if (strncmp(key, own, 32) && !is_idle(dir, key))
			continue;
		path = xasprintf("%s/%s", dir, entry->d_name);
		lr_remove_tree(path);
		free(path);
	}
	if (d)
		closedir(d);
}

static void stage_entry(struct lr_entry *e, const char *dir, const char *key)
{
	remove_leftovers(dir, key);
	e->staging = xasprintf("%s/.%s.%ld", dir, key, (long)getpid());
	lr_doom(e->staging);
	/* What is linked into programs is nobody else's to write, whatever the caller's umask. */
	e->umask = umask(0);
	umask(cache_is_shared() ? (e->umask & ~(mode_t)070) | 002 : e->umask | 022);
	if (mkdir(e->staging, cache_is_shared() ? 0770 : 0700))
		fatal("make directory '%s':", e->staging);
}

/* One that was killed between publishing and unlocking left its lock, and mostly what it staged. */
static void tidy(const char *dir, const char *key, const char *lock)
{
	int fd = open(lock, O_RDWR | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0)
		return;
	if (!flock(fd, LOCK_EX | LOCK_NB) && is_same_file(fd, lock)) {
		remove_leftovers(dir, key);
		unlink(lock);
	}
	close(fd);
}

void lr_cache_open(struct lr_entry *e, const char *cache, const char *kind, const char *key)
{
	char *dir = xasprintf("%s/%s", cache, kind), *lock = xasprintf("%s/%s.lock", dir, key);

	e->path = xasprintf("%s/%s", dir, key);
	e->staging = NULL;
	e->lock_file = NULL;
	e->lock = -1;
	if (is_foreign(e->path))
		lr_cache_forget(cache, kind, key);
	if (lr_exists(e->path)) {
		cache_trust(cache, dir);
		cache_trust_one(e->path);
		tidy(dir, key, lock);
	} else {
		if (cache_make(cache, dir))
			fatal_hint("make it writable, or name another directory by LIND_RUST_CACHE", "cache '%s': %s", dir,
				   strerror(errno));
		cache_trust(cache, dir);
		e->lock = lock_file(lock);
		e->lock_file = xstrdup(lock);
		/* A program that ends by an error of its own, or by a signal, takes it along. */
		lr_doom(e->lock_file);
		if (lr_exists(e->path))
			unlock_file(e, false);
		else
			stage_entry(e, dir, key);
	}
	free(dir);
	free(lock);
}

_Noreturn void lr_cache_unusable(const char *path)
{
	fatal_hint("remove it, or name another cache by LIND_RUST_CACHE", "'%s' in the cache cannot be used", path);
}

void lr_cache_open_whole(struct lr_entry *e, const char *cache, const char *kind, const char *key,
			 bool (*is_whole)(const char *path, const void *context), const void *context)
{
	lr_cache_open(e, cache, kind, key);
	if (e->staging || is_whole(e->path, context))
		return;
	lr_cache_forget(cache, kind, key);
	lr_cache_open(e, cache, kind, key);
	/* It could not be removed, or is another's, who has just made it. */
	if (!e->staging && !is_whole(e->path, context))
		lr_cache_unusable(e->path);
}

static void close_entry(struct lr_entry *e)
{
	/* Where that fails the lock file stays, unlocked: by it the next one who opens the entry knows that it must tidy. */
	bool gone = !lr_remove_tree(e->staging);

	umask(e->umask);
	lr_spare(e->staging);
	free(e->staging);
	e->staging = NULL;
	unlock_file(e, !gone);
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

void lr_cache_used(const struct lr_entry *e)
{
	/* Never made here: another process may have trimmed it, and an empty file would be taken for it. */
	utimensat(AT_FDCWD, e->path, NULL, 0);
}

void lr_cache_forget(const char *cache, const char *kind, const char *key)
{
	char *path = xasprintf("%s/%s/%s", cache, kind, key), *aside = xasprintf("%s/%s/.%s.%ld-old", cache, kind, key,
										  (long)getpid());

	/* At once for whoever looks, however long it takes to remove a directory. */
	lr_doom(aside);
	if (!rename(path, aside))
		lr_remove_tree(aside);
	lr_spare(aside);
	free(aside);
	free(path);
}
