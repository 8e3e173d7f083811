/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "lind-rust/cache.h"
#include "lind-rust/fs.h"
#include "lind-rust/identity.h"

/* rustc's library: its name has a hash of its version, and reading it would take longer than all else. */
#define LARGE (64 << 20)

/* Words of a few bytes each. */
#define KNOWN_BYTES (1ull << 20)

/* A program of this size takes longer to read than to find what is known of it. */
#define WORTH_KNOWING (1 << 20)
/* A file that was written this lately may be written again, and have the same times. */
#define SETTLED_SECONDS 2

/* Which file it is, and when it was last changed, a time that nobody can set. NULL: not worth it. */
static char *state_of(const char *path)
{
	struct buf m = {0};
	struct stat st;
	char *state;

	if (stat(path, &st) || st.st_size < WORTH_KNOWING || st.st_ctime > time(NULL) - SETTLED_SECONDS)
		return NULL;
	lr_key_add(&m, "program", path);
	buf_printf(&m, "%llu %llu %lld %lld.%09ld %lld.%09ld\n", (unsigned long long)st.st_dev,
		   (unsigned long long)st.st_ino, (long long)st.st_size, (long long)st.st_mtim.tv_sec,
		   (long)st.st_mtim.tv_nsec, (long long)st.st_ctim.tv_sec, (long)st.st_ctim.tv_nsec);
	state = lr_hash(m.data, m.len);
	free(m.data);
	return state;
}

void lr_key_add_program(struct buf *m, const char *label, const char *path, const char *cache)
{
	char *state = cache && lr_is_dir(cache) ? state_of(path) : NULL, *hash = state ? lr_known(cache, state) : NULL;
	struct buf b = {0};

	if (hash) {
		lr_key_add(m, label, hash);
	} else if (lr_slurp(path, &b)) {
		fatal("read '%s':", path);
	} else {
		hash = lr_hash(b.data, b.len);
		lr_key_add(m, label, hash);
		if (b.len < 4 || memcmp(b.data, "\177ELF", 4))
			lr_key_add_stat(m, label, path);
		else if (state)
			lr_note(cache, state, hash);
	}
	free(state);
	free(hash);
	free(b.data);
}

