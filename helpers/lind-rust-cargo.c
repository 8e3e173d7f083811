/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs cargo for one crate of a build graph: in a clean environment, with lind's settings; copies the artifact where
 * its bytes changed, writes a depfile that is complete, and touches the stamp last.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "lind-rust/cache.h"
#include "lind-rust/depfile.h"
#include "lind-rust/environment.h"
#include "lind-rust/facts.h"
#include "lind-rust/flags.h"
#include "lind-rust/fs.h"
#include "lind-rust/inputs.h"
#include "lind-rust/link_inputs.h"
#include "lind-rust/messages.h"
#include "lind-rust/metadata.h"
#include "lind-rust/proc.h"
#include "lind-rust/quote.h"
#include "lind-rust/settings.h"
#include "lind-rust/std.h"
#include "lind-rust/tools.h"

static const char usage[] =
	"usage: lind-rust-cargo build [options]        build one crate\n"
	"       lind-rust-cargo metadata [options]     say what a crate is, for a build system\n"
	"\n"
	"  --manifest-path FILE  the crate's Cargo.toml (default: ./Cargo.toml)\n"
	"  --package P           a package of the workspace\n"
	"  --bin B | --lib | --example E\n"
	"                        which of its targets; default: the only one\n"
	"  --target TRIPLE       wasm32-lind (the default), wasm32-wasip1, or host: a tool that the build itself runs\n"
	"  --features F          repeat for more, or separate by commas; --no-default-features, --all-features\n"
	"  --locked, --offline   as cargo's\n"
	"  --rustc FILE, --cargo FILE, --toolchain NAME\n"
	"                        instead of what is found (lind-rust-config tools)\n"
	"\n"
	"build:\n"
	"  --output FILE         where the program or library goes; written only if its bytes changed\n"
	"  --target-dir DIR      cargo's directory for this target and these flags\n"
	"  --config FILE         the config.toml of 'lind-rust-config cargo'\n"
	"  --profile P           a profile of cargo (default: release)\n"
	"  --stamp FILE          touched last, at each success\n"
	"  --depfile FILE        a rule 'STAMP: inputs' for Ninja and make; --phony: a rule for each input as well\n"
	"  --build-dir DIR       the build tree: no input but for files named one by one (default: the target directory)\n"
	"  --env NAME=VALUE      for cargo, rustc and build scripts; repeat for more\n"
	"  --link FILE           link this library or object into the program; repeat for more\n"
	"  --max-memory BYTES, --stack-size BYTES, --grate\n"
	"                        the program's memory and kind, as 'lind-rust-config cargo' takes them\n"
	"  --include DIR, --define NAME[=VALUE]\n"
	"                        for C that build scripts compile; repeat for more\n"
	"  --rustflag FLAG       for rustc, this crate alone; repeat for more\n"
	"  --cargo-arg ARG       one more argument for cargo; repeat for more\n"
	"  --color WHEN          auto (the default), always or never; always gives way to NO_COLOR\n"
	"\n"
	"metadata:\n"
	"  --format F            text (the default), cmake, make, sh or json\n"
	"\n"
	"  -v, --verbose         print the command that is run\n"
	"  -h, --help            -V, --version\n";

enum {
	OPT_MANIFEST = 256,
	OPT_PACKAGE,
	OPT_BIN,
	OPT_LIB,
	OPT_EXAMPLE,
	OPT_TARGET,
	OPT_FEATURES,
	OPT_NO_DEFAULT,
	OPT_ALL_FEATURES,
	OPT_LOCKED,
	OPT_OFFLINE,
	OPT_OUTPUT,
	OPT_TARGET_DIR,
	OPT_CONFIG,
	OPT_PROFILE,
	OPT_STAMP,
	OPT_DEPFILE,
	OPT_PHONY,
	OPT_BUILD_DIR,
	OPT_ENV,
	OPT_LINK,
	OPT_INCLUDE,
	OPT_DEFINE,
	OPT_RUSTFLAG,
	OPT_CARGO_ARG,
	OPT_MAX_MEMORY,
	OPT_STACK_SIZE,
	OPT_GRATE,
	OPT_FORMAT,
	OPT_COLOR,
};

