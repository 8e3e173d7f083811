/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lind-rust/cache.h"
#include "lind-rust/fs.h"
#include "lind-rust/job.h"
#include "lind-rust/proc.h"
#include "lind-rust/shared_libs.h"

const char *lr_json_text(json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s ? s : "";
}

static bool is_there(const char *manifest)
{
	char *dir = lr_absolute("."), *file;
	bool there;

	if (manifest)
		return lr_exists(manifest);
	for (;;) {
		file = xasprintf("%s/Cargo.toml", dir);
		there = lr_exists(file);
		free(file);
		if (there || !strcmp(dir, "/"))
			return there;
		dir = lr_dir(dir);
	}
}

json_t *lr_job_metadata(struct lr_job *j)
{
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .err = LR_INHERIT};
	struct buf out = {0};
	json_t *json;
	int status;

	strv_addv(&argv, (const char *const[]){lr_need(&j->tools, LR_CARGO), "metadata", "--format-version=1",
					       "--no-deps", NULL});
	if (j->w.manifest)
		strv_printf(&argv, "--manifest-path=%s", j->w.manifest);
	for (size_t i = 0; i < j->w.resolve.n; i++)
		strv_add(&argv, j->w.resolve.v[i]);
	c.env = lr_job_environment(j, NULL, NULL);
	status = lr_capture(&c, &out, false);
	if (status) {
		if (!is_there(j->w.manifest))
			hint("go to the directory of a Cargo.toml or name it by --manifest-path; 'lind-rust new DIR' "
			     "begins "
			     "a project");
		exit(status);
	}
	json = json_loadb(out.data, out.len, 0, NULL);
	if (!json)
		fatal("cargo metadata printed no JSON");
	free(out.data);
	return json;
}

/*
 * Where nobody has said it, it is the project's wish, by LIND_RUST_LINKAGE, for what can be linked so, or "auto". That is
 * for the loop of development alone; other profiles, and settings for editors, which serve all of them, are for static
 * programs.
 */
static void default_linkage(struct lr_job *j, struct lr_lind_settings *s)
{
	const char *said = getenv("LIND_RUST_LINKAGE");
	bool quick = (!j->w.profile || lr_is_quick_profile(j->w.profile)) && !j->w.print_config && !j->w.write_config;
	const char *lindfs = lr_find(&j->tools, LR_LINDFS);
	struct lr_policy wish = s->policy;
	bool is_auto;

	lr_set_linkage(&wish, "LIND_RUST_LINKAGE", said && *said ? said : "auto");
	if (!s->linkage)
		s->policy = wish;
	is_auto = s->policy.when & LR_AUTO;
	/* What cannot be run here is not for "auto". */
	if ((is_auto && (!quick || lr_lind_settings_has_fpcast(s) ||
			 (lindfs && !lr_exists(xasprintf("%s/lib/libc.cwasm", lindfs))))) ||
	    ((is_auto || !s->linkage) && (lr_why_static(&s->policy, s->target) || !lr_has_shared_libs(&j->tools))))
		lr_set_linkage(&s->policy, "", "static");
}

/* --cdylib, which is about this one call: what the manifest says of programs is left to them. */
static void for_shared_library(struct lr_job *j, struct lr_lind_settings *s)
{
	if (j->w.linkage || j->w.grate || j->w.targets.n)
		misuse("--cdylib is for libraries: --linkage, --grate and words that choose programs are not for it");
	if (!lr_has_shared_libs(&j->tools))
		fatal_hint("set LIND_WASM_ROOT to a built lind-wasm", "--cdylib: there are no shared libraries without lind's libc.so");
	lr_set_linkage(&s->policy, "", "dynamic");
	s->policy.when = (s->policy.when & ~(unsigned)(LR_GRATE | LR_FPCAST)) | LR_LIBRARY;
	s->max_memory = s->stack_size = false;
	s->linkage = true;
}

static void override(struct lr_job *j, struct lr_lind_settings *s, const struct lr_cargo_words *w)
{
	if (w->grate)
		s->policy.when |= LR_GRATE;
	if (w->fpcast)
		s->policy.when |= LR_FPCAST;
	if (w->target)
		s->target = lr_need_target("--target", w->target);
	if (!s->target)
		s->target = lr_job_target();
	if (w->linkage)
		lr_set_linkage(&s->policy, "--linkage", w->linkage);
	s->linkage |= w->linkage != NULL;
	if (w->cdylib)
		for_shared_library(j, s);
	default_linkage(j, s);
	lr_check_linkage(&s->policy, s->target);
}

/* All that makes a call of cargo another one. */
char *lr_settings_key(const struct lr_lind_settings *s)
{
	struct buf b = {0};

	lr_key_add(&b, "target", s->target->triple);
	for (size_t i = 0; i < s->rustflags.n; i++)
		lr_key_add(&b, "rustflag", s->rustflags.v[i]);
	for (size_t i = 0; i < s->env.n; i++)
		lr_key_add(&b, "env", s->env.v[i]);
	for (size_t i = 0; i < s->link.n; i++)
		lr_key_add(&b, "link", s->link.v[i]);
	if (s->policy.when & LR_DYNAMIC)
		lr_key_add(&b, "linkage", s->policy.when & LR_LIBRARY ? "cdylib" : lr_linkage_name(&s->policy));
	buf_printf(&b, "%d %d %d %llu %llu\n", !!(s->policy.when & LR_GRATE), s->max_memory, s->stack_size,
		   s->policy.max_memory, s->policy.stack_size);
	return b.data;
}

/* A workspace's bins are for whichever package has them. */
static void check_bins(const struct lr_lind_settings *s, json_t *package)
{
	struct strv names = {0};
	json_t *target;
	size_t i;

	if (!json_object_get(json_object_get(json_object_get(package, "metadata"), "lind"), "bins"))
		return;
	json_array_foreach(json_object_get(package, "targets"), i, target)
	{
		const char *kind = json_string_value(json_array_get(json_object_get(target, "kind"), 0));

		if (kind && (!strcmp(kind, "bin") || !strcmp(kind, "example")))
			strv_add(&names, lr_json_text(target, "name"));
	}
	lr_lind_settings_check_bins(s, (const char *const *)names.v);
}

void lr_job_settings(struct lr_job *j)
{
	json_t *packages = json_object_get(j->metadata, "packages"), *package;
	json_t *workspace = json_object_get(json_object_get(j->metadata, "metadata"), "lind");
	size_t i;

	j->settings = xreallocarray(NULL, json_array_size(packages) + 1, sizeof *j->settings);
	json_array_foreach(packages, i, package)
	{
		lr_lind_settings_read(&j->settings[i], workspace,
				      json_object_get(json_object_get(package, "metadata"), "lind"),
				      lr_json_text(package, "manifest_path"));
		check_bins(&j->settings[i], package);
		override(j, &j->settings[i], &j->w);
	}
}

json_t *lr_job_package(struct lr_job *j, const char *id, size_t *at)
{
	json_t *package;
	size_t i;

	json_array_foreach(json_object_get(j->metadata, "packages"), i,
			   package) if (!strcmp(lr_json_text(package, "id"), id))
	{
		*at = i;
		return package;
	}
	return NULL;
}
