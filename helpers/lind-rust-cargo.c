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
#include "lind-rust/handover.h"
#include "lind-rust/inputs.h"
#include "lind-rust/jobserver.h"
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
	"  --crates FILE         the words of all crates of this target directory, one crate to a line ('@FILE': the line is\n"
	"                        in there): those with the same settings are built by one call of cargo\n"
	"  --exact-features      not together with others, whose features would be this crate's as well\n"
	"  --needs FILE          made first, as a generated source: together with others only where it is there\n"
	"  --waits               something must be made first: together with others only from the second time on\n"
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
	OPT_CRATES,
	OPT_EXACT_FEATURES,
	OPT_NEEDS,
	OPT_WAITS,
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
	{"crates", required_argument, NULL, OPT_CRATES},
	{"exact-features", no_argument, NULL, OPT_EXACT_FEATURES},
	{"needs", required_argument, NULL, OPT_NEEDS},
	{"waits", no_argument, NULL, OPT_WAITS},
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
	struct strv env, link, include, define, rustflags, cargo_args, needs, tool_words;
	const char *crates;
	bool exact, waits, grouped;
	json_t *metadata;
	char *words;           /* a hash of all words of the call */
	struct job **along;    /* other crates that this call of cargo builds as well */
	size_t n_along;
	struct strv packages;  /* of the group, whether built now or not: what decides features */
	struct lr_messages m;  /* of another crate: what was said of it */
	long long start;       /* when cargo was called, by lr_record_clock */
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
		/* It keeps the answers there; without, rustc is started three times. */
		if (j->target_dir)
			strv_printf(&argv, "--config=build.target-dir=%s", lr_quote_toml(j->target_dir));
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
	j->metadata = cargo_metadata(j, false, false);
	lr_crate_choose(&j->crate, j->metadata, &j->wanted);
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

static void platform_flags(struct strv *argv, struct job *j)
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

static void target_flags(struct strv *argv, struct job *j)
{
	if (j->crate.kind == LR_LIB) {
		strv_add(argv, "--lib");
		strv_add(argv, "--crate-type=staticlib");
	} else {
		strv_printf(argv, "--%s=%s", lr_kind_name(j->crate.kind), j->crate.name);
	}
	platform_flags(argv, j);
}

static void link_flags(struct strv *argv, struct job *j)
{
	lr_link_args_add(argv, &j->policy, j->max_memory, j->stack_size);
	for (size_t i = 0; i < j->link.n; i++)
		strv_printf(argv, "-Clink-arg=%s", j->link.v[i]);
	/* A changed word makes cargo link again where a file behind its back changed. */
	strv_printf(argv, "-Clink-arg=--lind-inputs=%s", lr_link_inputs(&j->tools, &j->link, j->crate.name));
}

static void rustc_flags(struct strv *argv, struct job *j)
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
static void link_variable(struct job *j)
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
static bool in_colour(const struct job *j)
{
	const char *no = getenv("NO_COLOR");

	if (!j->color || !strcmp(j->color, "auto"))
		return isatty(2);
	return !strcmp(j->color, "always") && !(no && *no);
}

static void message_flags(struct strv *argv, const struct job *j)
{
	strv_printf(argv, "--message-format=%s", in_colour(j) ? "json-diagnostic-rendered-ansi" : "json");
	if (j->color && strcmp(j->color, "auto"))
		strv_printf(argv, "--color=%s", in_colour(j) ? "always" : "never");
}

