/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lind-rust/fs.h"
#include "lind-rust/metadata.h"

static const char *const kind_names[] = {[LR_ANY] = "any", [LR_BIN] = "bin", [LR_LIB] = "lib", [LR_EXAMPLE] = "example",
					 [LR_CDYLIB] = "cdylib"};

const char *lr_kind_name(enum lr_kind kind)
{
	return kind_names[kind];
}

static const char *text(json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s ? s : "";
}

static bool has_kind(json_t *target, const char *kind)
{
	json_t *k;
	size_t i;

	json_array_foreach(json_object_get(target, "kind"), i, k)
		if (json_is_string(k) && !strcmp(json_string_value(k), kind))
			return true;
	return false;
}

/* A library of any crate type can be linked by C: cargo rustc is told to make a static one. */
static enum lr_kind kind_of(json_t *target)
{
	static const char *const libs[] = {"lib", "rlib", "dylib", "cdylib", "staticlib", NULL};

	if (has_kind(target, "bin"))
		return LR_BIN;
	if (has_kind(target, "example"))
		return LR_EXAMPLE;
	for (size_t i = 0; libs[i]; i++)
		if (has_kind(target, libs[i]))
			return LR_LIB;
	return LR_ANY;
}

static _Noreturn void no_such(const char *what, const char *word, const struct strv *choices, const char *manifest)
{
	const char *near = choices->n ? lr_nearest(word, (const char *const *)choices->v) : NULL;
	struct buf list = {0};

	warn("'%s' has no %s '%s'", manifest, what, word);
	if (near)
		hint("did you mean '%s'?", near);
	for (size_t i = 0; i < choices->n; i++)
		buf_printf(&list, " %s", choices->v[i]);
	hint("there is:%s", choices->n ? list.data : " none");
	exit(LR_FAILED);
}

static bool is_member(json_t *metadata, json_t *package)
{
	json_t *id;
	size_t i;

	json_array_foreach(json_object_get(metadata, "workspace_members"), i, id)
		if (json_is_string(id) && !strcmp(json_string_value(id), text(package, "id")))
			return true;
	return false;
}

static bool same_file(const char *a, const char *b)
{
	char *ra = lr_realpath(a), *rb = lr_realpath(b);
	bool yes = ra && rb && !strcmp(ra, rb);

	free(ra);
	free(rb);
	return yes;
}

static json_t *choose_package(json_t *metadata, const struct lr_wanted *wanted)
{
	json_t *package, *only = NULL;
	struct strv names = {0};
	struct buf list = {0};
	size_t i;

	json_array_foreach(json_object_get(metadata, "packages"), i, package) {
		if (!is_member(metadata, package))
			continue;
		if (wanted->package ? !strcmp(wanted->package, text(package, "name"))
				    : same_file(wanted->manifest, text(package, "manifest_path")))
			return package;
		strv_add(&names, text(package, "name"));
		only = package;
	}
	if (wanted->package)
		no_such("package", wanted->package, &names, wanted->manifest);
	if (names.n == 1)
		return only;
	warn("'%s' is a workspace of %zu packages: which one?", wanted->manifest, names.n);
	for (i = 0; i < names.n; i++)
		buf_printf(&list, " %s", names.v[i]);
	hint("name one by PACKAGE:%s", names.n ? list.data : " there is none");
	exit(LR_FAILED);
}

static _Noreturn void ambiguous(const struct lr_wanted *wanted, json_t *package, const struct strv *choices)
{
	if (!choices->n)
		fatal_hint("only bin, lib and example targets can be built for lind; a proc-macro is built by those who use it",
			   "package '%s' of '%s' has no program and no library", text(package, "name"), wanted->manifest);
	warn("package '%s' of '%s' has %zu targets: which one?", text(package, "name"), wanted->manifest, choices->n);
	for (size_t i = 0; i < choices->n; i++)
		hint("say %s", choices->v[i]);
	exit(LR_FAILED);
}

static bool fits(const struct lr_wanted *wanted, enum lr_kind kind, const char *name, const char *default_run)
{
	if (kind == LR_ANY)
		return false;
	if (wanted->kind == LR_ANY)
		return *default_run ? kind == LR_BIN && !strcmp(name, default_run) : kind != LR_EXAMPLE;
	if (kind != wanted->kind)
		return false;
	if (!wanted->name)
		return kind != LR_BIN || !*default_run || !strcmp(name, default_run);
	return !strcmp(wanted->name, name);
}

