/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lind-rust/cache.h"
#include "lind-rust/fs.h"
#include "lind-rust/handover.h"

static const char magic[] = "lind-rust-record 2";

static char *below(const char *target_dir, const char *name)
{
	return xasprintf("%s/.lind-rust/%s", target_dir, name);
}

char *lr_record_path(const char *target_dir, const char *stamp)
{
	char *full = lr_absolute(stamp), *hash = lr_hash(full, strlen(full)), *path = below(target_dir, hash);

	free(full);
	free(hash);
	return path;
}

char *lr_handover_path(const char *record)
{
	return xasprintf("%s.artifact", record);
}

static long long mtime(const char *path)
{
	struct stat st;

	return stat(path, &st) ? -1 : (long long)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
}

long long lr_record_clock(const char *target_dir, const char *than)
{
	char *path = below(target_dir, "clock");
	long long now;

	for (int tries = 0; ; tries++) {
		if (lr_touch(path))
			fatal("touch '%s':", path);
		now = mtime(path);
		/* It has ticks of some ms. A time far ahead is not waited for. */
		if (!than || now > mtime(than) || tries == 50)
			break;
		poll(NULL, 0, 1);
	}
	free(path);
	return now;
}

/* The next line, ended in place; NULL behind the last one. */
static char *line(char **at)
{
	char *text = *at, *end = text ? strchr(text, '\n') : NULL;

	if (!end)
		return NULL;
	*end = '\0';
	*at = end + 1;
	return text;
}

/* A record ends with a hash of all before it: one that was cut off lists less than what the crate was made from. */
static bool take_hash_off(char *data, size_t n)
{
	if (n < LR_HASH_LENGTH || memchr(data, '\0', n) || !lr_hash_is_behind(data, n))
		return false;
	data[n - LR_HASH_LENGTH] = '\0';
	return true;
}

bool lr_record_parse(struct lr_record *r, char *data, size_t n)
{
	char *at = data, *text, *fields[4];
	bool whole = take_hash_off(data, n);

	*r = (struct lr_record){0};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		whole = whole && (fields[i] = line(&at));
	if (!whole || strcmp(fields[0], magic) || !isdigit((unsigned char)*fields[2]))
		return false;
	r->words = xstrdup(fields[1]);
	r->start = strtoll(fields[2], NULL, 10);
	r->failed = strcmp(fields[3], "built") != 0;
	while ((text = line(&at)) && (*text == '+' || *text == ' '))
		strv_add(*text == '+' ? &r->tools : &r->inputs, text + 1);
	return true;
}

bool lr_record_is_own(const char *path)
{
	struct stat st;

	return !lstat(path, &st) && S_ISREG(st.st_mode) && (!geteuid() || st.st_uid == geteuid());
}

void lr_record_read(struct lr_record *r, const char *path)
{
	struct buf b = {0};

	*r = (struct lr_record){0};
	if (lr_record_is_own(path) && !lr_slurp(path, &b))
		lr_record_parse(r, b.data, b.len);
	free(b.data);
}

static void lines(struct buf *b, char lead, const struct strv *paths)
{
	for (size_t i = 0; i < paths->n; i++)
		buf_printf(b, "%c%s\n", lead, paths->v[i]);
}

static bool spoils_lines(const struct strv *paths)
{
	for (size_t i = 0; i < paths->n; i++)
		if (strchr(paths->v[i], '\n'))
			return true;
	return false;
}

void lr_record_format(struct buf *b, const struct lr_record *r)
{
	bool failed = r->failed || spoils_lines(&r->inputs) || spoils_lines(&r->tools);
	char *hash;

	buf_printf(b, "%s\n%s\n%lld\n%s\n", magic, r->words, r->start, failed ? "failed" : "built");
	lines(b, ' ', &r->inputs);
	lines(b, '+', &r->tools);
	hash = lr_hash(b->data, b->len);
	buf_str(b, hash);
	free(hash);
}

int lr_record_write(const struct lr_record *r, const char *path)
{
	struct buf b = {0};
	int status;

	lr_record_format(&b, r);
	status = lr_write_if_changed(path, b.data, b.len, NULL);
	free(b.data);
	return status;
}

void lr_record_free(struct lr_record *r)
{
	free(r->words);
	for (size_t i = 0; i < r->inputs.n; i++)
		free(r->inputs.v[i]);
	for (size_t i = 0; i < r->tools.n; i++)
		free(r->tools.v[i]);
	free(r->inputs.v);
	free(r->tools.v);
	*r = (struct lr_record){0};
}

static bool all_older(const struct strv *paths, long long start)
{
	for (size_t i = 0; i < paths->n; i++) {
		long long t = mtime(paths->v[i]);

		/* As new as the call: within one tick of the clock, before it or behind it. */
		if (t < 0 || t >= start)
			return false;
	}
	return true;
}

bool lr_record_holds(const struct lr_record *r, const char *words)
{
	return r->start && !r->failed && !strcmp(r->words, words) && all_older(&r->inputs, r->start) &&
	       all_older(&r->tools, r->start);
}

int lr_hand_over(const char *artifact, const char *record)
{
	char *path = lr_handover_path(record);
	int status = unlink(path) && errno != ENOENT ? -1 : link(artifact, path);

	if (status)
		status = lr_copy_if_changed(artifact, path, NULL);
	free(path);
	return status;
}
