/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cargo lind_compile, cargo lind_run, cargo lind_test, lind-cargo-build: cargo's own build, run and test, for lind.
 * What was built is what cargo says; the steps behind it are those of the build graphs, by the same programs.
 */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "lind-rust/cache.h"
#include "lind-rust/cargo_words.h"
#include "lind-rust/editor.h"
#include "lind-rust/environment.h"
#include "lind-rust/fs.h"
#include "lind-rust/lind_settings.h"
#include "lind-rust/link_inputs.h"
#include "lind-rust/messages.h"
#include "lind-rust/proc.h"
#include "lind-rust/programs.h"
#include "lind-rust/quote.h"
#include "lind-rust/runtime.h"
#include "lind-rust/std.h"
#include "lind-rust/tools.h"
#include "lind-rust/upstream.h"

static const char usage_head[] =
	"Build cargo packages for lind: cargo's own build, then the opt pass, lind-boot's precompilation and a copy "
	"in\n"
	"lindfs for each program that cargo names.\n"
	"\n"
	"As cargo's own (what is not listed is passed on to it):\n"
	"  -p, --package P, --workspace, --exclude P, --lib, --bin B, --bins, --example E, --examples, --all-targets\n"
	"  -F, --features F, --all-features, --no-default-features\n"
	"  -r, --release, --profile P, --manifest-path FILE, --target-dir DIR, --message-format F, --color WHEN\n"
	"  -j, --jobs N, --keep-going, --locked, --offline, --frozen, --config C, -Z FLAG\n"
	"  -v, --verbose, -q, --quiet, +TOOLCHAIN\n"
	"\n"
	"For lind:\n"
	"  --output-dir DIR      where in lindfs the programs are copied to (default: its root)\n"
	"  --grate               they are grates; --fpcast-emu: emulate calls through wrongly typed function pointers\n"
	"  --no-precompile       stop at the .wasm\n"
	"  --target, --lind-target TRIPLE\n"
	"                        one of lind's targets (lind-rust-config cargo -h)\n"
	"  --lind-root DIR       a built lind-wasm, in place of LIND_WASM_ROOT; --toolchain NAME: of rustup\n"
	"  --print-cmd           print each command that is run; --dry-run: print, and build nothing\n"
	"  --print-config        build nothing; print settings with which plain cargo, clippy and rust-analyzer see "
	"the same\n"
	"  --write-config        the same, written to .cargo/config.toml of the package, where there is none\n";
static const char usage_run[] =
	"\n"
	"Running:\n"
	"  --env NAME=VALUE      for the program, whose environment is empty otherwise; repeat for more\n"
	"  --timeout SECONDS     end it after that time\n"
	"  --under FILE          run it under this grate; repeat for more, outermost first\n";
static const char usage_test[] = "  --no-run              build only; --no-fail-fast: run all, whatever fails\n";
static const char usage_tail[] =
	"\n"
	"  -h, --help            -V, --version\n"
	"\n"
	"exit status: cargo's where it fails; 1 where a later step does; 2 misuse; run: the program's;\n"
	"test: 101 where a test fails\n";

/* Packages that one call of cargo builds: their settings reach the link alike. */
struct group {
	const struct lr_lind_settings *settings;
	char *key;
	struct strv packages; /* package ids */
};

struct job {
	struct lr_cargo_words w;
	struct lr_tools tools;
	json_t *metadata;
	const char *target_dir, *runtime;
	struct lr_lind_settings *settings; /* of each package of the workspace, in metadata's order */
	struct group *groups;
	size_t ngroups;
	struct lr_program_file *programs;
	size_t nprograms;
};

static const char *text(json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s ? s : "";
}

/* ---- cargo's environment ---- */

/*
 * A command line's own variables are the user's word here, unlike in a build graph: where things go, profiles, compiler
 * caches. Flags are not: cargo would take them in place of lind's.
 */