static json_t *choose_target(json_t *package, const struct lr_wanted *wanted)
{
	json_t *target, *found = NULL;
	struct strv choices = {0}, names = {0};
	size_t i, n = 0;

	json_array_foreach(json_object_get(package, "targets"), i, target) {
		enum lr_kind kind = kind_of(target);

		if (kind != LR_ANY && (wanted->kind == LR_ANY || kind == wanted->kind))
			strv_add(&names, text(target, "name"));
		if (!fits(wanted, kind, text(target, "name"), text(package, "default_run")))
			continue;
		found = target;
		n++;
		if (kind == LR_LIB)
			strv_add(&choices, "LIB");
		else
			strv_printf(&choices, "%s %s", kind == LR_BIN ? "BIN" : "EXAMPLE", text(target, "name"));
	}
	if (!n && wanted->kind != LR_ANY) {
		if (wanted->kind == LR_LIB)
			fatal_hint("a library begins with src/lib.rs, or [lib] names its file; a program is made without LIB and CDYLIB",
				   "'%s' has no library", wanted->manifest);
		no_such(lr_kind_name(wanted->kind), wanted->name ? wanted->name : "(any)", &names, wanted->manifest);
	}
	if (n != 1)
		ambiguous(wanted, package, &choices);
	return found;
}

/* cargo's own words name neither the manifest's features nor the nearest one. "dep/feature" is left to cargo. */
static void check_features(const struct lr_crate *crate, const struct lr_wanted *wanted)
{
	struct strv names = {0};
	const char *name;
	json_t *value;

	json_object_foreach(crate->features, name, value)
		strv_add(&names, name);
	for (size_t i = 0; i < wanted->features.n; i++)
		if (!strchr(wanted->features.v[i], '/') && !json_object_get(crate->features, wanted->features.v[i]))
			no_such("feature", wanted->features.v[i], &names, wanted->manifest);
}

static void take(struct lr_crate *crate, json_t *metadata, json_t *package, json_t *target, const struct lr_wanted *wanted)
{
	crate->package = text(package, "name");
	crate->package_id = text(package, "id");
	crate->manifest = text(package, "manifest_path");
	crate->features = json_object_get(package, "features");
	crate->name = text(target, "name");
	crate->src_path = text(target, "src_path");
	crate->kind = wanted->cdylib ? LR_CDYLIB : kind_of(target);
	crate->workspace_root = text(metadata, "workspace_root");
}

void lr_crate_choose(struct lr_crate *crate, json_t *metadata, const struct lr_wanted *wanted)
{
	json_t *package = choose_package(metadata, wanted), *target = choose_target(package, wanted);

	take(crate, metadata, package, target, wanted);
	check_features(crate, wanted);
}

/* The member that a manifest means where it names no package: its own. By name alone: this is asked for many. */
static json_t *member_of(json_t *metadata, const struct lr_wanted *wanted)
{
	char *root = xasprintf("%s/Cargo.toml", text(metadata, "workspace_root")), *real = lr_realpath(wanted->manifest);
	json_t *package, *found = NULL;
	bool known = !strcmp(wanted->manifest, root) || (real && !strcmp(real, root));
	size_t i;

	json_array_foreach(json_object_get(metadata, "packages"), i, package) {
		const char *manifest = text(package, "manifest_path");
		bool same = !strcmp(wanted->manifest, manifest) || (real && !strcmp(real, manifest));

		if (!is_member(metadata, package))
			continue;
		known |= same;
		if (wanted->package ? !strcmp(wanted->package, text(package, "name")) : same)
			found = package;
	}
	free(root);
	free(real);
	return known ? found : NULL;
}

bool lr_crate_try(struct lr_crate *crate, json_t *metadata, const struct lr_wanted *wanted)
{
	json_t *package = member_of(metadata, wanted), *target, *found = NULL;
	size_t i, n = 0;

	json_array_foreach(json_object_get(package, "targets"), i, target)
		if (fits(wanted, kind_of(target), text(target, "name"), text(package, "default_run"))) {
			found = target;
			n++;
		}
	if (n != 1 || json_array_size(json_object_get(found, "required-features")))
		return false;
	take(crate, metadata, package, found, wanted);
	return true;
}

bool lr_is_program_of_another(json_t *metadata, const struct lr_crate *crate, const struct strv *packages)
{
	json_t *package, *target;
	size_t i, k;

	json_array_foreach(json_object_get(metadata, "packages"), i, package) {
		if (!strcmp(text(package, "id"), crate->package_id) || !strv_has(packages, text(package, "id")))
			continue;
		json_array_foreach(json_object_get(package, "targets"), k, target)
			if (kind_of(target) == crate->kind && !strcmp(text(target, "name"), crate->name))
				return true;
	}
	return false;
}

bool lr_root_is_package(json_t *metadata)
{
	char *root = xasprintf("%s/Cargo.toml", text(metadata, "workspace_root"));
	json_t *package;
	bool yes = false;
	size_t i;

	json_array_foreach(json_object_get(metadata, "packages"), i, package)
		yes |= same_file(root, text(package, "manifest_path"));
	free(root);
	return yes;
}
