/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lind-rust/cores.h"
#include "lind-rust/environment.h"
#include "lind-rust/fs.h"
#include "lind-rust/link_inputs.h"
#include "lind-rust/proc.h"
#include "lind-rust/quote.h"
#include "lind-rust/step.h"

void lr_step_resolution(struct strv *argv, const struct lr_step *j)
{
	if (j->locked)
		strv_add(argv, "--locked");
	if (j->offline)
		strv_add(argv, "--offline");
}

char **lr_step_environment(struct lr_step *j, struct strv *dropped)
{
	struct strv env = {0};

	for (size_t i = 0; i < j->env.n; i++)
		strv_add(&env, j->env.v[i]);
	strv_printf(&env, "RUSTC=%s", lr_need(&j->tools, LR_RUSTC));
	if (j->makeflags)
		strv_add(&env, j->makeflags);
	return lr_cargo_env(&env, dropped);
}

/* Relative settings files are looked up from where cargo starts: the crate's own directory, as for a user by hand. */
char *lr_step_dir(const struct lr_step *j)
{
	return lr_dir(j->wanted.manifest);
}

static void feature_flags(struct strv *argv, const struct lr_step *j)
{
	for (size_t i = 0; i < j->wanted.features.n; i++)
		strv_printf(argv, "--features=%s", j->wanted.features.v[i]);
	if (j->no_default)
		strv_add(argv, "--no-default-features");
	if (j->all_features)
		strv_add(argv, "--all-features");
}

json_t *lr_step_metadata(struct lr_step *j, bool with_deps, bool quiet)
{
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .err = LR_INHERIT};
	struct buf out = {0};
	json_error_t error;
	json_t *json;
	int status;

	strv_add(&argv, lr_need(&j->tools, LR_CARGO));
	strv_add(&argv, "metadata");
	strv_add(&argv, "--format-version=1");
	if (!with_deps) {
		strv_printf(&argv, "--manifest-path=%s", j->wanted.manifest);
		strv_add(&argv, "--no-deps");
		lr_step_resolution(&argv, j);
	} else {
		/* The package's own manifest: features are its. */
		strv_printf(&argv, "--manifest-path=%s", j->crate.manifest);
		feature_flags(&argv, j);
		if (j->target)
			strv_printf(&argv, "--filter-platform=%s", j->target->triple);
		/* cargo asks rustc what that platform is. */
		if (j->target && j->target->has_spec)
			strv_printf(&argv, "--config=%s", j->config);
		/* It keeps the answers there; without, rustc is started three times. */
		if (j->target_dir)
			strv_printf(&argv, "--config=build.target-dir=%s", lr_quote_toml(j->target_dir));
		/* After a build everything is there: no network, and no change of Cargo.lock. */
		strv_add(&argv, "--offline");
		if (j->locked)
			strv_add(&argv, "--locked");
	}
	c.env = lr_step_environment(j, NULL);
	c.cwd = lr_step_dir(j);
	status = lr_capture(&c, &out, quiet);
	if (status) {
		if (quiet)
			return NULL;
		fatal("'%s' is not accepted by cargo: cargo metadata %s", j->wanted.manifest, lr_status_words(status));
	}
	json = json_loadb(out.data, out.len, 0, &error);
	if (!json)
		fatal("cargo metadata of '%s' is no JSON: %s", j->wanted.manifest, error.text);
	free(out.data);
	return json;
}

void lr_step_choose(struct lr_step *j)
{
	char *manifest;

	if (!j->wanted.manifest)
		j->wanted.manifest = "Cargo.toml";
	manifest = lr_absolute(j->wanted.manifest);
	if (lr_is_dir(manifest))
		fatal_hint("name its Cargo.toml", "MANIFEST_PATH '%s' is a directory", manifest);
	if (!lr_exists(manifest))
		fatal_hint("MANIFEST_PATH (in make NAME_MANIFEST) names the crate's Cargo.toml", "there is no manifest '%s'", manifest);
	j->wanted.manifest = manifest;
	j->tools.manifest_dir = lr_dir(manifest);
	j->metadata = lr_step_metadata(j, false, false);
	lr_crate_choose(&j->crate, j->metadata, &j->wanted);
}

static char *host_triple(struct lr_step *j)
{
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .err = LR_INHERIT};
	struct buf out = {0};
	char *host;
	int status;

	strv_add(&argv, lr_need(&j->tools, LR_RUSTC));
	strv_add(&argv, "-vV");
	status = lr_capture(&c, &out, false);
	host = strstr(out.data, "\nhost: ");
	if (status || !host)
		fatal("'%s -vV' does not name its host", argv.v[0]);
	host += strlen("\nhost: ");
	return xstrndup(host, strcspn(host, "\n"));
}

static void platform_flags(struct strv *argv, struct lr_step *j)
{
	if (!j->target) {
		if (j->target_set)
			strv_printf(argv, "--target=%s", host_triple(j));
		return;
	}
	strv_printf(argv, "--target=%s", j->target->triple);
	strv_printf(argv, "--config=%s", j->config);
	/* The file forces its own into cargo's environment: a later --config is what wins. */
	if (j->bindgen)
		strv_printf(argv, "--config=env.BINDGEN_EXTRA_CLANG_ARGS_%s.value=%s", j->target->env_suffix,
			    lr_quote_toml(j->bindgen));
}