void lr_key_add_libraries(struct buf *m, const char *label, const char *program, const char *lead, const char *cache)
{
	char *real = lr_realpath(program), *bin = lr_dir(real ? real : program), *lib = xasprintf("%s/../lib", bin);
	struct dirent **names;
	int n = scandir(lib, &names, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		char *path = xasprintf("%s/%s", lib, names[i]->d_name);
		struct stat st;

		if (lr_starts(names[i]->d_name, lead) && strstr(names[i]->d_name, ".so") && !stat(path, &st)) {
			lr_key_add(m, label, names[i]->d_name);
			if (st.st_size <= LARGE)
				lr_key_add_program(m, label, path, cache);
			else
				buf_printf(m, "%lld\n", (long long)st.st_size);
		}
		free(path);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
	free(real);
	free(bin);
	free(lib);
}

static bool is_dir(const char *path, bool follow)
{
	struct stat st;

	return lr_look(path, follow, &st) && S_ISDIR(st.st_mode);
}

static bool is_file(const char *path)
{
	struct stat st;

	return lr_look(path, true, &st) && S_ISREG(st.st_mode);
}

static bool is_left_out(const char *dir, const char *but)
{
	return !strcmp(dir, ".") || !strcmp(dir, "..") || (but && !strcmp(dir, but));
}

/* What cannot be read, allocated, with errno; NULL: all is in the key. */
static char *add_files(struct buf *m, const char *dir, const char *but, bool follow)
{
	char *unread = NULL, *hash;
	struct dirent **names;
	int n = scandir(dir, &names, NULL, alphasort), saved = errno;

	if (n < 0) {
		errno = saved;
		return xstrdup(dir);
	}
	for (int i = 0; i < n; i++) {
		const char *name = names[i]->d_name;
		char *path = xasprintf("%s/%s", dir, name);

		if (unread) {
			/* The first is told of. */
		} else if (is_dir(path, follow)) {
			if (!is_left_out(name, but)) {
				lr_key_add(m, "directory", name);
				unread = add_files(m, path, but, follow);
				saved = errno;
				lr_key_add(m, "end", name);
			}
		} else if (is_file(path)) {
			hash = lr_hash_file(path);
			saved = errno;
			if (hash)
				lr_key_add(m, name, hash);
			else
				unread = xstrdup(path);
			free(hash);
		}
		free(path);
		free(names[i]);
	}
	free(names);
	errno = saved;
	return unread;
}

void lr_key_add_files(struct buf *m, const char *dir, const char *but, bool follow)
{
	char *unread = add_files(m, dir, but, follow);

	/* A key without it would be another's. */
	if (unread)
		fatal("read '%s':", unread);
}

char *lr_hash_tree(const char *dir)
{
	struct buf m = {0};
	char *unread = add_files(&m, dir, NULL, false), *hash = unread ? NULL : lr_hash(m.data ? m.data : "", m.len);

	free(unread);
	free(m.data);
	return hash;
}

void lr_key_add_contents(struct buf *m, const char *label, const char *dir, const char *cache)
{
	struct buf times = {0}, bytes = {0};
	char *key, *hash;

	lr_key_add(&times, "contents", dir);
	lr_key_add_tree(&times, "file", dir);
	key = lr_hash(times.data, times.len);
	hash = lr_known(cache, key);
	if (!hash) {
		lr_key_add_files(&bytes, dir, NULL, false);
		hash = lr_hash(bytes.data ? bytes.data : "", bytes.len);
		/* A key may be asked for where nothing shall be made. */
		if (lr_is_dir(cache))
			lr_note(cache, key, hash);
	}
	lr_key_add(m, label, hash);
	free(hash);
	free(key);
	free(times.data);
	free(bytes.data);
}

void lr_key_add_processor(struct buf *m, const char *cpuinfo)
{
	static const char *const facts[] = {"\nflags", "\nFeatures", "\nisa"};
	struct buf b = {0};
	struct utsname u;

	if (!uname(&u))
		lr_key_add(m, "machine", u.machine);
	buf_char(&b, '\n');
	/* Without /proc the machine's name is all that is known. */
	if (lr_slurp(cpuinfo, &b) && errno != ENOENT)
		fatal("read '%s':", cpuinfo);
	if (b.len > 1)
		for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
			char *at = strstr(b.data, facts[i]), *line;

			if (!at)
				continue;
			line = xstrndup(at + 1, strcspn(at + 1, "\n"));
			lr_key_add(m, "processor", line);
			free(line);
		}
	free(b.data);
}

/* A word lies there with its hash behind it; before there was one, it lay under another key. */
static const char word_label[] = "word";

char *lr_known(const char *cache, const char *of)
{
	char *key = lr_key_of(word_label, of), *path = xasprintf("%s/known/%s", cache, key), *word = NULL;
	struct lr_entry entry;
	struct buf b = {0};

	if (lr_exists(path)) {
		/* Looks at whose it is. It may be gone again by now, and then it is not known. */
		lr_cache_open(&entry, cache, "known", key);
		if (entry.staging)
			lr_cache_abandon(&entry);
		else if (!lr_slurp(path, &b) && lr_hash_is_behind(b.data, b.len))
			word = xstrndup(b.data, b.len - LR_HASH_LENGTH);
		else
			lr_cache_forget(cache, "known", key);
	}
	free(b.data);
	free(path);
	free(key);
	return word;
}

void lr_note(const char *cache, const char *of, const char *word)
{
	char *key, *hash, *made;
	struct lr_entry entry;
	struct buf text = {0};

	if (lr_is_dir(cache) && access(cache, W_OK))
		return;
	key = lr_key_of(word_label, of);
	lr_cache_open(&entry, cache, "known", key);
	if (entry.staging) {
		made = xasprintf("%s/word", entry.staging);
		hash = lr_hash(word, strlen(word));
		buf_printf(&text, "%s%s", word, hash);
		if (lr_write_if_changed(made, text.data, text.len, NULL)) {
			lr_cache_abandon(&entry);
		} else {
			lr_cache_publish(&entry, made);
			lr_cache_trim(cache, "known", KNOWN_BYTES);
		}
		free(text.data);
		free(hash);
		free(made);
	}
	free(key);
}