static void group_command(struct strv *argv, struct job *j)
{
	strv_add(argv, lr_need(&j->tools, LR_CARGO));
	strv_add(argv, "build");
	message_flags(argv, j);
	strv_printf(argv, "--manifest-path=%s", j->wanted.manifest);
	for (size_t i = 0; i < j->packages.n; i++)
		strv_printf(argv, "--package=%s", j->packages.v[i]);
	strv_printf(argv, "--target-dir=%s", j->target_dir);
	strv_printf(argv, "--profile=%s", j->profile);
	strv_printf(argv, "--%s=%s", lr_kind_name(j->crate.kind), j->crate.name);
	for (size_t i = 0; i < j->n_along; i++)
		strv_printf(argv, "--%s=%s", lr_kind_name(j->along[i]->crate.kind), j->along[i]->crate.name);
	if (j->n_along)
		strv_add(argv, "--keep-going");
	platform_flags(argv, j);
	feature_flags(argv, j);
	resolution_flags(argv, j);
	for (size_t i = 0; i < j->cargo_args.n; i++)
		strv_add(argv, j->cargo_args.v[i]);
}

static void command(struct strv *argv, struct job *j)
{
	if (j->grouped) {
		group_command(argv, j);
		return;
	}
	strv_add(argv, lr_need(&j->tools, LR_CARGO));
	strv_add(argv, "rustc");
	message_flags(argv, j);
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
	struct lr_slot slot;
	int fd;

	if (lr_mkdirs(dir))
		fatal("make directory '%s':", dir);
	fd = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		fatal("lock '%s':", path);
	if (flock(fd, LOCK_EX | LOCK_NB)) {
		/* One that builds this crate as well uses all slots of make that are free. */
		bool is_job = lr_slot_open(&slot, getenv("MAKEFLAGS"));

		if (errno == EWOULDBLOCK && ((isatty(2) && !is_job) || lr_verbose()))
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

/* Once for a call: it is the graph of the whole workspace. */
static json_t *graph(struct job *j)
{
	static json_t *metadata;

	if (!metadata)
		metadata = cargo_metadata(j, true, true);
	/* Without the graph of packages (an old lock file, an odd registry) the files of this one package still count. */
	if (!metadata)
		metadata = cargo_metadata(j, false, false);
	return metadata;
}

static void depfile_inputs(struct job *j, const struct lr_messages *m, struct strv *deps)
{
	lr_inputs(deps, m, graph(j), j->build_dir ? j->build_dir : j->target_dir, j->target_dir);
}

static void write_depfile(struct job *j, struct strv *deps)
{
	struct buf b = {0};

	lr_depfile_format(&b, j->stamp, deps, j->phony);
	if (lr_write_if_changed(j->depfile, b.data, b.len, NULL))
		fatal("write depfile '%s':", j->depfile);
	free(b.data);
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

static void check_options(const struct job *j)
{
	if (!j->output)
		misuse("--output is missing");
	if (!j->target_dir)
		misuse("--target-dir is missing");
	if (j->target && !j->config)
		misuse("--config is missing: the config.toml of 'lind-rust-config cargo'");
	if ((j->depfile || j->include.n || j->define.n || j->crates) && !j->stamp)
		misuse("--depfile, --include, --define and --crates need a --stamp");
	if (j->config && !lr_exists(j->config))
		fatal_hint("'lind-rust-config cargo -o FILE' writes it", "there is no config '%s'", j->config);
}

static _Noreturn void cargo_failed(const struct job *j, int status)
{
	char *words = lr_status_words(status);

	warn("crate '%s' of '%s' was not built: cargo %s", j->crate.name, j->crate.manifest, words);
	exit(status > 128 ? status : LR_FAILED);
}

/* ---- groups ---- */

static void read_options(struct job *j, int argc, char **argv);

/* A crate of the list, as its own step would read its words; NULL where the line cannot be one. */
static struct job *read_member(const char *text)
{
	struct strv split = {0}, words = {0};
	struct job *k;

	if (!lr_split_sh(text, &split))
		return NULL;
	strv_add(&words, lr_program_name());
	/* A word that came to nothing. */
	for (size_t i = 0; i < split.n; i++)
		if (*split.v[i])
			strv_add(&words, split.v[i]);
	if (words.n < 2)
		return NULL;
	k = xmalloc(sizeof *k);
	*k = (struct job){.profile = "release", .policy = lr_policy_default};
	read_options(k, (int)words.n, words.v);
	if (!k->stamp || !k->output || !k->target_dir)
		return NULL;
	k->wanted.manifest = lr_absolute(k->wanted.manifest ? k->wanted.manifest : "Cargo.toml");
	k->tools.manifest_dir = lr_dir(k->wanted.manifest);
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
static bool same_settings(const struct job *a, const struct job *b)
{
	struct strv x = {0}, y = {0};
	char *dir_a = crate_dir(a), *dir_b = crate_dir(b);

	if (strcmp(dir_a, dir_b)) {
		lr_settings_files(&x, dir_a, true);
		lr_settings_files(&y, dir_b, true);
	}
	free(dir_a);
	free(dir_b);
	return same_words(&x, &y);
}

static bool may_share(const struct job *j)
{
	return j->crates && !j->exact && !j->rustflags.n && !j->include.n && !j->define.n && j->stamp &&
	       (j->crate.kind == LR_BIN || j->crate.kind == LR_EXAMPLE);
}

static bool same_call(const struct job *a, const struct job *b)
{
	return a->target == b->target && a->no_default == b->no_default && a->all_features == b->all_features &&
	       a->locked == b->locked && a->offline == b->offline && same_text(a->profile, b->profile) &&
	       same_text(a->target_dir, b->target_dir) && same_text(a->config, b->config) && same_words(&a->env, &b->env) &&
	       same_set(&a->wanted.features, &b->wanted.features) && same_words(&a->cargo_args, &b->cargo_args) &&
	       same_words(&a->tool_words, &b->tool_words) && same_settings(a, b);
}

static char *record_of(const struct job *j)
{
	return lr_record_path(j->target_dir, j->stamp);
}

/* All that a step is run for beside its depfile. */
static void tool_inputs(struct job *j, struct strv *files)
{
	strv_add(files, lr_need(&j->tools, LR_CARGO));
	strv_add(files, lr_need(&j->tools, LR_RUSTC));
	strv_take(files, xasprintf("%s/%s", lr_self_dir(), "lind-rust-cargo"));
	strv_take(files, lr_absolute(j->crates));
	for (size_t i = 0; i < j->link.n; i++)
		strv_add(files, j->link.v[i]);
	for (size_t i = 0; i < j->needs.n; i++)
		strv_add(files, j->needs.v[i]);
	if (!j->target)
		return;
	strv_add(files, j->config);
	lr_link_files(&j->tools, files);
}

/* What the steps of these crates need is there, and nothing of it was built by an earlier call of cargo. */
static bool is_wanted(struct job *k, long long failed_at)
{
	char *path = record_of(k);
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
static void form_group(struct job *j)
{
	json_t *metadata = j->metadata;
	struct job **all;
	struct strv lines = {0}, packages = {0};
	struct lr_record own;
	char *path;
	size_t n = 0;

	/* By the same words for one crate as for many: a crate that joins a group, or leaves one, is not linked again. */
	j->grouped = j->crate.kind != LR_LIB && !j->rustflags.n;
	if (j->grouped)
		strv_add(&j->packages, j->crate.package_id);
	if (!may_share(j) ||
	    ((j->wanted.features.n || j->no_default || j->all_features) && lr_root_is_package(metadata)))
		return;
	read_list(&lines, j->crates);
	all = xreallocarray(NULL, lines.n + 1, sizeof *all);
	for (size_t i = 0; i < lines.n; i++) {
		struct job *k = read_member(lines.v[i]);

		if (k && strcmp(k->stamp, j->stamp) && lr_crate_try(&k->crate, metadata, &k->wanted) && may_share(k) &&
		    same_call(j, k)) {
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
	path = record_of(j);
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

static void group_environment(struct job *j)
{
	if (!j->target)
		return;
	link_variable(j);
	for (size_t i = 0; i < j->n_along; i++) {
		link_variable(j->along[i]);
		strv_add(&j->env, j->along[i]->env.v[j->along[i]->env.n - 1]);
	}
	/* wasm32-lind's config.toml has it as cargo's wrapper already. */
	if (!j->target->has_spec)
		strv_printf(&j->env, "RUSTC_WORKSPACE_WRAPPER=%s/lind-rust-rustc", lr_self_dir());
}

static void each_artifact(void *context, json_t *artifact)
{
	struct job *j = context;

	for (size_t i = 0; i < j->n_along; i++)
		lr_message_artifact(&j->along[i]->m, artifact);
}

/* What is wrong with another crate is said by its own step. */
static bool is_of_another(void *context, json_t *message)
{
	struct job *j = context;
	const char *level = json_string_value(json_object_get(json_object_get(message, "message"), "level"));

	if (!level || strcmp(level, "error"))
		return false;
	for (size_t i = 0; i < j->n_along; i++)
		if (lr_message_is_of(&j->along[i]->m, message))
			return true;
	return false;
}

static void write_record(struct job *j, const struct strv *inputs, bool failed)
{
	struct lr_record r = {.words = j->words, .start = j->start, .failed = failed};
	char *path = record_of(j);

	if (inputs)
		r.inputs = *inputs;
	tool_inputs(j, &r.tools);
	if (lr_record_write(&r, path))
		fatal("write '%s':", path);
	free(path);
}

/* For the steps of the others. */
static void leave_one(struct job *j, struct job *k)
{
	struct strv inputs = {0};
	char *path = record_of(k);

	k->start = j->start;
	if (!k->m.artifact) {
		write_record(k, NULL, true);
		if (j->m.artifact)
			warn("crate '%s' was not built by the call of cargo that built '%s': its own step tells why", k->crate.name,
			     j->crate.name);
	} else {
		k->m.script_dirs = j->m.script_dirs;
		k->m.script_packages = j->m.script_packages;
		depfile_inputs(j, &k->m, &inputs);
		write_record(k, &inputs, false);
		if (lr_hand_over(k->m.artifact, path))
			fatal("keep '%s' for '%s':", k->m.artifact, k->output);
	}
	free(path);
}

static void group_leave(struct job *j)
{
	struct strv inputs = {0};

	if (!j->stamp)
		return;
	for (size_t i = 0; i < j->n_along; i++)
		leave_one(j, j->along[i]);
	if (j->m.artifact)
		depfile_inputs(j, &j->m, &inputs);
	write_record(j, &inputs, !j->m.artifact);
}

/* What a call of cargo for another crate has left for this step, where nothing has changed since. */
static bool take(struct job *j, struct strv *inputs)
{
	char *path = record_of(j), *artifact = lr_handover_path(path);
	struct lr_record r;
	bool yes;

	lr_record_read(&r, path);
	yes = lr_exists(artifact) && lr_record_holds(&r, j->words);
	if (yes) {
		if (lr_copy_if_changed(artifact, j->output, NULL))
			fatal("copy '%s' to '%s':", artifact, j->output);
		*inputs = r.inputs;
		if (lr_verbose())
			warn("crate '%s' was built by an earlier call of cargo", j->output);
	}
	/* Once: whoever asks again means cargo. */
	unlink(artifact);
	free(artifact);
	free(path);
	return yes;
}

static const char *suffix_of(const struct job *j)
{
	static const char *const suffixes[] = {[LR_BIN] = ".wasm", [LR_EXAMPLE] = ".wasm", [LR_LIB] = ".a"};

	return j->target || j->crate.kind == LR_LIB ? suffixes[j->crate.kind] : "";
}

/*
 * The first call of all makes Cargo.lock, which is an input: what it leaves for others would be older than that. NULL where
 * there is one.
 */
static const char *make_lock(struct job *j)
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
	resolution_flags(&argv, j);
	c.env = environment(j, NULL);
	c.cwd = crate_dir(j);
	/* Where it fails, the build says why. */
	lr_capture(&c, &out, true);
	free(out.data);
	return lr_exists(lock) ? lock : NULL;
}

static void cargo_call(struct job *j)
{
	int status;

	j->m.crate = &j->crate;
	j->m.suffix = suffix_of(j);
	c_usage(j);
	if (j->crates)
		j->start = lr_record_clock(j->target_dir, j->n_along ? make_lock(j) : NULL);
	for (size_t i = 0; i < j->n_along; i++) {
		j->along[i]->m.crate = &j->along[i]->crate;
		j->along[i]->m.suffix = suffix_of(j->along[i]);
	}
	if (j->grouped) {
		group_environment(j);
		j->m.each = each_artifact;
		j->m.mute = is_of_another;
		j->m.context = j;
	}
	status = run_cargo(j, &j->m);
	/* cargo did not come as far as to compile: another crate's words may be the cause. */
	if (status && j->n_along && !j->m.finished && status < 128) {
		j->n_along = 0;
		status = run_cargo(j, &j->m);
	}
	if (j->crates && status < 128)
		group_leave(j);
	if ((status || (j->m.finished && !j->m.success)) && !(j->n_along && j->m.artifact && status < 128))
		cargo_failed(j, status ? status : 1);
	if (!j->m.artifact)
		fatal("cargo built crate '%s' of '%s' but named no %s of it", j->crate.name, j->crate.manifest,
		      j->crate.kind == LR_LIB ? "static library" : "program");
	if (lr_copy_if_changed(j->m.artifact, j->output, NULL))
		fatal("copy '%s' to '%s':", j->m.artifact, j->output);
}

static void build(struct job *j)
{
	struct strv inputs = {0};
	int lock;

	check_options(j);
	lock = j->crates ? lock_target_dir(j->target_dir) : -1;
	if (!j->crates || !take(j, &inputs)) {
		choose(j);
		look_at_settings(j);
		need_std(j);
		if (j->crates)
			form_group(j);
		else
			lock = lock_target_dir(j->target_dir);
		cargo_call(j);
		close(lock);
		if (j->depfile)
			depfile_inputs(j, &j->m, &inputs);
	} else {
		close(lock);
	}
	if (j->depfile)
		write_depfile(j, &inputs);
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
	case OPT_CRATES:
		j->crates = optarg;
		break;
	case OPT_EXACT_FEATURES:
		j->exact = true;
		break;
	case OPT_NEEDS:
		strv_take(&j->needs, lr_absolute(optarg));
		break;
	case OPT_WAITS:
		j->waits = true;
		break;
	default:
		crate_option(j, opt);
	}
}

/* The words behind the verb; argv[0] is the program's name. */
static void read_options(struct job *j, int argc, char **argv)
{
	struct option *options = lr_options(own_options);
	struct buf words = {0};
	int opt;

	for (int i = 1; i < argc; i++)
		buf_printf(&words, "%s\n", argv[i]);
	j->words = lr_hash(words.data, words.len);
	free(words.data);
	j->target = lr_target_by_name(lr_target_names[0]);
	/* 0: from the start, however often. */
	optind = 0;
	while ((opt = lr_getopt(argc, argv, "vhV", options)) != -1)
		if (lr_tool_option(&j->tools, opt, optarg))
			strv_printf(&j->tool_words, "%d=%s", opt, optarg ? optarg : "");
		else
			build_option(j, opt);
	if (optind < argc)
		misuse("'%s' is not expected", argv[optind]);
	free(options);
}

int main(int argc, char **argv)
{
	struct job j = {.profile = "release", .format = "text", .policy = lr_policy_default};
	const char *verb = argc > 1 && argv[1][0] != '-' ? argv[1] : "";

	lr_program(argv[0]);
	if (*verb) {
		argv[1] = argv[0];
		argv++;
		argc--;
	}
	read_options(&j, argc, argv);
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