static bool is_users_word(const char *name)
{
	static const char *const kept[] = {
		"CARGO_TARGET_DIR=",        "CARGO_BUILD_TARGET_DIR=",    "CARGO_BUILD_BUILD_DIR=",
		"CARGO_PROFILE_",           "CARGO_INCREMENTAL=",         "RUSTC_WRAPPER=",
		"RUSTC_WORKSPACE_WRAPPER=", "CARGO_BUILD_RUSTC_WRAPPER=", "CARGO_ALIAS_"};

	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		if (lr_starts(name, kept[i]))
			return true;
	return false;
}

static char **environment(struct job *j, const struct lr_lind_settings *s, struct strv *dropped)
{
	struct strv add = {0};

	for (char **e = environ; *e; e++)
		if (is_users_word(*e))
			strv_add(&add, *e);
	for (size_t i = 0; s && i < s->env.n; i++)
		strv_add(&add, s->env.v[i]);
	strv_printf(&add, "RUSTC=%s", lr_need(&j->tools, LR_RUSTC));
	return lr_cargo_env(&add, dropped);
}

/* As the front ends choose it: by LIND_RUST_TARGET, or the one that has all of std. */
static const struct lr_target *default_target(void)
{
	const char *said = getenv("LIND_RUST_TARGET");

	return lr_need_target("LIND_RUST_TARGET", said && *said ? said : "wasm32-lind");
}

/* RUSTFLAGS in place of lind's flags is how programs silently lost their shared memory. */
static void tell_dropped(struct job *j)
{
	struct strv dropped = {0};
	bool flags = false;

	environment(j, NULL, &dropped);
	for (size_t i = 0; i < dropped.n; i++)
		flags |= strstr(dropped.v[i], "RUSTFLAGS") != NULL;
	if (flags && !j->w.quiet) {
		warn("RUSTFLAGS of the environment is not used: cargo would take it in place of lind's own flags");
		hint("say it by rustflags = [\"...\"] in [package.metadata.lind], or --config "
		     "'target.%s.rustflags=[\"...\"]'",
		     default_target()->triple);
	}
	if (!dropped.n || !lr_verbose())
		return;
	for (size_t i = 0; i < dropped.n; i++)
		hint("kept from cargo: %s", dropped.v[i]);
}

/* ---- metadata ---- */

static json_t *cargo_metadata(struct job *j)
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
	c.env = environment(j, NULL, NULL);
	status = lr_capture(&c, &out, false);
	if (status) {
		hint("go to the directory of a Cargo.toml or name it by --manifest-path; 'lind-rust new DIR' begins a "
		     "project");
		exit(status);
	}
	json = json_loadb(out.data, out.len, 0, NULL);
	if (!json)
		fatal("cargo metadata printed no JSON");
	free(out.data);
	return json;
}

/* ---- settings ---- */

static void override(struct lr_lind_settings *s, const struct lr_cargo_words *w)
{
	if (w->grate)
		s->policy.when |= LR_GRATE;
	if (w->fpcast)
		s->policy.when |= LR_FPCAST;
	if (w->target)
		s->target = lr_need_target("--target", w->target);
	if (!s->target)
		s->target = default_target();
}

/* All that makes a call of cargo another one. */
static char *settings_key(const struct lr_lind_settings *s)
{
	struct buf b = {0};

	lr_key_add(&b, "target", s->target->triple);
	for (size_t i = 0; i < s->rustflags.n; i++)
		lr_key_add(&b, "rustflag", s->rustflags.v[i]);
	for (size_t i = 0; i < s->env.n; i++)
		lr_key_add(&b, "env", s->env.v[i]);
	for (size_t i = 0; i < s->link.n; i++)
		lr_key_add(&b, "link", s->link.v[i]);
	buf_printf(&b, "%d %d %d %llu %llu\n", !!(s->policy.when & LR_GRATE), s->max_memory, s->stack_size,
		   s->policy.max_memory, s->policy.stack_size);
	return b.data;
}

