/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lind-rust/cache.h"
#include "lind-rust/fs.h"
#include "lind-rust/identity.h"
#include "lind-rust/measure.h"
#include "lind-rust/overlay.h"
#include "lind-rust/sealed.h"

/* Counts up where copies are made in another way though rules and headers are the same. */
#define OVERLAY_FORMAT "1"

static char *rules_file(const char *name)
{
	char *below = xasprintf("overlay/%s.rules", name), *path = lr_data_file(below);

	free(below);
	return path;
}

bool lr_overlay_is_for(const char *crate)
{
	char *path = rules_file(crate);
	bool yes = strcmp(crate, LR_RUST_SRC_RULES) && strcmp(crate, LR_BY_ARCH_RULES) && !strchr(crate, '/') &&
		   lr_exists(path);

	free(path);
	return yes;
}

/* ---- the copy ---- */

static void copy_tree(const char *from, const char *to, const char *below, const char *skip, struct strv *files)
{
	struct dirent *entry;
	DIR *d = opendir(from);

	if (!d)
		fatal("read directory '%s':", from);
	if (lr_mkdirs(to))
		fatal("make directory '%s':", to);
	while ((entry = readdir(d))) {
		char *source, *target, *path;
		struct stat st;

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") || (skip && !strcmp(entry->d_name, skip)))
			continue;
		source = xasprintf("%s/%s", from, entry->d_name);
		target = xasprintf("%s/%s", to, entry->d_name);
		path = *below ? xasprintf("%s/%s", below, entry->d_name) : xstrdup(entry->d_name);
		if (lr_look(source, false, &st) && S_ISDIR(st.st_mode)) {
			copy_tree(source, target, path, NULL, files);
		} else if (lr_look(source, true, &st) && S_ISREG(st.st_mode)) {
			struct buf b = {0};

			/* Not as they are: sources of a toolchain may be read-only. */
			buf_add(&b, "", 0);
			if (lr_slurp(source, &b) || lr_write_if_changed(target, b.data, b.len, NULL))
				fatal("copy '%s' to '%s':", source, target);
			free(b.data);
			strv_add(files, path);
		}
		free(source);
		free(target);
		free(path);
	}
	closedir(d);
}

/* ---- the rules of texts ---- */

/* Some crates are published with the lines of another system; a text of several lines would not be found there. */
static void end_lines_alike(struct buf *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->len; i++)
		if (b->data[i] != '\r' || b->data[i + 1] != '\n')
			b->data[n++] = b->data[i];
	b->data[n] = '\0';
	b->len = n;
}

static size_t apply_to_file(const struct lr_rule *rule, const char *path)
{
	struct buf b = {0}, out = {0};
	size_t n;

	buf_add(&b, "", 0);
	if (lr_slurp(path, &b))
		fatal("read '%s':", path);
	if (strchr(rule->from, '\n'))
		end_lines_alike(&b);
	n = buf_replace(&out, b.data, rule->from, rule->to);
	if (n && lr_write_if_changed(path, out.data, out.len, NULL))
		fatal("write '%s':", path);
	free(b.data);
	free(out.data);
	return n;
}

static _Noreturn void does_not_fit(const struct lr_overlay *o, const struct lr_rules *rules, const struct lr_rule *rule,
				   size_t n)
{
	bool library = !strcmp(o->rules, LR_RUST_SRC_RULES);

	warn("%s %s: the rule for '%s' ('%s' line %zu) does not fit: its text stands there %zu times",
	     library ? "the library of" : xasprintf("crate %s", o->crate), o->version, rule->what, rules->path, rule->line, n);
	if (library)
		hint("lind-rust does not know this version of Rust: LIND_RUST_TOOLCHAIN picks another; or a newer lind-rust");
	else
		hint("lind-rust does not know this version of %s: take another in Cargo.lock, or a newer lind-rust", o->crate);
	exit(LR_FAILED);
}

static void apply_texts(const struct lr_overlay *o, const struct lr_rules *rules, const char *dir,
			const struct strv *files)
{
	struct strv fitted = {0};

	for (size_t i = 0; i < rules->n; i++) {
		const struct lr_rule *rule = &rules->v[i];
		size_t n = 0;

		if (rule->kind > LR_RULE_EDIT)
			continue;
		for (size_t k = 0; k < files->n; k++) {
			char *path;

			if (fnmatch(rule->what, files->v[k], 0))
				continue;
			path = xasprintf("%s/%s", dir, files->v[k]);
			n += apply_to_file(rule, path);
			free(path);
		}
		if (n == 1 || (n && rule->kind == LR_RULE_REPLACE)) {
			if (rule->label)
				strv_add(&fitted, rule->label);
		} else if (!rule->label || n) {
			does_not_fit(o, rules, rule, n);
		}
	}
	for (size_t i = 0; i < rules->n; i++)
		if (rules->v[i].label && strcmp(rules->v[i].label, "maybe") && !strv_has(&fitted, rules->v[i].label))
			does_not_fit(o, rules, &rules->v[i], 0);
}

