/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lind-rust/job.h"
#include "lind-rust/messages.h"
#include "lind-rust/proc.h"

static bool wants_colour(const struct lr_cargo_words *w)
{
	if (w->color && strcmp(w->color, "auto"))
		return !strcmp(w->color, "always");
	return isatty(2);
}

bool lr_job_wants_json(const struct lr_cargo_words *w)
{
	return w->message_format && strstr(w->message_format, "json");
}

char *lr_job_message_format(const struct lr_cargo_words *w)
{
	const char *ansi = wants_colour(w) ? ",json-diagnostic-rendered-ansi" : "";

	if (lr_job_wants_json(w))
		return xstrdup(w->message_format);
	if (w->message_format && !strcmp(w->message_format, "short"))
		return xasprintf("json-diagnostic-short%s", ansi);
	if (w->message_format && strcmp(w->message_format, "human"))
		misuse("--message-format: '%s' is not one; there are: human short json json-*", w->message_format);
	return xasprintf("json%s", ansi);
}

/* Which of the words that choose targets fit a package of the group: cargo refuses a name that no package has. */
static void target_words(struct strv *argv, struct lr_job *j, const struct lr_group *g)
{
	for (size_t i = 0; i < j->w.targets.n; i++) {
		const char *word = j->w.targets.v[i], *name = strchr(word, '=');
		bool there = !name || j->ngroups == 1;

		for (size_t p = 0; !there && p < g->packages.n; p++) {
			size_t at, k;
			json_t *package = lr_job_package(j, g->packages.v[p], &at), *target;

			json_array_foreach(json_object_get(package, "targets"), k, target) there |=
				!strcmp(lr_json_text(target, "name"), name + 1);
		}
		if (there)
			strv_add(argv, word);
	}
}

static void cargo_command(struct strv *argv, struct lr_job *j, const struct lr_group *g, const char *config)
{
	strv_add(argv, lr_need(&j->tools, LR_CARGO));
	if (j->w.verb == LR_TEST)
		strv_addv(argv, (const char *const[]){"test", "--no-run", NULL});
	else
		strv_add(argv, "build");
	strv_take(argv, xasprintf("--message-format=%s", lr_job_message_format(&j->w)));
	if (j->w.manifest)
		strv_printf(argv, "--manifest-path=%s", j->w.manifest);
	strv_printf(argv, "--target-dir=%s", j->target_dir);
	strv_printf(argv, "--target=%s", g->settings->target->triple);
	strv_printf(argv, "--config=%s", config);
	if (j->ngroups == 1)
		for (size_t i = 0; i < j->w.packages.n; i++)
			strv_add(argv, j->w.packages.v[i]);
	else
		for (size_t i = 0; i < g->packages.n; i++)
			strv_printf(argv, "--package=%s", g->packages.v[i]);
	if (j->w.cdylib)
		strv_add(argv, "--lib");
	target_words(argv, j, g);
	for (size_t i = 0; i < j->w.pass.n; i++)
		strv_add(argv, j->w.pass.v[i]);
}

/* The command line goes before a program's own table, too. */
static const struct lr_lind_settings *settings_of(struct lr_job *j, size_t at, const char *program)
{
	const struct lr_lind_settings *table = lr_lind_settings_of(&j->settings[at], program);
	struct lr_lind_settings *own;

	if (!j->w.fpcast || table->policy.when & LR_FPCAST)
		return table;
	own = xreallocarray(NULL, 1, sizeof *own);
	*own = *table;
	own->policy.when |= LR_FPCAST;
	return own;
}

/* A library is no executable for cargo: it is the one of its files that is a module. */
static const char *module_of(const struct lr_job *j, json_t *root)
{
	json_t *file;
	size_t i;

	if (!j->w.cdylib)
		return lr_json_text(root, "executable");
	json_array_foreach(json_object_get(root, "filenames"), i, file)
		if (json_is_string(file) && lr_ends(json_string_value(file), ".wasm"))
			return json_string_value(file);
	return "";
}