static void read_settings(struct job *j)
{
	json_t *packages = json_object_get(j->metadata, "packages"), *package;
	json_t *workspace = json_object_get(json_object_get(j->metadata, "metadata"), "lind");
	size_t i;

	j->settings = xreallocarray(NULL, json_array_size(packages) + 1, sizeof *j->settings);
	json_array_foreach(packages, i, package)
	{
		lr_lind_settings_read(&j->settings[i], workspace,
				      json_object_get(json_object_get(package, "metadata"), "lind"),
				      text(package, "manifest_path"));
		override(&j->settings[i], &j->w);
	}
}

static json_t *package_by_id(struct job *j, const char *id, size_t *at)
{
	json_t *package;
	size_t i;

	json_array_foreach(json_object_get(j->metadata, "packages"), i, package) if (!strcmp(text(package, "id"), id))
	{
		*at = i;
		return package;
	}
	return NULL;
}

/* ---- which packages ---- */

static bool matches(json_t *package, const char *spec)
{
	/* name, name@version, a glob's or an id's own rules are cargo's: this is asked only where settings differ. */
	size_t n = strcspn(spec, "@");

	return !strcmp(text(package, "id"), spec) ||
	       (strlen(text(package, "name")) == n && !strncmp(text(package, "name"), spec, n));
}

static bool is_listed(json_t *list, const char *id)
{
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item) if (json_is_string(item) && !strcmp(json_string_value(item), id)) return true;
	return false;
}

/* The package of the manifest that cargo would find from here, or --manifest-path's. */
static bool is_own_manifest(struct job *j, json_t *package)
{
	char *at = j->w.manifest ? lr_realpath(j->w.manifest) : lr_realpath("."),
	     *theirs = lr_realpath(text(package, "manifest_path"));
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

static bool chosen(struct job *j, json_t *package, bool own)
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
	return !members || is_listed(members, text(package, "id"));
}

static void add_to_group(struct job *j, const struct lr_lind_settings *s, const char *id)
{
	char *key = settings_key(s);
	size_t g = 0;

	while (g < j->ngroups && strcmp(j->groups[g].key, key))
		g++;
	if (g == j->ngroups) {
		j->groups = xreallocarray(j->groups, ++j->ngroups, sizeof *j->groups);
		j->groups[g] = (struct group){.settings = s, .key = key};
	}
	strv_add(&j->groups[g].packages, id);
}

/* Mostly one group, and one call of cargo; where packages differ in what reaches the link, one for each kind. */
static void group_packages(struct job *j)
{
	json_t *packages = json_object_get(j->metadata, "packages"), *package;
	bool own = false;
	size_t i;

	json_array_foreach(packages, i, package) own |= is_own_manifest(j, package);
	json_array_foreach(packages, i, package) if (chosen(j, package, own))
		add_to_group(j, &j->settings[i], text(package, "id"));
	/* A choice that only cargo understands, or that it will refuse: it says so. */
	if (!j->ngroups && json_array_size(packages))
		add_to_group(j, &j->settings[0], text(json_array_get(packages, 0), "id"));
	if (!j->ngroups)
		fatal("the workspace '%s' has no package", text(j->metadata, "workspace_root"));
}

/* ---- cargo's settings ---- */

/* As cargo does where it makes it: backups leave it out. */
static void make_target_dir(const char *dir)
{
	static const char tag[] =
		"Signature: 8a477f597d28d172789f06886806bc55\n# This file is a cache directory tag created by "
		"cargo lind_compile.\n";
	char *file = xasprintf("%s/CACHEDIR.TAG", dir);
	bool fresh = !lr_exists(dir);

	if (lr_mkdirs(dir) || (fresh && lr_write_if_changed(file, tag, strlen(tag), NULL)))
		fatal_hint("name a directory that can be written by --target-dir", "make directory '%s': %s", dir,
			   strerror(errno));
	free(file);
}

