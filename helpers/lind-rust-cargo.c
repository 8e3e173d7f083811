/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs cargo for one crate of a build graph: in a clean environment, with lind's settings; copies the artifact where
 * its bytes changed, writes a depfile that is complete, and touches the stamp last.
 *
 * Crates that share all settings (a group) are built by one call of cargo: that of the first crate whose step runs. What
 * it built for the others waits for their own steps (lind-rust/handover.h), which take it where nothing has changed since,
 * and else call cargo themselves. So a step never answers for another crate than its own.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "lind-rust/facts.h"
#include "lind-rust/fs.h"
#include "lind-rust/handover.h"
#include "lind-rust/jobserver.h"
#include "lind-rust/proc.h"
#include "lind-rust/settings.h"
#include "lind-rust/std.h"
#include "lind-rust/step.h"

/*
 * Two packages may have programs of one name, which cargo puts in one place: from here until the artifact is copied no
 * other lind-rust-cargo works in this target directory. (cargo itself waits for another cargo there anyway.)
 */
static int lock_target_dir(const char *dir)
{
	char *path = xasprintf("%s/.lind-rust-lock", dir);
	struct lr_slot slot;
	int fd;

	if (lr_mkdirs(dir))
		fatal("make directory '%s':", dir);
	fd = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		fatal("lock '%s':", path);
	if (flock(fd, LOCK_EX | LOCK_NB)) {
		/* One that builds this crate as well uses all slots of make that are free. */
		bool is_held = errno == EWOULDBLOCK, is_job = lr_slot_open(&slot, getenv("MAKEFLAGS"));

		if (is_held && ((isatty(2) && !is_job) || lr_verbose()))
			warn("waiting for another build in '%s'", dir);
		if (is_job)
			lr_slot_lend(&slot);
		/* A file system without locks: cargo builds there as well. */
		while (flock(fd, LOCK_EX) && errno == EINTR)
			;
		if (is_job)
			lr_slot_take_back(&slot);
	}
	free(path);
	return fd;
}

/* What a project's own settings would do behind the build's back. */
static void look_at_settings(struct lr_step *j)
{
	struct strv files = {0};
	char *dir = lr_step_dir(j);

	lr_settings_files(&files, dir, false);
	free(dir);
	for (size_t i = 0; i < files.n; i++) {
		struct buf b = {0};

		if (lr_slurp(files.v[i], &b))
			continue;
		if (j->target) {
			lr_settings_refuse_build_std(files.v[i], b.data);
			lr_settings_tell_rustflags(files.v[i], b.data, j->target->triple);
		}
		j->target_set |= lr_settings_say(b.data, "build", "target");
		/* cargo would take the jobserver for it. */
		if (lr_settings_say(b.data, "build", "jobs"))
			j->share_cores = NULL;
		free(b.data);
	}
}

/* The config.toml names std in the user's cache, which may be emptied at any time: what is gone is built again. */
static void need_std(struct lr_step *j)
{
	struct buf b = {0};
	char *std, *kind, *made;
	struct stat st;

	if (!j->target || lr_slurp(j->config, &b))
		return;
	std = lr_settings_flag(b.data, "--sysroot=");
	free(b.data);
	if (!std)
		return;
	if (lr_look(std, true, &st) && S_ISDIR(st.st_mode)) {
		lr_std_used(std);
		return;
	}
	kind = lr_dir(std);
	if (!strcmp(lr_base(kind), "std"))
		lr_tool_set(&j->tools, LR_CACHE, lr_dir(kind));
	/* One of the four that the toolchain can have. */
	for (int i = 0; i < 4; i++) {
		j->tools.std_debug = i & 1;
		j->tools.std_pic = i & 2;
		if (!strcmp(lr_base(std), lr_std_key(&j->tools, j->target)))
			break;
	}
	made = lr_std_ensure(&j->tools, j->target);
	if (strcmp(made, std))
		fatal_hint("make it again by 'lind-rust-std' and 'lind-rust-config cargo': configure the build tree anew",
			   "'%s' names a standard library that is gone, '%s', for another toolchain than this one's, '%s'",
			   j->config, std, made);
}