static void take_artifact(void *context, json_t *root)
{
	struct lr_job *j = context;
	const char *executable = module_of(j, root), *kind;
	json_t *target = json_object_get(root, "target"), *package;
	struct lr_program_file *p;
	size_t at = 0;
	bool test;

	test = json_is_true(json_object_get(json_object_get(root, "profile"), "test"));
	/* Build scripts and tools of the host are programs as well, but none of lind's. */
	if (!lr_ends(executable, ".wasm")) {
		if (*executable && test && j->w.verb == LR_TEST && !j->w.quiet)
			warn("the tests of '%s' are not run: it is a part of the compiler, and not of a program; 'cargo test' "
			     "runs them", lr_json_text(target, "name"));
		return;
	}
	package = lr_job_package(j, lr_json_text(root, "package_id"), &at);
	/* cargo test builds programs and examples as well: nobody runs those. */
	if (!package || (j->w.verb == LR_TEST && !test))
		return;
	j->programs = xreallocarray(j->programs, j->nprograms + 1, sizeof *j->programs);
	p = &j->programs[j->nprograms++];
	kind = json_string_value(json_array_get(json_object_get(target, "kind"), 0));
	*p = (struct lr_program_file){
		.settings = settings_of(j, at, lr_json_text(target, "name")),
		.order = at,
		.package_id = xstrdup(lr_json_text(root, "package_id")),
		.package = xstrdup(lr_json_text(package, "name")),
		.name = xstrdup(lr_json_text(target, "name")),
		.kind = xstrdup(j->w.cdylib ? "cdylib" : kind ? kind : ""),
		.default_run = lr_json_text(package, "default_run"),
		.test = test,
		.profile = j->w.profile ? j->w.profile : "dev",
		.raw = xstrdup(executable),
	};
}

static bool can_be_made(const char *crate_type)
{
	return strcmp(crate_type, "cdylib") && strcmp(crate_type, "dylib");
}

static bool builds_libraries(const struct lr_cargo_words *w)
{
	for (size_t i = 0; i < w->targets.n; i++)
		if (!strcmp(w->targets.v[i], "--lib") || !strcmp(w->targets.v[i], "--all-targets"))
			return true;
	return !w->targets.n;
}

/* A library that this call can make in no way, of which cargo says so, and no more. */
static void explain_failure(struct lr_job *j, const struct lr_group *g)
{
	if (j->w.cdylib || !builds_libraries(&j->w))
		return;
	for (size_t i = 0; i < g->packages.n; i++) {
		size_t at, k, n;
		json_t *package = lr_job_package(j, g->packages.v[i], &at), *target, *type;

		json_array_foreach(json_object_get(package, "targets"), k, target) {
			json_t *types = json_object_get(target, "crate_types");
			bool any = !json_array_size(types);

			json_array_foreach(types, n, type)
				any |= can_be_made(json_string_value(type));
			if (!any)
				hint("package '%s' is a shared library alone: 'cargo lind_compile --cdylib' builds shared libraries; "
				     "crate-type = [\"rlib\"] beside '%s' serves programs; --bins leaves a library out",
				     lr_json_text(package, "name"), json_string_value(json_array_get(types, 0)));
		}
	}
}

void lr_job_cargo(struct lr_job *j, const struct lr_group *g)
{
	struct lr_messages m = {.each = take_artifact, .context = j, .forward = lr_job_wants_json(&j->w)};
	char *config = lr_job_config(j, g);
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .err = LR_INHERIT};
	int fds[2], status;
	pid_t pid;

	cargo_command(&argv, j, g, config);
	if (lr_verbose() || j->w.dry_run)
		lr_print_command(stderr, "+ ", &argv);
	if (j->w.dry_run)
		return;
	c.env = lr_job_environment(j, g->settings, NULL);
	if (pipe2(fds, O_CLOEXEC))
		fatal("pipe:");
	c.out = fds[1];
	pid = lr_start(&c);
	close(fds[1]);
	lr_messages_read(&m, pid, fds[0]);
	close(fds[0]);
	status = lr_wait(pid);
	/* cargo has said what is wrong. */
	if (status) {
		explain_failure(j, g);
		exit(status);
	}
}