static void config_command(struct strv *argv, struct job *j, const struct group *g, const char *std, const char *output)
{
	const struct lr_lind_settings *s = g->settings;
	char *bin = lr_self_dir();

	strv_printf(argv, "%s/lind-rust-config", bin);
	strv_add(argv, "cargo");
	strv_printf(argv, "--target=%s", s->target->triple);
	strv_printf(argv, "--std=%s", std);
	strv_printf(argv, "--sysroot=%s", lr_need(&j->tools, LR_SYSROOT));
	strv_printf(argv, "--clang=%s", lr_need(&j->tools, LR_CLANG));
	strv_printf(argv, "--wasm-ld=%s", lr_need(&j->tools, LR_WASM_LD));
	strv_printf(argv, "--ar=%s", lr_need(&j->tools, LR_AR));
	strv_printf(argv, "--cache=%s", lr_need(&j->tools, LR_CACHE));
	strv_add(argv, s->policy.when & LR_GRATE ? "--grate" : "--link-arg=--lind-grate-if-defined");
	if (s->max_memory)
		strv_printf(argv, "--max-memory=%llu", s->policy.max_memory);
	if (s->stack_size)
		strv_printf(argv, "--stack-size=%llu", s->policy.stack_size);
	for (size_t i = 0; i < s->rustflags.n; i++)
		strv_printf(argv, "--rustflag=%s", s->rustflags.v[i]);
	for (size_t i = 0; i < s->link.n; i++)
		strv_printf(argv, "--link-arg=%s", s->link.v[i]);
	strv_printf(argv, "--link-arg=--lind-inputs=%s", lr_link_inputs(&j->tools, &s->link, s->manifest));
	strv_printf(argv, "--output=%s", output);
	free(bin);
}

/* <target directory>/lind-rust/<triple>.toml, with a hash behind where the project has settings of its own. */
static char *config_path(struct job *j, const struct group *g)
{
	struct lr_lind_settings plain = {.target = g->settings->target, .policy = lr_policy_default};
	char *plain_key = settings_key(&plain), *hash = lr_hash(g->key, strlen(g->key));
	bool same = !strcmp(plain_key, g->key);
	char *path = xasprintf("%s/lind-rust/%s%s%.*s.toml", j->target_dir, g->settings->target->triple,
			       same ? "" : "-", same ? 0 : 12, hash);

	free(plain_key);
	free(hash);
	return path;
}

static char *make_config(struct job *j, const struct group *g)
{
	char *path = config_path(j, g);
	const char *std = j->w.dry_run ? "STD" : lr_std_ensure(&j->tools, g->settings->target);
	struct strv argv = {0};
	int status;

	config_command(&argv, j, g, std, path);
	if (lr_verbose() || j->w.dry_run)
		lr_print_command(stderr, "+ ", &argv);
	if (j->w.dry_run)
		return path;
	status = lr_run(&argv);
	if (status)
		exit(status);
	return path;
}

/* ---- cargo ---- */

static bool wants_colour(const struct lr_cargo_words *w)
{
	if (w->color && strcmp(w->color, "auto"))
		return !strcmp(w->color, "always");
	return isatty(2);
}

static bool wants_json(const struct lr_cargo_words *w)
{
	return w->message_format && strstr(w->message_format, "json");
}

static char *message_format(const struct lr_cargo_words *w)
{
	const char *ansi = wants_colour(w) ? ",json-diagnostic-rendered-ansi" : "";

	if (wants_json(w))
		return xstrdup(w->message_format);
	if (w->message_format && !strcmp(w->message_format, "short"))
		return xasprintf("json-diagnostic-short%s", ansi);
	if (w->message_format && strcmp(w->message_format, "human"))
		misuse("--message-format: '%s' is not one; there are: human short json json-*", w->message_format);
	return xasprintf("json%s", ansi);
}