static void check_options(const struct lr_step *j)
{
	if (!j->output)
		misuse("--output is missing");
	if (!j->target_dir)
		misuse("--target-dir is missing");
	if (j->wanted.cdylib && !j->target)
		misuse("--cdylib is for lind: a host's shared library is cargo's own affair");
	if (j->target && !j->config)
		misuse("--config is missing: the config.toml of 'lind-rust-config cargo'");
	if (j->config && !lr_exists(j->config))
		fatal_hint("'lind-rust-config cargo -o FILE' writes it", "there is no config '%s'", j->config);
}

static _Noreturn void cargo_failed(const struct lr_step *j, int status)
{
	static const char *const profiles[] = {"dev", "release", "test", "bench", NULL};
	const char *near = j->profile ? lr_nearest(j->profile, profiles) : NULL;
	char *words = lr_status_words(status);

	warn("crate '%s' of '%s' was not built: cargo %s", j->crate.name, j->crate.manifest, words);
	if (near && strcmp(near, j->profile))
		hint("PROFILE is '%s': did you mean '%s'? Others are made by [profile.NAME] in the workspace's Cargo.toml", j->profile,
		     near);
	exit(status > 128 ? status : LR_FAILED);
}

static const char *suffix_of(const struct lr_step *j)
{
	static const char *const suffixes[] = {
		[LR_BIN] = ".wasm", [LR_EXAMPLE] = ".wasm", [LR_LIB] = ".a", [LR_CDYLIB] = ".wasm"};

	return j->target || j->crate.kind == LR_LIB ? suffixes[j->crate.kind] : "";
}

/*
 * The first call of all makes Cargo.lock, which is an input: what it leaves for others would be older than that. NULL where
 * there is one.
 */
static const char *make_lock(struct lr_step *j)
{
	char *lock = xasprintf("%s/Cargo.lock", j->crate.workspace_root);
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .err = LR_INHERIT};
	struct buf out = {0};

	if (j->locked || lr_exists(lock))
		return NULL;
	strv_add(&argv, lr_need(&j->tools, LR_CARGO));
	strv_add(&argv, "generate-lockfile");
	strv_printf(&argv, "--manifest-path=%s", j->wanted.manifest);
	lr_step_resolution(&argv, j);
	c.env = lr_step_environment(j, NULL);
	c.cwd = lr_step_dir(j);
	/* Where it fails, the build says why. */
	lr_capture(&c, &out, true);
	free(out.data);
	return lr_exists(lock) ? lock : NULL;
}

static void each_artifact(void *context, json_t *artifact)
{
	struct lr_step *j = context;

	for (size_t i = 0; i < j->n_along; i++)
		lr_message_artifact(&j->along[i]->m, artifact);
}

/* What is wrong with another crate is said by its own step. */
static bool is_of_another(void *context, json_t *message)
{
	struct lr_step *j = context;
	const char *level = json_string_value(json_object_get(json_object_get(message, "message"), "level"));

	if (!level || strcmp(level, "error"))
		return false;
	for (size_t i = 0; i < j->n_along; i++)
		if (lr_message_is_of(&j->along[i]->m, message))
			return true;
	return false;
}

