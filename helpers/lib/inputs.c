/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/depfile.h"
#include "lind-rust/fs.h"
#include "lind-rust/inputs.h"
#include "lind-rust/settings.h"

static const char *text(json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s ? s : "";
}

static void add_path(struct strv *deps, const char *path, const char *build_dir)
{
	if (lr_is_dir(path))
		lr_depfile_add_tree(deps, path, build_dir);
	else
		strv_add(deps, path);
}

static void from_cargo(struct strv *deps, const char *depfile, const char *build_dir)
{
	struct strv listed = {0};
	struct buf b = {0};

	if (!depfile)
		return;
	if (lr_slurp(depfile, &b)) {
		/* Without it the build would not notice a change: better none than that. */
		if (errno != ENOENT)
			fatal("read cargo's list of sources '%s':", depfile);
		return;
	}
	lr_depfile_parse(b.data, b.len, &listed);
	for (size_t i = 0; i < listed.n; i++)
		add_path(deps, listed.v[i], build_dir);
	free(b.data);
}

static json_t *package_by_id(json_t *metadata, const char *id)
{
	json_t *package;
	size_t i;

	json_array_foreach(json_object_get(metadata, "packages"), i, package)
		if (!strcmp(text(package, "id"), id))
			return package;
	return NULL;
}

/* A package by path has no source; those from a registry or git never change under their version. */
static char *path_package_dir(json_t *metadata, const char *id)
{
	json_t *package = package_by_id(metadata, id);

	if (!package || !json_is_null(json_object_get(package, "source")))
		return NULL;
	return lr_dir(text(package, "manifest_path"));
}

/* "cargo:rerun-if-changed=x" or "cargo::rerun-if-changed=x" */
static const char *instruction(const char *line, const char *key)
{
	if (lr_starts(line, "cargo::"))
		line += strlen("cargo::");
	else if (lr_starts(line, "cargo:"))
		line += strlen("cargo:");
	else
		return NULL;
	return lr_starts(line, key) ? line + strlen(key) : NULL;
}

static void from_script(struct strv *deps, const char *out_dir, const char *package_dir, const char *build_dir)
{
	char *output = xasprintf("%s/../output", out_dir), *save = NULL;
	struct buf b = {0};
	bool asked = false;

	if (lr_slurp(output, &b)) {
		/* Without the script's words: watch all of its package, as cargo would where it said none. */
		lr_depfile_add_tree(deps, package_dir, build_dir);
		free(output);
		return;
	}
	for (char *line = strtok_r(b.data, "\r\n", &save); line; line = strtok_r(NULL, "\r\n", &save)) {
		const char *path = instruction(line, "rerun-if-changed=");

		asked |= path || instruction(line, "rerun-if-env-changed=");
		if (path)
			add_path(deps, path[0] == '/' ? xstrdup(path) : xasprintf("%s/%s", package_dir, path), build_dir);
	}
	if (!asked)
		lr_depfile_add_tree(deps, package_dir, build_dir);
	free(b.data);
	free(output);
}

static json_t *node_by_id(json_t *metadata, const char *id)
{
	json_t *node;
	size_t i;

	json_array_foreach(json_object_get(json_object_get(metadata, "resolve"), "nodes"), i, node)
		if (!strcmp(text(node, "id"), id))
			return node;
	return NULL;
}

static void add_closure(struct strv *ids, json_t *metadata, const char *id)
{
	json_t *dep;
	size_t i;

	strv_add(ids, id);
	/* ids grows while it is walked. */
	for (size_t k = 0; k < ids->n; k++)
		json_array_foreach(json_object_get(node_by_id(metadata, ids->v[k]), "dependencies"), i, dep)
			if (json_is_string(dep) && !strv_has(ids, json_string_value(dep)))
				strv_add(ids, json_string_value(dep));
}

/* Not so where cargo metadata was asked without dependencies. */
static bool has_graph(json_t *metadata)
{
	return json_is_object(json_object_get(metadata, "resolve"));
}

/* `ids`: the crate's own packages. The call of cargo may have built other crates as well. */
static void from_scripts(struct strv *deps, const struct lr_messages *m, json_t *metadata, const struct strv *ids,
			 const char *build_dir)
{
	for (size_t i = 0; i < m->script_dirs.n; i++) {
		char *dir = path_package_dir(metadata, m->script_packages.v[i]);

		if (dir && has_graph(metadata) && !strv_has(ids, m->script_packages.v[i])) {
			free(dir);
			continue;
		}
		if (dir)
			from_script(deps, m->script_dirs.v[i], dir, build_dir);
		free(dir);
	}
}

static void from_manifests(struct strv *deps, const char *root, json_t *metadata, const struct strv *ids)
{
	char *lock = xasprintf("%s/Cargo.lock", root);

	for (size_t i = 0; i < ids->n; i++) {
		char *dir = path_package_dir(metadata, ids->v[i]);

		if (dir) {
			strv_printf(deps, "%s/Cargo.toml", dir);
			/* A build.rs that appears or goes. */
			strv_add(deps, dir);
		}
		free(dir);
	}
	strv_printf(deps, "%s/Cargo.toml", root);
	if (lr_exists(lock))
		strv_add(deps, lock);
	free(lock);
}

static void add_watched(struct strv *deps, const char *dir, const char *build_dir)
{
	char *path = xasprintf("%s/.cargo", dir);

	/*
	 * A config.toml that appears or goes, or its directory. Further up, .cargo may be CARGO_HOME, where files come and go;
	 * as they do where the build tree lies among the sources.
	 */
	if (lr_is_dir(path))
		strv_add(deps, path);
	else if (!lr_same_file(dir, build_dir))
		strv_add(deps, dir);
	free(path);
}

/*
 * cargo starts in the manifest's directory that the user named: the package's own or the workspace's. It looks for
 * settings from there upwards.
 */
static void from_settings(struct strv *deps, const struct lr_crate *crate, const char *build_dir)
{
	char *at = lr_dir(crate->manifest), *up;
	size_t n = strlen(crate->workspace_root);

	lr_settings_files(deps, at, true);
	lr_settings_files(deps, crate->workspace_root, true);
	add_watched(deps, crate->workspace_root, build_dir);
	for (; !strncmp(at, crate->workspace_root, n) && at[n] == '/'; at = up) {
		add_watched(deps, at, build_dir);
		up = lr_dir(at);
		free(at);
	}
	/* A member that lies elsewhere. */
	if (strcmp(at, crate->workspace_root))
		add_watched(deps, at, build_dir);
	free(at);
}

static void drop_below(struct strv *deps, const char *dir)
{
	char *prefix = xasprintf("%s/", dir);
	size_t kept = 0;

	for (size_t i = 0; i < deps->n; i++)
		if (!lr_starts(deps->v[i], prefix) && strcmp(deps->v[i], dir))
			deps->v[kept++] = deps->v[i];
	deps->n = kept;
	if (deps->v)
		deps->v[kept] = NULL;
	free(prefix);
}

void lr_inputs(struct strv *deps, const struct lr_messages *m, json_t *metadata, const char *build_dir,
	       const char *target_dir)
{
	struct strv ids = {0};

	add_closure(&ids, metadata, m->crate->package_id);
	from_cargo(deps, m->depfile, build_dir);
	from_scripts(deps, m, metadata, &ids, build_dir);
	from_manifests(deps, m->crate->workspace_root, metadata, &ids);
	from_settings(deps, m->crate, build_dir);
	drop_below(deps, target_dir);
}
