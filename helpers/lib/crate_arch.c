/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lind-rust/crate_arch.h"
#include "lind-rust/fs.h"
#include "lind-rust/rust_source.h"

/* ---- the manifest ---- */

/* "cfg(...)" of a line [target.'cfg(...)'.dependencies] or [target."cfg(...)".dependencies.name]; NULL. */
static char *condition(const char *line, size_t n)
{
	const char *lead = "[target.", *end, *kind;
	struct buf b = {0};
	char quote;

	if (n < strlen(lead) + 2 || strncmp(line, lead, strlen(lead)))
		return NULL;
	line += strlen(lead);
	n -= strlen(lead);
	quote = *line;
	if ((quote != '\'' && quote != '"') || strncmp(line + 1, "cfg(", 4))
		return NULL;
	for (end = line + 1; end < line + n && *end != quote; end++) {
		if (*end == '\\' && quote == '"' && end + 1 < line + n)
			end++;
		buf_char(&b, *end);
	}
	kind = ++end;
	if (kind >= line + n || lr_starts(kind, ".dev-") || lr_starts(kind, ".build-")) {
		free(b.data);
		return NULL;
	}
	return b.data;
}

static bool holds(const char *cfg, const struct strv *cfgs)
{
	char *attribute = xasprintf("#[%s]", cfg);
	bool yes = rs_active(attribute, (struct rs_span){0, strlen(attribute)}, cfgs);

	free(attribute);
	return yes;
}

bool lr_manifest_by_arch(const char *manifest, const struct strv *cfgs)
{
	struct strv cargo = {0};
	bool yes = false;

	if (!strstr(manifest, "wasm32"))
		return false;
	for (size_t i = 0; i < cfgs->n; i++)
		strv_add(&cargo, strcmp(cfgs->v[i], LR_RUSTC_ARCH) ? cfgs->v[i] : LR_CARGO_ARCH);
	for (const char *line = manifest; *line && !yes;) {
		size_t n = strcspn(line, "\n");
		char *cfg = condition(line, n);

		if (cfg)
			yes = holds(cfg, cfgs) != holds(cfg, &cargo);
		free(cfg);
		line += n + (line[n] == '\n');
	}
	for (size_t i = 0; i < cargo.n; i++)
		free(cargo.v[i]);
	free(cargo.v);
	return yes;
}

/* ---- sources ---- */

static bool stands_before(const char *text, const char *at, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(at - text) >= n && !strncmp(at - n, word, n);
}

/* "wasm32", and not some other system on it: whoever writes so means the browser, beside what there is for Unix. */
static bool means_browser(const char *behind)
{
	behind += strspn(behind, " \r\n\t");
	if (*behind++ != ',')
		return false;
	behind += strspn(behind, " \r\n\t");
	return lr_starts(behind, "not(target_os") || lr_starts(behind, "not(any(target_os");
}

static bool tells_browser(const char *text)
{
	static const char name[] = "target_arch", value[] = "\"wasm32\"";

	for (const char *at = strstr(text, name), *p; at; at = strstr(at + 1, name)) {
		p = at + strlen(name);
		p += strspn(p, " ");
		if (*p++ != '=')
			continue;
		p += strspn(p, " ");
		if (lr_starts(p, value) && (stands_before(text, at, "not(") || stands_before(text, at, "not(any(") ||
					    stands_before(text, at, "not(all(") || means_browser(p + strlen(value))))
			return true;
	}
	return false;
}

static bool file_tells_browser(const char *path)
{
	struct buf b = {0};
	bool yes;

	buf_add(&b, "", 0);
	yes = !lr_slurp(path, &b) && tells_browser(b.data);
	free(b.data);
	return yes;
}

bool lr_sources_by_arch(const char *dir)
{
	struct dirent *entry;
	DIR *d = lr_opendir(dir);
	bool yes = false;

	while (d && !yes && (entry = readdir(d))) {
		char *path;
		struct stat st;

		if (entry->d_name[0] == '.')
			continue;
		path = xasprintf("%s/%s", dir, entry->d_name);
		if (lr_look(path, false, &st) && S_ISDIR(st.st_mode))
			yes = lr_sources_by_arch(path);
		else if (lr_ends(path, ".rs"))
			yes = file_tells_browser(path);
		free(path);
	}
	if (d)
		closedir(d);
	return yes;
}
