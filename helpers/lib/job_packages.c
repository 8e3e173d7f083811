/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lind-rust/fs.h"
#include "lind-rust/job.h"

static bool matches(json_t *package, const char *spec)
{
	/* name, name@version, a glob's or an id's own rules are cargo's: this is asked only where settings differ. */
	size_t n = strcspn(spec, "@");

	return !strcmp(lr_json_text(package, "id"), spec) ||
	       (strlen(lr_json_text(package, "name")) == n && !strncmp(lr_json_text(package, "name"), spec, n));
}

static bool is_listed(json_t *list, const char *id)
{
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item) if (json_is_string(item) && !strcmp(json_string_value(item), id)) return true;
	return false;
}

/* The package of the manifest that cargo would find from here, or --manifest-path's. */
static bool is_own_manifest(struct lr_job *j, json_t *package)
{
	char *at = j->w.manifest ? lr_realpath(j->w.manifest) : lr_realpath("."),
	     *theirs = lr_realpath(lr_json_text(package, "manifest_path"));
	bool yes = false;

	while (at && theirs && !yes) {
		char *file = j->w.manifest ? xstrdup(at) : xasprintf("%s/Cargo.toml", strcmp(at, "/") ? at : ""),
		     *up = lr_dir(at);
		bool there = lr_exists(file);

		yes = !strcmp(file, theirs);
		if (there || !strcmp(at, "/"))
			break;
		free(at);
		at = up;
	}
	return yes;
}

static bool chosen(struct lr_job *j, json_t *package, bool own)
{
	bool by_name = false, all = false, yes = false;
	json_t *members;

	for (size_t i = 0; i < j->w.packages.n; i++) {
		const char *word = j->w.packages.v[i];

		if (lr_starts(word, "--package=")) {
			by_name = true;
			yes |= matches(package, word + strlen("--package="));
		} else if (lr_starts(word, "--exclude=")) {
			if (matches(package, word + strlen("--exclude=")))
				return false;
		} else {
			all = true;
		}
	}
	if (by_name || all)
		return all || yes;
	if (own)
		return is_own_manifest(j, package);
	/* cargo names these from 1.71 on; before that, all members stand for them. */
	members = json_object_get(j->metadata, "workspace_default_members");
	return !members || is_listed(members, lr_json_text(package, "id"));
}

static void add_to_group(struct lr_job *j, const struct lr_lind_settings *s, const char *id)
{
	char *key = lr_settings_key(s);
	size_t g = 0;

	while (g < j->ngroups && strcmp(j->groups[g].key, key))
		g++;
	if (g == j->ngroups) {
		j->groups = xreallocarray(j->groups, ++j->ngroups, sizeof *j->groups);
		j->groups[g] = (struct lr_group){.settings = s, .key = key};
	}
	strv_add(&j->groups[g].packages, id);
}

/* Mostly one group, and one call of cargo; where packages differ in what reaches the link, one for each kind. */
void lr_job_group(struct lr_job *j)
{
	json_t *packages = json_object_get(j->metadata, "packages"), *package;
	bool own = false;
	size_t i;

	json_array_foreach(packages, i, package) own |= is_own_manifest(j, package);
	json_array_foreach(packages, i, package) if (chosen(j, package, own))
		add_to_group(j, &j->settings[i], lr_json_text(package, "id"));
	/* A choice that only cargo understands, or that it will refuse: it says so. */
	if (!j->ngroups && json_array_size(packages))
		add_to_group(j, &j->settings[0], lr_json_text(json_array_get(packages, 0), "id"));
	if (!j->ngroups)
		fatal("the workspace '%s' has no package", lr_json_text(j->metadata, "workspace_root"));
}