/* Which of the words that choose targets fit a package of the group: cargo refuses a name that no package has. */
static void target_words(struct strv *argv, struct job *j, const struct group *g)
{
	for (size_t i = 0; i < j->w.targets.n; i++) {
		const char *word = j->w.targets.v[i], *name = strchr(word, '=');
		bool there = !name || j->ngroups == 1;

		for (size_t p = 0; !there && p < g->packages.n; p++) {
			size_t at, k;
			json_t *package = package_by_id(j, g->packages.v[p], &at), *target;

			json_array_foreach(json_object_get(package, "targets"), k, target) there |=
				!strcmp(text(target, "name"), name + 1);
		}
		if (there)
			strv_add(argv, word);
	}
}

static void cargo_command(struct strv *argv, struct job *j, const struct group *g, const char *config)
{
	strv_add(argv, lr_need(&j->tools, LR_CARGO));
	if (j->w.verb == LR_TEST)
		strv_addv(argv, (const char *const[]){"test", "--no-run", NULL});
	else
		strv_add(argv, "build");
	strv_take(argv, xasprintf("--message-format=%s", message_format(&j->w)));
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
	target_words(argv, j, g);
	for (size_t i = 0; i < j->w.pass.n; i++)
		strv_add(argv, j->w.pass.v[i]);
}

static void take_artifact(void *context, json_t *root)
{
	struct job *j = context;
	const char *executable = text(root, "executable"), *kind;
	json_t *target = json_object_get(root, "target"), *package, *profile;
	struct lr_program_file *p;
	size_t at = 0;
	bool test;

	/* Build scripts and tools of the host are programs as well, but none of lind's. */
	if (!lr_ends(executable, ".wasm"))
		return;
	package = package_by_id(j, text(root, "package_id"), &at);
	profile = json_object_get(root, "profile");
	test = json_is_true(json_object_get(profile, "test"));
	/* cargo test builds programs and examples as well: nobody runs those. */
	if (!package || (j->w.verb == LR_TEST && !test))
		return;
	j->programs = xreallocarray(j->programs, j->nprograms + 1, sizeof *j->programs);
	p = &j->programs[j->nprograms++];
	kind = json_string_value(json_array_get(json_object_get(target, "kind"), 0));
	*p = (struct lr_program_file){
		.settings = &j->settings[at],
		.package_id = xstrdup(text(root, "package_id")),
		.package = xstrdup(text(package, "name")),
		.name = xstrdup(text(target, "name")),
		.kind = xstrdup(kind ? kind : ""),
		.default_run = text(package, "default_run"),
		.test = test,
		.quick = !strcmp(text(profile, "opt_level"), "0"),
		.raw = xstrdup(executable),
	};
}

static void run_cargo(struct job *j, const struct group *g)
{
	struct lr_messages m = {.each = take_artifact, .context = j, .forward = wants_json(&j->w)};
	char *config = make_config(j, g);
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .err = LR_INHERIT};
	int fds[2], status;
	pid_t pid;

	cargo_command(&argv, j, g, config);
	if (lr_verbose() || j->w.dry_run)
		lr_print_command(stderr, "+ ", &argv);
	if (j->w.dry_run)
		return;
	c.env = environment(j, g->settings, NULL);
	if (pipe2(fds, O_CLOEXEC))
		fatal("pipe:");
	c.out = fds[1];
	pid = lr_start(&c);
	close(fds[1]);
	lr_messages_read(&m, pid, fds[0]);
	close(fds[0]);
	status = lr_wait(pid);
	/* cargo has said what is wrong. */
	if (status)
		exit(status);
}

static int lock_target_dir(const char *dir)
{
	char *path = xasprintf("%s/.lind-rust-lock", dir);
	int fd = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0666);

	if (fd < 0)
		fatal("lock '%s':", path);
	if (flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK) {
		warn("waiting for another build in '%s'", dir);
		while (flock(fd, LOCK_EX) && errno == EINTR)
			;
	}
	free(path);
	return fd;
}

/* ---- what was made ---- */

