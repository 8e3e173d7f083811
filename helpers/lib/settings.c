/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lind-rust/fs.h"
#include "lind-rust/settings.h"

static void add_existing(struct strv *files, const char *dir, const char *name)
{
	char *path = xasprintf("%s/%s", strcmp(dir, "/") ? dir : "", name);

	if (lr_exists(path) && !strv_has(files, path))
		strv_add(files, path);
	free(path);
}

void lr_settings_files(struct strv *files, const char *dir, bool pins)
{
	static const char *const names[] = {".cargo/config.toml", ".cargo/config", "rust-toolchain.toml", "rust-toolchain"};
	const char *home = getenv("CARGO_HOME"), *user = getenv("HOME");
	char *at = lr_absolute(dir);

	for (;;) {
		char *up;

		for (size_t i = 0; i < (pins ? 4 : 2); i++)
			add_existing(files, at, names[i]);
		if (!strcmp(at, "/"))
			break;
		up = lr_dir(at);
		free(at);
		at = up;
	}
	free(at);
	if (home && *home) {
		add_existing(files, home, "config.toml");
		add_existing(files, home, "config");
	} else if (user && *user) {
		add_existing(files, user, ".cargo/config.toml");
		add_existing(files, user, ".cargo/config");
	}
}

/* Spaces and quotes do not count in a key: " 'unstable' . build-std " is unstable.build-std. */
static char *bare(const char *s, size_t n)
{
	struct buf b = {0};

	buf_add(&b, "", 0);
	for (size_t i = 0; i < n; i++)
		if (!strchr(" \t\r\"'", s[i]))
			buf_char(&b, s[i]);
	return b.data;
}

/* "{ a = 1, key = 2 }" */
static bool inline_table_has(const char *value, size_t n, const char *key)
{
	char *text = bare(value, n), *first = xasprintf("{%s=", key), *later = xasprintf(",%s=", key);
	bool yes = strstr(text, first) || (text[0] == '{' && strstr(text, later));

	free(text);
	free(first);
	free(later);
	return yes;
}

static bool line_says(const char *line, size_t n, const char *at, const char *table, const char *key)
{
	const char *equals = memchr(line, '=', n);
	char *name, *full;
	bool yes;

	if (!equals)
		return false;
	name = bare(line, (size_t)(equals - line));
	full = *at ? xasprintf("%s.%s", at, name) : xstrdup(name);
	n -= (size_t)(equals + 1 - line);
	yes = (lr_starts(full, table) && full[strlen(table)] == '.' && !strcmp(full + strlen(table) + 1, key)) ||
	      (!strcmp(full, table) && inline_table_has(equals + 1, n, key));
	free(name);
	free(full);
	return yes;
}

bool lr_settings_say(const char *text, const char *table, const char *key)
{
	char *at = xstrdup("");
	bool yes = false;

	while (*text && !yes) {
		size_t n = strcspn(text, "\n"), blank = strspn(text, " \t");
		const char *line = text + blank, *close;

		if (blank < n && *line == '[' && (close = memchr(line, ']', n - blank))) {
			free(at);
			at = bare(line + 1, (size_t)(close - line - 1));
		} else if (blank < n && *line != '#') {
			yes = line_says(line, n - blank, at, table, key);
		}
		text += n + (text[n] == '\n');
	}
	free(at);
	return yes;
}

char *lr_settings_flag(const char *text, const char *flag)
{
	char *lead = xasprintf("\"%s", flag);
	const char *at = strstr(text, lead);
	struct buf b = {0};

	if (at)
		at += strlen(lead);
	free(lead);
	if (!at)
		return NULL;
	buf_add(&b, "", 0);
	for (; *at && *at != '"'; at++) {
		if (*at == '\\' && at[1])
			at++;
		buf_char(&b, *at);
	}
	return b.data;
}

void lr_settings_refuse_build_std(const char *file, const char *text)
{
	if (lr_settings_say(text, "unstable", "build-std"))
		fatal_hint("remove it there",
			   "'%s' sets unstable.build-std: std is built by lind-rust already, and two do not go together", file);
}

void lr_settings_refuse_build_std_word(const char *word)
{
	const char *z = lr_starts(word, "-Z") ? word + 2 : word;
	const char *text = lr_starts(word, "--config=") ? word + strlen("--config=") : word;

	if (!lr_starts(z, "build-std") && !lr_settings_say(text, "unstable", "build-std"))
		return;
	warn("'%s': std is built by lind-rust already, and two do not go together", word);
	hint("leave it out");
	exit(LR_MISUSE);
}

/* The user's settings for all projects are the host's mostly: a faster linker, its processor. */
static bool is_for_all_projects(const char *file)
{
	const char *said = getenv("CARGO_HOME"), *home = getenv("HOME");
	char *dir = lr_dir(file), *cargo_home = said && *said ? xstrdup(said) : xasprintf("%s/.cargo", home ? home : "");
	bool yes = !strcmp(dir, cargo_home);

	free(dir);
	free(cargo_home);
	return yes;
}

void lr_settings_tell_rustflags(const char *file, const char *text, const char *triple)
{
	if (is_for_all_projects(file) || !lr_settings_say(text, "build", "rustflags"))
		return;
	warn("'%s' sets build.rustflags, which cargo does not use for %s: lind's own flags are that target's", file, triple);
	hint("say it in that file as rustflags of [target.%s], which join lind's", triple);
}
