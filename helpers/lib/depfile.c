/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

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

		if (c == '\\' && i + 1 < n && (s[i + 1] == ' ' || s[i + 1] == '#')) {
			buf_char(&word, s[++i]);
		} else if (c == '\\' && i + 1 < n && s[i + 1] == '\n') {
			i++;
		} else if (c == '$' && i + 1 < n && s[i + 1] == '$') {
			buf_char(&word, s[++i]);
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

void lr_depfile_format(struct buf *out, const char *target, struct strv *deps, bool phony)
{
	char *quoted = lr_quote_depfile(target);

	sort_unique(deps);
	buf_printf(out, "%s:", quoted);
	free(quoted);
	for (size_t i = 0; i < deps->n; i++) {
		quoted = lr_quote_depfile(deps->v[i]);
		buf_printf(out, " \\\n %s", quoted);
		free(quoted);
	}
	buf_char(out, '\n');
	for (size_t i = 0; phony && i < deps->n; i++) {
		quoted = lr_quote_depfile(deps->v[i]);
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

void lr_depfile_add_tree(struct strv *deps, const char *dir, const char *except)
{
	struct dirent *entry;
	DIR *d;

	if ((except && !strcmp(dir, except)) || is_cache(dir))
		return;
	strv_add(deps, dir);
	d = opendir(dir);
	while (d && (entry = readdir(d))) {
		char *path;

		if (entry->d_name[0] == '.')
			continue;
		path = xasprintf("%s/%s", dir, entry->d_name);
		/* A link to a directory is not followed: it may lead back up. */
		if (entry->d_type == DT_DIR)
			lr_depfile_add_tree(deps, path, except);
		else
			strv_add(deps, path);
		free(path);
	}
	if (d)
		closedir(d);
}