static bool is_measured(const struct lr_rules *rules, const char *file)
{
	for (size_t i = 0; i < rules->n; i++)
		if (rules->v[i].kind == LR_RULE_MEASURE && !fnmatch(rules->v[i].what, file, 0))
			return true;
	return false;
}

void lr_overlay_make(const struct lr_overlay *o, const char *to, const char *skip)
{
	struct strv files = {0}, measured = {0};
	struct lr_rules rules;
	char *path = rules_file(o->rules);

	lr_rules_read(&rules, path);
	copy_tree(o->dir, to, "", skip, &files);
	if (files.n)
		qsort(files.v, files.n, sizeof *files.v, strv_cmp);
	apply_texts(o, &rules, to, &files);
	for (size_t i = 0; i < files.n; i++)
		if (is_measured(&rules, files.v[i]))
			strv_add(&measured, files.v[i]);
	if (measured.n)
		lr_measure(o, &rules, to, &measured);
	free(path);
}

/* ---- the cache ---- */

/* Some hundred crates. */
#define CACHE_BYTES (512ull << 20)

/* By content: a header that is installed again without a change makes no other std. */
static void key_contents(struct buf *m, const char *dir)
{
	/* C++'s headers describe nothing that Rust is linked with. */
	lr_key_add_files(m, dir, "c++", true);
}

char *lr_overlay_hash(void)
{
	char *rules = lr_data_file("overlay");
	struct buf m = {0};

	lr_key_add(&m, "overlay", OVERLAY_FORMAT);
	key_contents(&m, rules);
	free(rules);
	return lr_hash(m.data, m.len);
}

/* Of all that a process makes the headers are the same. */
static const char *headers_hash(const char *sysroot)
{
	static char *hash, *of;
	struct buf m = {0};
	char *include;

	if (hash && !strcmp(of, sysroot))
		return hash;
	include = xasprintf("%s/include", sysroot);
	if (!lr_is_dir(include))
		fatal_hint("build lind-wasm's sysroot again (make sysroot), or name another by LIND_RUST_SYSROOT",
			   "the sysroot has no '%s': it is half built", include);
	key_contents(&m, include);
	free(hash);
	free(of);
	hash = lr_hash(m.data ? m.data : "", m.len);
	of = xstrdup(sysroot);
	free(include);
	free(m.data);
	return hash;
}

void lr_overlay_key(struct buf *m, struct lr_tools *tools, const char *rules)
{
	char *path = rules_file(rules);
	char *hash = lr_hash_file(path);

	if (!hash)
		fatal_hint("install lind-rust as a whole: cmake --install", "the rules '%s' cannot be read", path);
	lr_key_add(m, "overlay", OVERLAY_FORMAT);
	lr_key_add(m, rules, hash);
	lr_key_add(m, "headers", headers_hash(lr_need(tools, LR_SYSROOT)));
	free(hash);
	free(path);
}

char *lr_overlay_ensure(const struct lr_overlay *o)
{
	struct lr_entry entry;
	struct buf m = {0};
	char *key, *dir, *made;

	lr_key_add(&m, "crate", o->crate);
	lr_key_add(&m, "version", o->version);
	key_contents(&m, o->dir);
	for (size_t i = 0; i < o->cfgs.n; i++)
		lr_key_add(&m, "cfg", o->cfgs.v[i]);
	lr_overlay_key(&m, o->tools, o->rules);
	key = lr_hash(m.data, m.len);
	dir = lr_sealed_open(&entry, lr_need(o->tools, LR_CACHE), "overlay", key);
	if (entry.staging) {
		made = lr_sealed_staging(&entry);
		lr_overlay_make(o, made, NULL);
		lr_sealed_publish(&entry);
		lr_cache_trim(lr_need(o->tools, LR_CACHE), "overlay", CACHE_BYTES);
		free(made);
	} else {
		lr_cache_used(&entry);
	}
	free(key);
	free(m.data);
	return dir;
}