static const char *shown(const char *path)
{
	char *here = lr_absolute(".");
	size_t n;

	if (lr_ends(here, "/."))
		here[strlen(here) - 2] = '\0';
	n = strlen(here);
	return !strncmp(path, here, n) && path[n] == '/' ? path + n + 1 : path;
}

static void report(struct job *j, const struct lr_program_file *p)
{
	if (wants_json(&j->w)) {
		json_t *line = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s?, s:s?}", "reason", "lind-program",
					 "package_id", p->package_id, "name", p->name, "kind", p->kind, "wasm", p->wasm,
					 "cwasm", p->cwasm, "staged", p->staged);
		char *dump = line ? json_dumps(line, JSON_COMPACT) : NULL;

		if (dump)
			puts(dump);
		json_decref(line);
		free(dump);
	} else if (!j->w.quiet && !p->test) {
		fprintf(stderr, "%12s %s", "Program", shown(lr_program_final(p)));
		if (p->staged)
			fprintf(stderr, ", in lindfs: %s", p->staged + strlen(lr_need(&j->tools, LR_LINDFS)));
		fputc('\n', stderr);
	}
}

static int rank(const struct lr_program_file *p)
{
	static const char *const kinds[] = {"lib", "bin", "test", "bench", "example"};
	int i = 0;

	while (i < (int)(sizeof kinds / sizeof *kinds) && strcmp(kinds[i], p->kind))
		i++;
	return i;
}

/* cargo names programs as they get ready; they are run, as by cargo, in one order. */
static int in_order(const void *a, const void *b)
{
	const struct lr_program_file *x = a, *y = b;

	if (x->settings != y->settings)
		return x->settings < y->settings ? -1 : 1;
	return rank(x) != rank(y) ? rank(x) - rank(y) : strcmp(x->name, y->name);
}

static void finish_programs(struct job *j)
{
	const struct lr_finishing how = {
		.tools = &j->tools,
		.runtime = j->runtime,
		.output_dir = j->w.output_dir,
		.stage = j->w.verb == LR_COMPILE || j->w.output_dir,
		.no_precompile = j->w.no_precompile,
	};

	if (j->nprograms)
		qsort(j->programs, j->nprograms, sizeof *j->programs, in_order);
	for (size_t i = 0; i < j->nprograms; i++) {
		lr_program_finish(&j->programs[i], &how);
		report(j, &j->programs[i]);
	}
	if (!j->nprograms && !j->w.quiet && j->w.verb == LR_COMPILE)
		warn("built, but there is no program among it: libraries need nothing more");
	if (j->w.output_dir && !lr_find(&j->tools, LR_LINDFS))
		warn("--output-dir has no effect: there is no lindfs without LIND_WASM_ROOT");
}

/* ---- run and test ---- */

static void runner(struct strv *argv, struct job *j, const struct lr_program_file *p)
{
	char *bin = lr_self_dir();

	strv_printf(argv, "%s/lind-rust-run", bin);
	strv_printf(argv, "--runtime=%s", j->runtime);
	/* A panic ends the program (panic = "abort"): what the harness had captured would never be seen. */
	if (p->test)
		strv_add(argv, "--env=RUST_TEST_NOCAPTURE=1");
	for (size_t i = 0; i < j->w.env.n; i++)
		strv_printf(argv, "--env=%s", j->w.env.v[i]);
	for (size_t i = 0; i < j->w.under.n; i++)
		strv_printf(argv, "--grate=%s", j->w.under.v[i]);
	if (j->w.timeout)
		strv_printf(argv, "--timeout=%s", j->w.timeout);
	strv_add(argv, "--");
	strv_add(argv, lr_program_final(p));
	for (size_t i = 0; i < j->w.program.n; i++)
		strv_add(argv, j->w.program.v[i]);
	free(bin);
}

static int run_program(struct job *j, const struct lr_program_file *p)
{
	struct strv argv = {0};

	runner(&argv, j, p);
	if (lr_verbose())
		lr_print_command(stderr, "+ ", &argv);
	else if (!j->w.quiet)
		fprintf(stderr, "%12s %s\n", "Running", shown(lr_program_final(p)));
	return lr_run(&argv);
}