static const struct option own_options[] = {
	{"manifest-path", required_argument, NULL, OPT_MANIFEST},
	{"package", required_argument, NULL, OPT_PACKAGE},
	{"bin", required_argument, NULL, OPT_BIN},
	{"lib", no_argument, NULL, OPT_LIB},
	{"example", required_argument, NULL, OPT_EXAMPLE},
	{"target", required_argument, NULL, OPT_TARGET},
	{"features", required_argument, NULL, OPT_FEATURES},
	{"no-default-features", no_argument, NULL, OPT_NO_DEFAULT},
	{"all-features", no_argument, NULL, OPT_ALL_FEATURES},
	{"locked", no_argument, NULL, OPT_LOCKED},
	{"offline", no_argument, NULL, OPT_OFFLINE},
	{"output", required_argument, NULL, OPT_OUTPUT},
	{"target-dir", required_argument, NULL, OPT_TARGET_DIR},
	{"config", required_argument, NULL, OPT_CONFIG},
	{"profile", required_argument, NULL, OPT_PROFILE},
	{"stamp", required_argument, NULL, OPT_STAMP},
	{"depfile", required_argument, NULL, OPT_DEPFILE},
	{"phony", no_argument, NULL, OPT_PHONY},
	{"build-dir", required_argument, NULL, OPT_BUILD_DIR},
	{"env", required_argument, NULL, OPT_ENV},
	{"link", required_argument, NULL, OPT_LINK},
	{"include", required_argument, NULL, OPT_INCLUDE},
	{"define", required_argument, NULL, OPT_DEFINE},
	{"rustflag", required_argument, NULL, OPT_RUSTFLAG},
	{"cargo-arg", required_argument, NULL, OPT_CARGO_ARG},
	{"max-memory", required_argument, NULL, OPT_MAX_MEMORY},
	{"stack-size", required_argument, NULL, OPT_STACK_SIZE},
	{"grate", no_argument, NULL, OPT_GRATE},
	{"format", required_argument, NULL, OPT_FORMAT},
	{"color", required_argument, NULL, OPT_COLOR},
	{"verbose", no_argument, NULL, 'v'},
	{"help", no_argument, NULL, 'h'},
	{"version", no_argument, NULL, 'V'},
	{NULL, 0, NULL, 0},
};

struct job {
	struct lr_tools tools;
	struct lr_wanted wanted;
	struct lr_crate crate;
	const struct lr_target *target; /* NULL: the host */
	bool no_default, all_features, locked, offline, phony, verbose;
	const char *color;
	const char *output, *target_dir, *config, *profile, *stamp, *depfile, *build_dir, *format, *bindgen;
	struct lr_policy policy;
	bool max_memory, stack_size;
	bool target_set; /* the project's settings give plain cargo a target: a host's tool needs its own said */
	struct strv env, link, include, define, rustflags, cargo_args;
};

/* ---- what both verbs need ---- */

static void resolution_flags(struct strv *argv, const struct job *j)
{
	if (j->locked)
		strv_add(argv, "--locked");
	if (j->offline)
		strv_add(argv, "--offline");
}

static char **environment(struct job *j, struct strv *dropped)
{
	struct strv env = {0};

	for (size_t i = 0; i < j->env.n; i++)
		strv_add(&env, j->env.v[i]);
	strv_printf(&env, "RUSTC=%s", lr_need(&j->tools, LR_RUSTC));
	return lr_cargo_env(&env, dropped);
}

/* Relative settings files are looked up from where cargo starts: the crate's own directory, as for a user by hand. */
static char *crate_dir(const struct job *j)
{
	return lr_dir(j->wanted.manifest);
}

static void feature_flags(struct strv *argv, const struct job *j)
{
	for (size_t i = 0; i < j->wanted.features.n; i++)
		strv_printf(argv, "--features=%s", j->wanted.features.v[i]);
	if (j->no_default)
		strv_add(argv, "--no-default-features");
	if (j->all_features)
		strv_add(argv, "--all-features");
}

static json_t *cargo_metadata(struct job *j, bool with_deps, bool quiet)
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
		resolution_flags(&argv, j);
	} else {
		/* The package's own manifest: features are its. */
		strv_printf(&argv, "--manifest-path=%s", j->crate.manifest);
		feature_flags(&argv, j);
		if (j->target)
			strv_printf(&argv, "--filter-platform=%s", j->target->triple);
		/* cargo asks rustc what that platform is. */
		if (j->target && j->target->has_spec)
			strv_printf(&argv, "--config=%s", j->config);
		/* After a build everything is there: no network, and no change of Cargo.lock. */
		strv_add(&argv, "--offline");
		if (j->locked)
			strv_add(&argv, "--locked");
	}
	c.env = environment(j, NULL);
	c.cwd = crate_dir(j);
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