static void cargo_call(struct lr_step *j, struct strv *inputs)
{
	int status;

	j->m.crate = &j->crate;
	j->m.suffix = suffix_of(j);
	lr_step_c_usage(j);
	if (j->crates)
		j->start = lr_record_clock(j->target_dir, j->n_along ? make_lock(j) : NULL);
	for (size_t i = 0; i < j->n_along; i++) {
		j->along[i]->m.crate = &j->along[i]->crate;
		j->along[i]->m.suffix = suffix_of(j->along[i]);
	}
	if (j->grouped) {
		lr_step_group_environment(j);
		j->m.each = each_artifact;
		j->m.mute = is_of_another;
		j->m.context = j;
	}
	status = lr_step_cargo(j, &j->m);
	/* cargo did not come as far as to compile: another crate's words may be the cause. */
	if (status && j->n_along && !j->m.finished && status < 128) {
		j->n_along = 0;
		status = lr_step_cargo(j, &j->m);
	}
	if (j->crates && status < 128)
		lr_step_leave(j, inputs);
	if ((status || (j->m.finished && !j->m.success)) && !(j->n_along && j->m.artifact && status < 128))
		cargo_failed(j, status ? status : 1);
	if (!j->m.artifact)
		fatal("cargo built crate '%s' of '%s' but named no %s of it", j->crate.name, j->crate.manifest,
		      j->crate.kind == LR_LIB	   ? "static library"
		      : j->crate.kind == LR_CDYLIB ? "shared library"
						   : "program");
	if (lr_copy_if_changed(j->m.artifact, j->output, NULL))
		fatal("copy '%s' to '%s':", j->m.artifact, j->output);
}

static void build(struct lr_step *j)
{
	struct strv inputs = {0};
	const char *ended;
	int lock;

	check_options(j);
	lr_step_place(j);
	lock = j->crates ? lock_target_dir(j->target_dir) : -1;
	if (!j->crates || !lr_step_take(j, &inputs)) {
		lr_step_choose(j);
		look_at_settings(j);
		need_std(j);
		if (j->crates)
			lr_step_group(j);
		else
			lock = lock_target_dir(j->target_dir);
		cargo_call(j, &inputs);
		close(lock);
		if (j->depfile && !j->crates)
			lr_step_inputs(j, &j->m, &inputs);
	} else {
		close(lock);
	}
	if (j->depfile)
		lr_step_depfile(j, &inputs);
	ended = j->stamp ? j->stamp : j->depfile;
	if (ended && lr_touch(ended))
		fatal("touch '%s':", ended);
}

static char *feature_list(const struct lr_step *j)
{
	struct buf b = {0};
	const char *name;
	json_t *value;

	buf_add(&b, "", 0);
	json_object_foreach(j->crate.features, name, value)
		buf_printf(&b, "%s%s", b.len ? " " : "", name);
	return b.data;
}

static void metadata(struct lr_step *j)
{
	struct buf b = {0};
	char *alone;

	lr_step_choose(j);
	alone = lr_step_alone(j);
	const struct lr_fact facts[] = {
		{"LIND_RUST_CRATE_PACKAGE", j->crate.package},
		{"LIND_RUST_CRATE_NAME", j->crate.name},
		{"LIND_RUST_CRATE_KIND", lr_kind_name(j->crate.kind)},
		{"LIND_RUST_CRATE_MANIFEST", j->crate.manifest},
		{"LIND_RUST_CRATE_WORKSPACE", xasprintf("%s/Cargo.toml", j->crate.workspace_root)},
		{"LIND_RUST_CRATE_FEATURES", feature_list(j)},
		{"LIND_RUST_CRATE_ALONE", alone ? "1" : ""},
	};

	lr_facts_format(&b, j->format, facts, sizeof facts / sizeof *facts, 26, "");
	fwrite(b.data, 1, b.len, stdout);
}

int main(int argc, char **argv)
{
	struct lr_step j = LR_STEP_DEFAULT;
	const char *verb = argc > 1 && argv[1][0] != '-' ? argv[1] : "";

	lr_program(argv[0]);
	if (*verb) {
		argv[1] = argv[0];
		argv++;
		argc--;
	}
	lr_step_read(&j, argc, argv);
	if (!strcmp(verb, "build"))
		build(&j);
	else if (!strcmp(verb, "metadata"))
		metadata(&j);
	else if (*verb)
		misuse("'%s' is not a job; there are: build and metadata", verb);
	else
		misuse("what to do is missing: build or metadata");
	lr_finish();
}