static int run_one(struct job *j)
{
	const struct lr_program_file *only = NULL;
	struct buf names = {0};
	size_t n = 0;

	for (size_t i = 0; i < j->nprograms; i++) {
		const struct lr_program_file *p = &j->programs[i];

		if (*p->default_run && strcmp(p->default_run, p->name) && !j->w.targets.n)
			continue;
		buf_printf(&names, " %s", p->name);
		only = p;
		n++;
	}
	if (!n)
		fatal_hint("cargo lind_run runs a package's bin, or an --example", "there is no program to run");
	if (n > 1)
		fatal_hint(xasprintf("say --bin NAME, or set default-run in Cargo.toml:%s", names.data),
			   "there are %zu programs: which one is to be run?", n);
	return run_program(j, only);
}

static int run_tests(struct job *j)
{
	struct strv failed = {0};

	for (size_t i = 0; i < j->nprograms; i++) {
		int status = j->programs[i].test ? run_program(j, &j->programs[i]) : 0;

		if (!status)
			continue;
		warn("test '%s' of package '%s' %s", j->programs[i].name, j->programs[i].package,
		     lr_status_words(status));
		/* Nothing can run it here: that is no failure, and no success either. */
		if (status == 77)
			return status;
		strv_add(&failed, j->programs[i].name);
		if (!j->w.no_fail_fast)
			break;
	}
	return failed.n ? 101 : LR_DONE;
}

/* ---- settings for plain cargo and for editors ---- */

static void print_settings(struct job *j, const char *config)
{
	struct buf b = {0};

	lr_editor_settings(&b, &j->tools, config, j->w.target_dir ? j->target_dir : NULL);
	fwrite(b.data, 1, b.len, stdout);
	free(b.data);
}

/* The same, with what plain cargo is given on its command line; a target of lind's own has a table [build] already. */
static void add_build_table(struct buf *out, const char *config, const char *triple, const char *rustc)
{
	static const char table[] = "\n[build]\n";
	const char *at = strstr(config, table), *rest = at ? at + strlen(table) : "";

	buf_add(out, config, at ? (size_t)(at - config) : strlen(config));
	buf_printf(out, "%starget = %s\nrustc = %s\n%s", table, lr_quote_toml(triple), lr_quote_toml(rustc), rest);
}

/* By the user's wish only, and never over a file of theirs. */
static void write_settings(struct job *j, const char *config, const char *triple)
{
	char *path = xasprintf("%s/.cargo/config.toml", text(j->metadata, "workspace_root")), *first = lr_first_line(path);
	struct buf b = {0}, made = {0}, old = {0};

	if (lr_slurp(config, &made))
		fatal("read '%s':", config);
	add_build_table(&b, made.data, triple, lr_need(&j->tools, LR_RUSTC));
	if (!lr_slurp(path, &old) && old.len && (!first || !lr_starts(first, "# Made by lind-rust")))
		fatal_hint("'--print-config' prints what can be added to it by hand",
			   "'%s' is there and not lind-rust's: it stays", path);
	if (lr_write_if_changed(path, b.data, b.len, NULL))
		fatal("write '%s':", path);
	fprintf(stderr, "%12s %s\n", "Wrote", shown(path));
}

static void settings_for_others(struct job *j)
{
	char *config = make_config(j, &j->groups[0]);

	if (j->ngroups > 1)
		warn("packages differ in their settings: these are of '%s'", j->groups[0].settings->manifest);
	if (j->w.print_config)
		print_settings(j, config);
	if (j->w.write_config)
		write_settings(j, config, j->groups[0].settings->target->triple);
}

/* ---- */

