/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lind-rust/depfile.h"
#include "lind-rust/fs.h"
#include "lind-rust/quote.h"

static size_t line_end(const char *text, size_t from, size_t n)
{
	while (from < n && text[from] != '\n')
		from += text[from] == '\\' && from + 1 < n ? 2 : 1;
	return from < n ? from : n;
}

/* The colon that ends the targets: one with a space or the line's end behind it. */
static size_t rule_colon(const char *line, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (line[i] == '\\')
			i++;
		else if (line[i] == ':' && (i + 1 == n || line[i + 1] == ' ' || line[i + 1] == '\t' || line[i + 1] == '\r'))
			return i;
	}
	return n;
}

static void words(const char *s, size_t n, struct strv *deps)
{
	struct buf word = {0};

	for (size_t i = 0; i <= n; i++) {
		char c = i < n ? s[i] : ' ';

		if (c == '\\' && i + 1 < n && s[i + 1] == ' ') {
			buf_char(&word, s[++i]);
		} else if (c == '\\' && i + 1 < n && s[i + 1] == '\n') {
			i++;
		} else if (strchr(" \t\r\n", c)) {
			if (word.len)
				strv_add(deps, word.data);
			word.len = 0;
		} else {
			buf_char(&word, c);
		}
	}
	free(word.data);
}

void lr_depfile_parse(const char *text, size_t n, struct strv *deps)
{
	for (size_t at = 0; at < n;) {
		size_t end = line_end(text, at, n), colon = rule_colon(text + at, end - at);

		if (text[at] != '#' && at + colon < end)
			words(text + at + colon + 1, end - at - colon - 1, deps);
		at = end + 1;
	}
}

static void sort_unique(struct strv *deps)
{
	size_t kept = 0;

	if (!deps->n)
		return;
	qsort(deps->v, deps->n, sizeof *deps->v, strv_cmp);
	for (size_t i = 1; i < deps->n; i++)
		if (strcmp(deps->v[kept], deps->v[i]))
			deps->v[++kept] = deps->v[i];
	deps->n = kept + 1;
	deps->v[deps->n] = NULL;
}

/* What no rule can hold: a newline; in make a ';' or '|' as well. (What only Ninja splits makes it run each time.) */
static void drop_unspeakable(struct strv *deps, bool make)
{
	size_t kept = 0;

	for (size_t i = 0; i < deps->n; i++)
		if (!strpbrk(deps->v[i], make ? "\r\n\t;|" : "\r\n"))
			deps->v[kept++] = deps->v[i];
	deps->n = kept;
}

/*
 * For make, the project's own files are named from where it runs: generated ones meet their rules so, and the name of the
 * project's directory, in which there may be what no rule can hold, does not show up.
 */
static void name_from_here(struct strv *deps)
{
	char *here = getcwd(NULL, 0);
	size_t n = here ? strlen(here) : 0;

	for (size_t i = 0; n > 1 && i < deps->n; i++)
		if (!strncmp(deps->v[i], here, n) && (deps->v[i][n] == '/' || !deps->v[i][n])) {
			char *name = xstrdup(deps->v[i][n] ? deps->v[i] + n + 1 : ".");

			free(deps->v[i]);
			deps->v[i] = name;
		}
	free(here);
}

/* make takes nothing for made of others whose name ends in a suffix that it knows: lind-rust.mk declares this one. */
static void mark_directories(struct strv *deps)
{
	for (size_t i = 0; i < deps->n; i++)
		if (lr_is_dir(deps->v[i])) {
			char *name = xasprintf("%s/.", deps->v[i]);

			free(deps->v[i]);
			deps->v[i] = name;
		}
}

void lr_depfile_format(struct buf *out, const char *target, struct strv *deps, bool phony)
{
	char *quoted = lr_quote_depfile(target, phony);

	if (phony) {
		name_from_here(deps);
		mark_directories(deps);
	}
	sort_unique(deps);
	drop_unspeakable(deps, phony);
	buf_printf(out, "%s:", quoted);
	free(quoted);
	for (size_t i = 0; i < deps->n; i++) {
		quoted = lr_quote_depfile(deps->v[i], phony);
		buf_printf(out, " \\\n %s", quoted);
		free(quoted);
	}
	buf_char(out, '\n');
	for (size_t i = 0; phony && i < deps->n; i++) {
		/* With a '%' it would be a pattern. */
		if (strchr(deps->v[i], '%'))
			continue;
		quoted = lr_quote_depfile(deps->v[i], phony);
		buf_printf(out, "%s:\n", quoted);
		free(quoted);
	}
}

/* A cache or an output directory that says so (cargo's own target/ does) is not a source. */
static bool is_cache(const char *dir)
{
	char *tag = xasprintf("%s/CACHEDIR.TAG", dir);
	bool yes = lr_exists(tag);

	free(tag);
	return yes;
}

bool lr_same_file(const char *a, const char *b)
{
	struct stat x, y;

	return !stat(a, &x) && !stat(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* A link to a directory is not followed: it may lead back up. */
static bool is_real_dir(const struct dirent *entry, const char *path)
{
	struct stat st;

	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type == DT_DIR;
	return !lstat(path, &st) && S_ISDIR(st.st_mode);
}

void lr_depfile_add_tree(struct strv *deps, const char *dir, const char *except)
{
	struct dirent *entry;
	DIR *d;

	/* By identity: the same directory may have another name here. */
	if ((except && lr_same_file(dir, except)) || is_cache(dir))
		return;
	strv_add(deps, dir);
	d = lr_opendir(dir);
	while (d && (entry = readdir(d))) {
		bool hidden = entry->d_name[0] == '.';
		char *path;

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		path = xasprintf("%s/%s", dir, entry->d_name);
		if (!is_real_dir(entry, path))
			strv_add(deps, path);
		else if (!hidden)
			lr_depfile_add_tree(deps, path, except);
		free(path);
	}
	if (d)
		closedir(d);
}