static void choose(struct job *j)
{
	char *manifest;

	if (!j->wanted.manifest)
		j->wanted.manifest = "Cargo.toml";
	manifest = lr_absolute(j->wanted.manifest);
	if (lr_is_dir(manifest))
		fatal_hint("name its Cargo.toml", "MANIFEST_PATH '%s' is a directory", manifest);
	if (!lr_exists(manifest))
		fatal_hint("MANIFEST_PATH names the crate's Cargo.toml", "there is no manifest '%s'", manifest);
	j->wanted.manifest = manifest;
	j->tools.manifest_dir = lr_dir(manifest);
	lr_crate_choose(&j->crate, cargo_metadata(j, false, false), &j->wanted);
}

/* ---- build ---- */

static char *host_triple(struct job *j)
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

static void target_flags(struct strv *argv, struct job *j)
{
	if (j->crate.kind == LR_LIB) {
		strv_add(argv, "--lib");
		strv_add(argv, "--crate-type=staticlib");
	} else {
		strv_printf(argv, "--%s=%s", lr_kind_name(j->crate.kind), j->crate.name);
	}
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

static void rustc_flags(struct strv *argv, struct job *j)
{
	strv_add(argv, "--");
	for (size_t i = 0; i < j->rustflags.n; i++)
		strv_add(argv, j->rustflags.v[i]);
	if (!j->target || j->crate.kind == LR_LIB)
		return;
	lr_link_args_add(argv, &j->policy, j->max_memory, j->stack_size);
	for (size_t i = 0; i < j->link.n; i++)
		strv_printf(argv, "-Clink-arg=%s", j->link.v[i]);
	/* A changed word makes cargo link again where a file behind its back changed. */
	strv_printf(argv, "-Clink-arg=--lind-inputs=%s", lr_link_inputs(&j->tools, &j->link, j->crate.name));
}

/* Ninja reads what its commands say by a pipe, passes colours on to a terminal, and takes them out for a file. */
static bool in_colour(const struct job *j)
{
	const char *no = getenv("NO_COLOR");

	if (!j->color || !strcmp(j->color, "auto"))
		return isatty(2);
	return !strcmp(j->color, "always") && !(no && *no);
}

static void command(struct strv *argv, struct job *j)
{
	strv_add(argv, lr_need(&j->tools, LR_CARGO));
	strv_add(argv, "rustc");
	strv_printf(argv, "--message-format=%s", in_colour(j) ? "json-diagnostic-rendered-ansi" : "json");
	if (j->color && strcmp(j->color, "auto"))
		strv_printf(argv, "--color=%s", in_colour(j) ? "always" : "never");
	strv_printf(argv, "--manifest-path=%s", j->wanted.manifest);
	strv_printf(argv, "--package=%s", j->crate.package_id);
	strv_printf(argv, "--target-dir=%s", j->target_dir);
	strv_printf(argv, "--profile=%s", j->profile);
	target_flags(argv, j);
	feature_flags(argv, j);
	resolution_flags(argv, j);
	for (size_t i = 0; i < j->cargo_args.n; i++)
		strv_add(argv, j->cargo_args.v[i]);
	rustc_flags(argv, j);
}

/* One word of a response file. */
static void response_word(struct buf *b, const char *word)
{
	buf_char(b, '"');
	for (; *word; word++) {
		if (*word == '"' || *word == '\\')
			buf_char(b, '\\');
		buf_char(b, *word);
	}
	buf_str(b, "\"\n");
}

/*
 * Include directories and definitions of the C targets that the crate is linked with. In a file, for lind-rust-clang:
 * the variables that build scripts read split their words at spaces. The same words for bindgen, quoted as it wants.
 */
static void c_usage(struct job *j)
{
	struct buf words = {0}, bindgen = {0};
	char *path;

	if (!j->target || (!j->include.n && !j->define.n))
		return;
	buf_printf(&bindgen, "--target=%s %s", lr_clang_target,
		   lr_quote_sh(xasprintf("--sysroot=%s", lr_need(&j->tools, LR_SYSROOT))));
	for (size_t i = 0; i < j->include.n + j->define.n; i++) {
		char *word = i < j->include.n ? xasprintf("-I%s", j->include.v[i])
					      : xasprintf("-D%s", j->define.v[i - j->include.n]);

		response_word(&words, word);
		buf_printf(&bindgen, " %s", lr_quote_sh(word));
		free(word);
	}
	path = lr_absolute(xasprintf("%s.rsp", j->stamp));
	if (lr_write_if_changed(path, words.data, words.len, NULL))
		fatal("write '%s':", path);
	strv_printf(&j->env, "LIND_RUST_CC_ARGS=%s", path);
	j->bindgen = bindgen.data;
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

static int run_cargo(struct job *j, struct lr_messages *m)
{
	struct strv argv = {0}, dropped = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .err = LR_INHERIT};
	int fds[2], status;
	pid_t pid;

	c_usage(j);
	command(&argv, j);
	c.env = environment(j, &dropped);
	c.cwd = crate_dir(j);
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
	return status;
}

/*
 * Two packages may have programs of one name, which cargo puts in one place: from here until the artifact is copied no
 * other lind-rust-cargo works in this target directory. (cargo itself waits for another cargo there anyway.)
 */
static int lock_target_dir(const char *dir)
{
	char *path = xasprintf("%s/.lind-rust-lock", dir);
	int fd;

	if (lr_mkdirs(dir))
		fatal("make directory '%s':", dir);
	fd = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		fatal("lock '%s':", path);
	if (flock(fd, LOCK_EX | LOCK_NB)) {
		if (errno == EWOULDBLOCK && (isatty(2) || lr_verbose()))
			warn("waiting for another build in '%s'", dir);
		/* A file system without locks: cargo builds there as well. */
		while (flock(fd, LOCK_EX) && errno == EINTR)
			;
	}
	free(path);
	return fd;
}

static void write_depfile(struct job *j, const struct lr_messages *m)
{
	json_t *metadata = cargo_metadata(j, true, true);
	struct strv deps = {0};
	struct buf b = {0};

	/* Without the graph of packages (an old lock file, an odd registry) the files of this one package still count. */
	if (!metadata)
		metadata = cargo_metadata(j, false, false);
	lr_inputs(&deps, m, metadata, j->build_dir ? j->build_dir : j->target_dir, j->target_dir);
	lr_depfile_format(&b, j->stamp, &deps, j->phony);
	if (lr_write_if_changed(j->depfile, b.data, b.len, NULL))
		fatal("write depfile '%s':", j->depfile);
}

/*
 * What a project's own settings would do behind the build's back. build-std: upstream's way to get a std; a stable cargo
 * ignores it, a nightly's or Debian's builds std once more and links against both.
 */
static void look_at_settings(struct job *j)
{
	struct strv files = {0};
	char *dir = crate_dir(j);

	lr_settings_files(&files, dir, false);
	free(dir);
	for (size_t i = 0; i < files.n; i++) {
		struct buf b = {0};

		if (lr_slurp(files.v[i], &b))
			continue;
		if (j->target && lr_settings_say(b.data, "unstable", "build-std")) {
			warn("'%s' sets unstable.build-std: std is built by lind-rust already, and two do not go together", files.v[i]);
			hint("remove it; where the build fails, it is the cause");
		}
		j->target_set |= lr_settings_say(b.data, "build", "target");
		free(b.data);
	}
}

/* The config.toml names std in the user's cache, which may be emptied at any time: what is gone is built again. */
static void need_std(struct job *j)
{
	struct buf b = {0};
	char *std, *kind, *made;

	if (!j->target || lr_slurp(j->config, &b))
		return;
	std = lr_settings_flag(b.data, "--sysroot=");
	free(b.data);
	if (std && lr_is_dir(std))
		lr_std_used(std);
	if (!std || lr_is_dir(std))
		return;
	kind = lr_dir(std);
	if (!strcmp(lr_base(kind), "std"))
		lr_tool_set(&j->tools, LR_CACHE, lr_dir(kind));
	/* The other of the two that the toolchain can have. */
	if (strcmp(lr_base(std), lr_std_key(&j->tools, j->target)))
		j->tools.std_debug = true;
	made = lr_std_ensure(&j->tools, j->target);
	if (strcmp(made, std))
		fatal_hint("make it again by 'lind-rust-std' and 'lind-rust-config cargo': configure the build tree anew",
			   "'%s' names a standard library that is gone, '%s', for another toolchain than this one's, '%s'",
			   j->config, std, made);
}

static void check_options(const struct job *j)
{
	if (!j->output)
		misuse("--output is missing");
	if (!j->target_dir)
		misuse("--target-dir is missing");
	if (j->target && !j->config)
		misuse("--config is missing: the config.toml of 'lind-rust-config cargo'");
	if ((j->depfile || j->include.n || j->define.n) && !j->stamp)
		misuse("--depfile, --include and --define need a --stamp");
	if (j->config && !lr_exists(j->config))
		fatal_hint("'lind-rust-config cargo -o FILE' writes it", "there is no config '%s'", j->config);
}

static _Noreturn void cargo_failed(const struct job *j, int status)
{
	char *words = lr_status_words(status);

	warn("crate '%s' of '%s' was not built: cargo %s", j->crate.name, j->crate.manifest, words);
	exit(status > 128 ? status : LR_FAILED);
}

static void build(struct job *j)
{
	static const char *const suffixes[] = {[LR_BIN] = ".wasm", [LR_EXAMPLE] = ".wasm", [LR_LIB] = ".a"};
	struct lr_messages m = {.crate = &j->crate};
	int lock, status;

	check_options(j);
	choose(j);
	look_at_settings(j);
	need_std(j);
	m.suffix = j->target || j->crate.kind == LR_LIB ? suffixes[j->crate.kind] : "";
	lock = lock_target_dir(j->target_dir);
	status = run_cargo(j, &m);
	if (status || (m.finished && !m.success))
		cargo_failed(j, status ? status : 1);
	if (!m.artifact)
		fatal("cargo built crate '%s' of '%s' but named no %s of it", j->crate.name, j->crate.manifest,
		      j->crate.kind == LR_LIB ? "static library" : "program");
	if (lr_copy_if_changed(m.artifact, j->output, NULL))
		fatal("copy '%s' to '%s':", m.artifact, j->output);
	close(lock);
	if (j->depfile)
		write_depfile(j, &m);
	if (j->stamp && lr_touch(j->stamp))
		fatal("touch '%s':", j->stamp);
}

/* ---- metadata ---- */

static char *feature_list(const struct job *j)
{
	struct buf b = {0};
	const char *name;
	json_t *value;

	buf_add(&b, "", 0);
	json_object_foreach(j->crate.features, name, value)
		buf_printf(&b, "%s%s", b.len ? " " : "", name);
	return b.data;
}

static void metadata(struct job *j)
{
	struct buf b = {0};

	choose(j);
	const struct lr_fact facts[] = {
		{"LIND_RUST_CRATE_PACKAGE", j->crate.package},
		{"LIND_RUST_CRATE_NAME", j->crate.name},
		{"LIND_RUST_CRATE_KIND", lr_kind_name(j->crate.kind)},
		{"LIND_RUST_CRATE_MANIFEST", j->crate.manifest},
		{"LIND_RUST_CRATE_WORKSPACE", xasprintf("%s/Cargo.toml", j->crate.workspace_root)},
		{"LIND_RUST_CRATE_FEATURES", feature_list(j)},
	};

	lr_facts_format(&b, j->format, facts, sizeof facts / sizeof *facts, 26, "");
	fwrite(b.data, 1, b.len, stdout);
}

/* ---- */

static void add_features(struct strv *features, const char *list)
{
	char *copy = xstrdup(list), *save = NULL;

	for (char *f = strtok_r(copy, ", ", &save); f; f = strtok_r(NULL, ", ", &save))
		strv_add(features, f);
	free(copy);
}

static void want(struct job *j, enum lr_kind kind, const char *name)
{
	if (j->wanted.kind != LR_ANY)
		misuse("--bin, --lib and --example exclude each other");
	j->wanted.kind = kind;
	/* --bin= is the only one: make's front end knows that it wants a program before it knows the crate. */
	j->wanted.name = name && *name ? name : NULL;
}

static const char *check_color(const char *text)
{
	static const char *const all[] = {"auto", "always", "never", NULL};

	for (size_t i = 0; all[i]; i++)
		if (!strcmp(text, all[i]))
			return all[i];
	lr_misuse_choice("--color", text, all);
}

static const char *check_format(const char *format)
{
	static const char *const all[] = {"text", "cmake", "make", "sh", "json", NULL};

	for (size_t i = 0; all[i]; i++)
		if (!strcmp(all[i], format))
			return format;
	lr_misuse_choice("--format", format, all);
}

static void add_env(struct strv *env, const char *word)
{
	if (!strchr(word, '=') || word[0] == '=')
		misuse("--env: '%s' is not NAME=VALUE", word);
	if (lr_env_ours(word))
		misuse("--env: '%.*s' would replace what lind-rust-cargo says; --rustflag, --target, --target-dir and --rustc are "
		       "the ways",
		       (int)strcspn(word, "="), word);
	strv_add(env, word);
}

static void crate_option(struct job *j, int opt)
{
	switch (opt) {
	case OPT_MANIFEST:
		j->wanted.manifest = optarg;
		break;
	case OPT_PACKAGE:
		j->wanted.package = optarg;
		break;
	case OPT_BIN:
		want(j, LR_BIN, optarg);
		break;
	case OPT_LIB:
		want(j, LR_LIB, NULL);
		break;
	case OPT_EXAMPLE:
		want(j, LR_EXAMPLE, optarg);
		break;
	case OPT_TARGET:
		j->target = strcmp(optarg, "host") ? lr_need_target("--target", optarg) : NULL;
		break;
	case OPT_FEATURES:
		add_features(&j->wanted.features, optarg);
		break;
	case OPT_NO_DEFAULT:
		j->no_default = true;
		break;
	case OPT_ALL_FEATURES:
		j->all_features = true;
		break;
	case OPT_LOCKED:
		j->locked = true;
		break;
	case OPT_OFFLINE:
		j->offline = true;
		break;
	case OPT_COLOR:
		j->color = check_color(optarg);
		break;
	case OPT_FORMAT:
		j->format = check_format(optarg);
		break;
	case 'v':
		setenv("LIND_RUST_VERBOSE", "1", 1);
		break;
	case 'h':
		fputs(usage, stdout);
		lr_finish();
	case 'V':
		puts("lind-rust-cargo " LIND_RUST_VERSION);
		lr_finish();
	default:
		break;
	}
}

static void build_option(struct job *j, int opt)
{
	switch (opt) {
	case OPT_OUTPUT:
		j->output = lr_absolute(optarg);
		break;
	case OPT_TARGET_DIR:
		j->target_dir = lr_absolute(optarg);
		break;
	case OPT_CONFIG:
		j->config = lr_absolute(optarg);
		break;
	case OPT_PROFILE:
		j->profile = optarg;
		break;
	case OPT_STAMP:
		j->stamp = optarg;
		break;
	case OPT_DEPFILE:
		j->depfile = optarg;
		break;
	case OPT_PHONY:
		j->phony = true;
		break;
	case OPT_BUILD_DIR:
		j->build_dir = lr_absolute(optarg);
		break;
	case OPT_ENV:
		add_env(&j->env, optarg);
		break;
	case OPT_LINK:
		strv_take(&j->link, lr_absolute(optarg));
		break;
	case OPT_INCLUDE:
		strv_take(&j->include, lr_absolute(optarg));
		break;
	case OPT_DEFINE:
		strv_add(&j->define, optarg);
		break;
	case OPT_RUSTFLAG:
		strv_add(&j->rustflags, optarg);
		break;
	case OPT_CARGO_ARG:
		strv_add(&j->cargo_args, optarg);
		break;
	case OPT_MAX_MEMORY:
		lr_set_max_memory(&j->policy, "--max-memory", optarg);
		j->max_memory = true;
		break;
	case OPT_STACK_SIZE:
		lr_set_stack_size(&j->policy, "--stack-size", optarg);
		j->stack_size = true;
		break;
	case OPT_GRATE:
		j->policy.when |= LR_GRATE;
		break;
	default:
		crate_option(j, opt);
	}
}

int main(int argc, char **argv)
{
	struct job j = {.profile = "release", .format = "text", .policy = lr_policy_default};
	const char *verb = argc > 1 && argv[1][0] != '-' ? argv[1] : "";
	struct option *options = lr_options(own_options);
	int opt;

	lr_program(argv[0]);
	j.target = lr_target_by_name(lr_target_names[0]);
	if (*verb)
		optind = 2;
	while ((opt = lr_getopt(argc, argv, "vhV", options)) != -1)
		if (!lr_tool_option(&j.tools, opt, optarg))
			build_option(&j, opt);
	if (optind < argc)
		misuse("'%s' is not expected", argv[optind]);
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
