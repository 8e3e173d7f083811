/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/depfile.h"
#include "lind-rust/fs.h"
#include "lind-rust/handover.h"
#include "lind-rust/settings.h"
#include "lind-rust/step.h"

/* A crate of the list, as its own step would read its words; NULL where the line cannot be one. */
static struct lr_step *read_member(const char *text)
{
	struct strv words = {0};
	struct lr_step *k;

	strv_add(&words, lr_program_name());
	if (!lr_step_words(text, &words))
		return NULL;
	if (words.n < 2)
		return NULL;
	k = xmalloc(sizeof *k);
	*k = LR_STEP_DEFAULT;
	lr_step_read(k, (int)words.n, words.v);
	if (!k->output || !k->target_dir)
		return NULL;
	k->wanted.manifest = lr_absolute(k->wanted.manifest ? k->wanted.manifest : "Cargo.toml");
	k->tools.manifest_dir = lr_dir(k->wanted.manifest);
	lr_step_place(k);
	return k;
}

static bool same_words(const struct strv *a, const struct strv *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->v[i], b->v[i]))
			return false;
	return true;
}

static bool same_set(const struct strv *a, const struct strv *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (!strv_has(b, a->v[i]))
			return false;
	for (size_t i = 0; i < b->n; i++)
		if (!strv_has(a, b->v[i]))
			return false;
	return true;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* cargo's and rustup's settings are looked up from each crate's directory. */
static bool same_settings(const struct lr_step *a, const struct lr_step *b)
{
	struct strv x = {0}, y = {0};
	char *dir_a = lr_step_dir(a), *dir_b = lr_step_dir(b);

	if (strcmp(dir_a, dir_b)) {
		lr_settings_files(&x, dir_a, true);
		lr_settings_files(&y, dir_b, true);
	}
	free(dir_a);
	free(dir_b);
	return same_words(&x, &y);
}

static bool may_share(const struct lr_step *j)
{
	return j->crates && !j->exact && !j->rustflags.n && !j->usage.include.n && !j->usage.define.n &&
	       (j->crate.kind == LR_BIN || j->crate.kind == LR_EXAMPLE);
}

static bool same_call(const struct lr_step *a, const struct lr_step *b)
{
	return a->target == b->target && a->no_default == b->no_default && a->all_features == b->all_features &&
	       a->locked == b->locked && a->offline == b->offline && same_text(a->profile, b->profile) &&
	       same_text(a->target_dir, b->target_dir) && same_text(a->config, b->config) && same_words(&a->env, &b->env) &&
	       same_set(&a->wanted.features, &b->wanted.features) && same_words(&a->cargo_args, &b->cargo_args) &&
	       same_words(&a->tool_words, &b->tool_words) && same_settings(a, b);
}

/* What the steps of these crates need is there, and nothing of it was built by an earlier call of cargo. */
static bool is_wanted(struct lr_step *k, long long failed_at)
{
	char *path = lr_step_record(k);
	struct lr_record r;
	bool yes;

	lr_record_read(&r, path);
	free(path);
	for (size_t i = 0; i < k->link.n; i++)
		if (!lr_exists(k->link.v[i]))
			return false;
	for (size_t i = 0; i < k->needs.n; i++)
		if (!lr_exists(k->needs.v[i]))
			return false;
	/* One that failed is left to its own step, but for those that failed by the same call: by one cause, it seems. */
	yes = !lr_record_holds(&r, k->words) && !(r.failed && r.start != failed_at) && !(k->waits && !r.start);
	lr_record_free(&r);
	return yes;
}

static void read_list(struct strv *lines, const char *path)
{
	struct buf b = {0};
	char *save = NULL;

	if (lr_slurp(path, &b))
		fatal_hint("configure the build tree anew, or leave --crates out", "read list of crates '%s':", path);
	for (char *text = strtok_r(b.data, "\n", &save); text; text = strtok_r(NULL, "\n", &save)) {
		struct buf words = {0};

		if (*text == '#')
			continue;
		if (*text == '@' && lr_slurp(text + 1, &words))
			continue;
		strv_add(lines, *text == '@' ? words.data ? words.data : "" : text);
		free(words.data);
	}
	free(b.data);
}

/*
 * The group is the same, whichever of its crates asks: all that could be built by one call. Of these, what is not built
 * yet, or was changed, comes along.
 */
void lr_step_group(struct lr_step *j)
{
	json_t *metadata = j->metadata;
	struct lr_step **all;
	struct strv lines = {0}, packages = {0};
	struct lr_record own;
	char *path;
	size_t n = 0;

	/* By the same words for one crate as for many: a crate that joins a group, or leaves one, is not linked again. */
	j->grouped = j->crate.kind != LR_LIB && j->crate.kind != LR_CDYLIB && !j->rustflags.n;
	if (j->grouped)
		strv_add(&j->packages, j->crate.package_id);
	if (!may_share(j) ||
	    ((j->wanted.features.n || j->no_default || j->all_features) && lr_root_is_package(metadata)))
		return;
	read_list(&lines, j->crates);
	all = xreallocarray(NULL, lines.n + 1, sizeof *all);
	for (size_t i = 0; i < lines.n; i++) {
		struct lr_step *k = read_member(lines.v[i]);

		if (k && strcmp(lr_step_name(k), lr_step_name(j)) && lr_crate_try(&k->crate, metadata, &k->wanted) &&
		    may_share(k) && same_call(j, k)) {
			k->tools = j->tools;
			all[n++] = k;
		}
	}
	strv_add(&packages, j->crate.package_id);
	for (size_t i = 0; i < n; i++)
		if (!strv_has(&packages, all[i]->crate.package_id))
			strv_add(&packages, all[i]->crate.package_id);
	if (lr_is_program_of_another(metadata, &j->crate, &packages))
		return;
	path = lr_step_record(j);
	lr_record_read(&own, path);
	free(path);
	j->along = xreallocarray(NULL, n + 1, sizeof *j->along);
	for (size_t i = 0; i < n; i++) {
		if (lr_is_program_of_another(metadata, &all[i]->crate, &packages))
			continue;
		if (!strv_has(&j->packages, all[i]->crate.package_id))
			strv_add(&j->packages, all[i]->crate.package_id);
		if (is_wanted(all[i], own.failed ? own.start : -1))
			j->along[j->n_along++] = all[i];
	}
	qsort(j->packages.v, j->packages.n, sizeof *j->packages.v, strv_cmp);
	lr_record_free(&own);
}

void lr_step_group_environment(struct lr_step *j)
{
	if (!j->target)
		return;
	lr_step_link_variable(j);
	for (size_t i = 0; i < j->n_along; i++) {
		lr_step_link_variable(j->along[i]);
		strv_add(&j->env, j->along[i]->env.v[j->along[i]->env.n - 1]);
	}
	/* wasm32-lind's config.toml has it as cargo's wrapper already. */
	if (!j->target->has_spec)
		strv_printf(&j->env, "RUSTC_WORKSPACE_WRAPPER=%s/lind-rust-rustc", lr_self_dir());
}