static void print_usage(enum lr_verb verb)
{
	static const char *const line[] = {
		[LR_COMPILE] = "usage: cargo lind_compile [options]       (lind-cargo-build is the same)\n\n",
		[LR_RUN] = "usage: cargo lind_run [options] [--] [arguments of the program]\n\n",
		[LR_TEST] = "usage: cargo lind_test [options] [FILTER] [-- arguments of the test programs]\n\n",
	};

	fputs(line[verb], stdout);
	fputs(usage_head, stdout);
	if (verb != LR_COMPILE)
		fputs(usage_run, stdout);
	if (verb == LR_TEST)
		fputs(usage_test, stdout);
	fputs(usage_tail, stdout);
	lr_finish();
}

static enum lr_verb verb_of(const char *name)
{
	return lr_ends(name, "lind_run") ? LR_RUN : lr_ends(name, "lind_test") ? LR_TEST : LR_COMPILE;
}

/* cargo calls 'cargo-lind_run lind_run …'; a direct call has no such word. */
static char **own_words(int argc, char **argv)
{
	const char *verb = strchr(lr_base(argv[0]), '-');

	return argv + (argc > 1 && verb && !strcmp(argv[1], verb + 1) ? 2 : 1);
}

static void answer(const struct lr_cargo_words *w)
{
	if (w->help)
		print_usage(w->verb);
	if (!w->version)
		return;
	printf("%s %s\n", lr_program_name(), LIND_RUST_VERSION);
	lr_finish();
}

static void find_tools(struct job *j)
{
	j->tools.manifest_dir = j->w.manifest ? lr_dir(j->w.manifest) : NULL;
	lr_upstream_adopt(&j->tools, j->w.quiet);
	lr_upstream_toolchain(&j->tools, j->w.toolchain);
	j->runtime = lr_runtime(&j->tools, NULL);
	lr_need(&j->tools, LR_SYSROOT);
	if (j->tools.standin && !j->w.quiet) {
		warn("LIND_WASM_ROOT is not set: programs are built for the stand-in and run in node");
		hint("set LIND_WASM_ROOT to a built lind-wasm for programs that run on lind; 'lind-rust doctor' tells "
		     "more");
	}
}

static void print_dry_steps(const struct job *j)
{
	fputs("# then, for each program that cargo names:\n+ lind-rust-opt -o DIR/lind/PROGRAM.wasm DIR/PROGRAM.wasm\n", stderr);
	if (!strcmp(j->runtime, "lind") && !j->w.no_precompile)
		fputs("+ lind-rust-run --precompile -o DIR/PROGRAM.cwasm DIR/lind/PROGRAM.wasm\n", stderr);
}

static void build(struct job *j)
{
	int lock = -1;

	if (!j->w.dry_run) {
		make_target_dir(j->target_dir);
		lock = lock_target_dir(j->target_dir);
	}
	for (size_t g = 0; g < j->ngroups; g++)
		run_cargo(j, &j->groups[g]);
	if (j->w.dry_run)
		print_dry_steps(j);
	else
		finish_programs(j);
	if (lock >= 0)
		close(lock);
}

int main(int argc, char **argv)
{
	struct job j = {0};
	char **words;

	lr_program(argv[0]);
	j.w.verb = verb_of(lr_program_name());
	words = own_words(argc, argv);
	lr_cargo_words_read(&j.w, &j.tools, words);
	answer(&j.w);
	if (j.w.verbose || j.w.print_cmd)
		setenv("LIND_RUST_VERBOSE", "1", 1);
	free(message_format(&j.w));
	find_tools(&j);
	tell_dropped(&j);
	j.metadata = cargo_metadata(&j);
	j.target_dir = j.w.target_dir ? lr_absolute(j.w.target_dir) : text(j.metadata, "target_directory");
	read_settings(&j);
	group_packages(&j);
	if (j.w.print_config || j.w.write_config) {
		settings_for_others(&j);
		lr_finish();
	}
	build(&j);
	fflush(stdout);
	if (j.w.dry_run || j.w.verb == LR_COMPILE || j.w.no_run)
		lr_finish();
	return j.w.verb == LR_RUN ? run_one(&j) : run_tests(&j);
}