static void link_flags(struct strv *argv, struct lr_step *j)
{
	lr_link_args_add(argv, &j->policy, j->max_memory, j->stack_size);
	for (size_t i = 0; i < j->link.n; i++)
		strv_printf(argv, "-Clink-arg=%s", j->link.v[i]);
	/* A changed word makes cargo link again where a file behind its back changed. */
	strv_printf(argv, "-Clink-arg=--lind-inputs=%s", lr_link_inputs(&j->tools, &j->link, j->crate.name));
}

static void rustc_flags(struct strv *argv, struct lr_step *j)
{
	strv_add(argv, "--");
	for (size_t i = 0; i < j->rustflags.n; i++)
		strv_add(argv, j->rustflags.v[i]);
	if (j->target && j->crate.kind != LR_LIB)
		link_flags(argv, j);
}

/*
 * cargo build has no words for the rustc of one crate among several: they are in a variable, which lind-rust-rustc adds and
 * by which cargo knows that they changed.
 */
void lr_step_link_variable(struct lr_step *j)
{
	struct strv flags = {0};
	struct buf b = {0};

	link_flags(&flags, j);
	for (size_t i = 0; i < flags.n; i++)
		buf_printf(&b, "%s%s", i ? "\x1f" : "", flags.v[i]);
	strv_printf(&j->env, "%s=%s", lr_unit_variable(j->crate.src_path, j->crate.name), b.data);
	free(b.data);
}

/* Ninja reads what its commands say by a pipe, passes colours on to a terminal, and takes them out for a file. */
static bool in_colour(const struct lr_step *j)
{
	const char *no = getenv("NO_COLOR");

	if (!j->color || !strcmp(j->color, "auto"))
		return isatty(2);
	return !strcmp(j->color, "always") && !(no && *no);
}

static void message_flags(struct strv *argv, const struct lr_step *j)
{
	strv_printf(argv, "--message-format=%s", in_colour(j) ? "json-diagnostic-rendered-ansi" : "json");
	if (j->color && strcmp(j->color, "auto"))
		strv_printf(argv, "--color=%s", in_colour(j) ? "always" : "never");
}

/* The crate, and those that are built along with it. */
static void target_flags(struct strv *argv, const struct lr_step *j)
{
	if (j->crate.kind == LR_LIB || j->crate.kind == LR_CDYLIB) {
		strv_add(argv, "--lib");
		strv_printf(argv, "--crate-type=%s", j->crate.kind == LR_CDYLIB ? "cdylib" : "staticlib");
		return;
	}
	strv_printf(argv, "--%s=%s", lr_kind_name(j->crate.kind), j->crate.name);
	for (size_t i = 0; i < j->n_along; i++)
		strv_printf(argv, "--%s=%s", lr_kind_name(j->along[i]->crate.kind), j->along[i]->crate.name);
	if (j->n_along)
		strv_add(argv, "--keep-going");
}

static void package_flags(struct strv *argv, const struct lr_step *j)
{
	if (!j->grouped)
		strv_printf(argv, "--package=%s", j->crate.package_id);
	for (size_t i = 0; i < j->packages.n; i++)
		strv_printf(argv, "--package=%s", j->packages.v[i]);
}

static void command(struct strv *argv, struct lr_step *j)
{
	strv_add(argv, lr_need(&j->tools, LR_CARGO));
	strv_add(argv, j->grouped ? "build" : "rustc");
	message_flags(argv, j);
	strv_printf(argv, "--manifest-path=%s", j->wanted.manifest);
	package_flags(argv, j);
	strv_printf(argv, "--target-dir=%s", j->target_dir);
	strv_printf(argv, "--profile=%s", j->profile);
	target_flags(argv, j);
	platform_flags(argv, j);
	feature_flags(argv, j);
	lr_step_resolution(argv, j);
	for (size_t i = 0; i < j->cargo_args.n; i++)
		strv_add(argv, j->cargo_args.v[i]);
	if (!j->grouped)
		rustc_flags(argv, j);
}

static void tell_dropped(const struct strv *dropped)
{
	struct buf b = {0};

	if (!dropped->n || !lr_verbose())
		return;
	for (size_t i = 0; i < dropped->n; i++)
		buf_printf(&b, " %s", dropped->v[i]);
	warn("kept from cargo:%s (say it by ENV or RUSTFLAGS of the target)", b.data);
	free(b.data);
}

/* cargo's own -j, and one that it has beside a jobserver, exclude each other. */
static bool says_jobs(const struct strv *args)
{
	for (size_t i = 0; i < args->n; i++)
		if (lr_starts(args->v[i], "-j") || lr_starts(args->v[i], "--jobs"))
			return true;
	return false;
}

int lr_step_cargo(struct lr_step *j, struct lr_messages *m)
{
	struct strv argv = {0}, dropped = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .err = LR_INHERIT};
	int fds[2], status;
	pid_t pid;

	command(&argv, j);
	if (j->share_cores && !says_jobs(&j->cargo_args))
		j->makeflags = lr_cores_take(j->share_cores);
	c.env = lr_step_environment(j, &dropped);
	c.cwd = lr_step_dir(j);
	tell_dropped(&dropped);
	if (lr_verbose())
		lr_print_command(stderr, "+ ", &argv);
	if (pipe2(fds, O_CLOEXEC))
		fatal("pipe:");
	c.out = fds[1];
	pid = lr_start(&c);
	close(fds[1]);
	lr_messages_read(m, pid, fds[0]);
	close(fds[0]);
	status = lr_wait(pid);
	lr_cores_give_back();
	free(j->makeflags);
	j->makeflags = NULL;
	return status;
}
