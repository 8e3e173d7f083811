/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lind-rust/cache.h"
#include "lind-rust/depfile.h"
#include "lind-rust/ending.h"
#include "lind-rust/environment.h"
#include "lind-rust/cores.h"
#include "lind-rust/fs.h"
#include "lind-rust/identity.h"
#include "lind-rust/overlay.h"
#include "lind-rust/patience.h"
#include "lind-rust/proc.h"
#include "lind-rust/quote.h"
#include "lind-rust/spec.h"
#include "lind-rust/std.h"
#include "lind-rust/sums.h"

/* Counts up where the layout of an entry or the way it is built changes without a change in the flag table. */
#define STD_FORMAT "4"

/* The cache of standard libraries is kept below this: some fifty of them. */
#define CACHE_BYTES (2ull << 30)

/*
 * The crate whose build makes cargo build std. One release std serves every profile, as the one that rustup ships:
 * generic code of std is compiled in the user's crate, with the user's settings. debug = 0 keeps the modules small.
 */
static const char manifest[] = "[package]\n"
			       "name = \"lind-rust-std\"\n"
			       "version = \"0.0.0\"\n"
			       "edition = \"2021\"\n"
			       "\n"
			       "[lib]\n"
			       "path = \"lib.rs\"\n"
			       "\n"
			       "[workspace]\n";

static const char *const profile[] = {
	"opt-level=3", "debug=0", "codegen-units=16", "incremental=false", "lto=false", "strip=\"none\"", "panic=\"abort\"",
	/* Nothing of it is in a program: proc-macro2 is linked with it and asks whether it works. */
	"package.proc_macro.opt-level=0",
};

/* std's own checks of what its callers may not do: of use where a program goes wrong in std. */
static const char *const checks[2][2] = {{"debug-assertions=false", "overflow-checks=false"},
					 {"debug-assertions=true", "overflow-checks=true"}};

static const char *const *checks_of(const struct lr_tools *t)
{
	const char *said = getenv("LIND_RUST_STD_DEBUG_ASSERTIONS");

	return checks[t->std_debug || (said && *said && strcmp(said, "0") && strcmp(said, "OFF"))];
}

static char *ask(const char *program, const char *arg)
{
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .cwd = "/", .in = LR_INHERIT, .err = LR_INHERIT};
	struct buf out = {0};
	int status;

	strv_add(&argv, program);
	strv_add(&argv, arg);
	status = lr_capture(&c, &out, false);
	if (status)
		fatal_hint("LIND_RUST_TOOLCHAIN picks another toolchain", "'%s %s' %s", program, arg,
			   lr_status_words(status));
	return out.data;
}

static struct strv codegen_flags(const struct lr_tools *t, const struct lr_target *target)
{
	struct lr_policy policy = lr_policy_default;
	struct strv flags = {0};

	policy.when |= target->when;
	if (t->std_pic)
		lr_set_linkage(&policy, "", "dynamic");
	lr_flags_add(&flags, LR_FOR_RUSTC, &policy);
	lr_flags_add(&flags, LR_FOR_STD, &policy);
	return flags;
}

/* What a target that rustc does not know has beside: its specification, and the C headers behind the crate libc. */
static void key_spec(struct buf *m, struct lr_tools *t, const struct lr_target *target)
{
	struct strv flags = {0};
	char *spec;

	if (!target->has_spec)
		return;
	spec = lr_target_spec(t, target);
	lr_key_add(m, "spec", spec);
	free(spec);
	lr_target_flags_add(&flags, LR_FOR_RUSTC_CALL, target);
	for (size_t i = 0; i < flags.n; i++)
		lr_key_add(m, "call", flags.v[i]);
	lr_overlay_key(m, t, LR_RUST_SRC_RULES);
	lr_overlay_key(m, t, "libc");
}

char *lr_std_key(struct lr_tools *t, const struct lr_target *target)
{
	const char *rustc = lr_need(t, LR_RUSTC), *cargo = lr_need(t, LR_CARGO), *src = lr_need(t, LR_RUST_SRC);
	struct strv flags = codegen_flags(t, target);
	struct buf m = {0};

	lr_key_add(&m, "format", STD_FORMAT);
	lr_key_add(&m, "rustc", ask(rustc, "-vV"));
	lr_key_add_program(&m, "rustc-file", rustc, lr_need(t, LR_CACHE));
	lr_key_add_libraries(&m, "rustc-library", rustc, "librustc_driver", lr_need(t, LR_CACHE));
	lr_key_add(&m, "cargo", ask(cargo, "-V"));
	/* Where it lies is in the panic messages of a std that is built where it lies, and in no other. */
	if (!target->has_spec)
		lr_key_add(&m, "source", src);
	lr_key_add_contents(&m, "source-files", src, lr_need(t, LR_CACHE));
	lr_key_add(&m, "target", target->triple);
	lr_key_add(&m, "crates", target->std_crates);
	lr_key_add(&m, "features", "");
	lr_key_add(&m, "manifest", manifest);
	for (size_t i = 0; i < sizeof profile / sizeof *profile; i++)
		lr_key_add(&m, "profile", profile[i]);
	for (size_t i = 0; i < 2; i++)
		lr_key_add(&m, "profile", checks_of(t)[i]);
	for (size_t i = 0; i < flags.n; i++)
		lr_key_add(&m, "flag", flags.v[i]);
	key_spec(&m, t, target);
	return lr_hash(m.data, m.len);
}

static void write_or_die(const char *path, const char *text)
{
	if (lr_write_if_changed(path, text, strlen(text), NULL))
		fatal("write '%s':", path);
}

/* The sources of the library: the toolchain's own, or a copy that is fit for the target. */
static char *library_dir(const struct lr_tools *t, const struct lr_target *target, const char *staging)
{
	return target->has_spec ? xasprintf("%s/library", staging) : xstrdup(t->path[LR_RUST_SRC]);
}

static char *rustflags(const struct lr_tools *t, const struct lr_target *target, const char *staging)
{
	struct strv flags = codegen_flags(t, target);
	char *library = library_dir(t, target, staging);
	struct buf b = {0};

	/* Panics name std's files: not by where they lay for a minute. */
	if (target->has_spec)
		strv_printf(&flags, "--remap-path-prefix=%s=library", library);
	free(library);
	/* CARGO_ENCODED_RUSTFLAGS separates its words by the unit separator: no word can be torn. */
	for (size_t i = 0; i < flags.n; i++) {
		if (i)
			buf_char(&b, '\x1f');
		buf_str(&b, flags.v[i]);
	}
	return b.data;
}

static char *vendor_dir(const struct lr_tools *t)
{
	return xasprintf("%s/vendor", t->path[LR_RUST_SRC]);
}

static bool has_vendor(const struct lr_tools *t)
{
	char *vendor = vendor_dir(t);
	bool yes = lr_is_dir(vendor);

	free(vendor);
	return yes;
}

static void command(struct strv *argv, struct lr_tools *t, const struct lr_target *target, const char *staging)
{
	char *vendor = vendor_dir(t);

	strv_add(argv, t->path[LR_CARGO]);
	strv_add(argv, "build");
	strv_add(argv, "--release");
	strv_add(argv, "--message-format=json-render-diagnostics");
	strv_printf(argv, "--manifest-path=%s/crate/Cargo.toml", staging);
	strv_printf(argv, "--target-dir=%s/target", staging);
	strv_printf(argv, "--target=%s", target->triple);
	strv_printf(argv, "-Zbuild-std=%s", target->std_crates);
	/* None: the symbolizer of backtraces would read files of debug information, and there are none at run time. */
	strv_add(argv, "-Zbuild-std-features=");
	/* A CARGO_HOME of the user's, which is read where there is no vendor directory, must not say otherwise. */
	for (size_t i = 0; i < sizeof profile / sizeof *profile; i++)
		strv_printf(argv, "--config=profile.release.%s", profile[i]);
	for (size_t i = 0; i < 2; i++)
		strv_printf(argv, "--config=profile.release.%s", checks_of(t)[i]);
	if (has_vendor(t)) {
		strv_add(argv, "--offline");
		strv_add(argv, "--config=source.crates-io.replace-with=\"lind-rust-vendor\"");
		strv_printf(argv, "--config=source.lind-rust-vendor.directory=%s", lr_quote_toml(vendor));
	}
	free(vendor);
}

/* std is built as on a machine where only this toolchain is: no settings of the user's reach it. */
static char **environment(struct lr_tools *t, const struct lr_target *target, const char *staging, const char *makeflags)
{
	struct strv add = {0};
	char *own, *named;

	if (makeflags)
		strv_add(&add, makeflags);
	strv_add(&add, "RUSTC_BOOTSTRAP=1");
	strv_printf(&add, "RUSTC=%s", t->path[LR_RUSTC]);
	strv_printf(&add, "CARGO_ENCODED_RUSTFLAGS=%s", rustflags(t, target, staging));
	if (has_vendor(t))
		strv_printf(&add, "CARGO_HOME=%s/cargo-home", staging);
	if (target->has_spec) {
		own = lr_self_dir();
		strv_printf(&add, "RUSTC_WRAPPER=%s/lind-rust-rustc", own);
		strv_printf(&add, "RUST_TARGET_PATH=%s/spec", staging);
		strv_printf(&add, "__CARGO_TESTS_ONLY_SRC_ROOT=%s/library", staging);
		/* For lind-rust-rustc, which measures the C headers. */
		strv_printf(&add, "LIND_RUST_SYSROOT=%s", lr_need(t, LR_SYSROOT));
		strv_printf(&add, "LIND_RUST_CLANG=%s", lr_need(t, LR_CLANG));
		strv_printf(&add, "LIND_RUST_CACHE=%s", lr_need(t, LR_CACHE));
		return lr_cargo_env(&add, NULL);
	}
	own = lr_dir(t->path[LR_RUSTC]);
	named = xasprintf("%s/../lib/rustlib/src/rust/library", own);
	if (!lr_same_file(named, t->path[LR_RUST_SRC]))
		strv_printf(&add, "__CARGO_TESTS_ONLY_SRC_ROOT=%s", t->path[LR_RUST_SRC]);
	return lr_cargo_env(&add, NULL);
}

/* What cargo's messages said that it made. */
struct made {
	size_t files;
	bool core, alloc, std;
};

static void copy_artifact(const char *file, const char *libdir, struct made *made)
{
	const char *base = lr_base(file);
	char *to;

	if ((!lr_ends(file, ".rlib") && !lr_ends(file, ".rmeta")) || strstr(base, "lind_rust_std"))
		return;
	to = xasprintf("%s/%s", libdir, base);
	if (lr_copy_if_changed(file, to, NULL))
		fatal("copy '%s' to '%s':", file, to);
	free(to);
	made->files++;
	made->core |= lr_starts(base, "libcore-");
	made->alloc |= lr_starts(base, "liballoc-");
	made->std |= lr_starts(base, "libstd-");
}

/* The files come from cargo's messages, never from a guess at its directories; host artifacts are not std's. */
static struct made collect(const struct buf *messages, const char *libdir, const char *triple)
{
	char *below = xasprintf("/target/%s/", triple), *save = NULL;
	struct made made = {0};

	for (char *line = strtok_r(messages->data, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		json_t *message = json_loads(line, 0, NULL), *file;
		const char *reason = json_string_value(json_object_get(message, "reason"));
		size_t i;

		if (reason && !strcmp(reason, "compiler-artifact"))
			json_array_foreach(json_object_get(message, "filenames"), i, file)
				if (json_is_string(file) && strstr(json_string_value(file), below))
					copy_artifact(json_string_value(file), libdir, &made);
		json_decref(message);
	}
	free(below);
	return made;
}

static int run_cargo(struct lr_tools *t, const struct lr_target *target, const char *staging, const char *log,
		     struct buf *messages)
{
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .err = LR_INHERIT};
	char *makeflags = t->share_cores ? lr_cores_take(t->share_cores) : NULL;
	int fd = -1, status;

	command(&argv, t, target, staging);
	c.env = environment(t, target, staging, makeflags);
	/* No project's or user's .cargo/config.toml lies above the root. */
	c.cwd = "/";
	if (lr_verbose()) {
		lr_print_command(stderr, "", &argv);
	} else {
		fd = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
		if (fd < 0)
			fatal("write '%s':", log);
		c.err = fd;
	}
	status = lr_capture(&c, messages, false);
	lr_cores_give_back();
	free(makeflags);
	if (fd >= 0)
		close(fd);
	return status;
}

static void show_log(const char *log)
{
	struct buf b = {0};

	if (!lr_slurp(log, &b))
		fwrite(b.data, 1, b.len, stderr);
}

/* The second is for those who are not given the sysroot: RUST_TARGET_PATH. */
static void spec_files(char *files[2], const char *sysroot, const struct lr_target *target)
{
	files[0] = lr_spec_file(sysroot, target);
	files[1] = xasprintf("%s/lib/rustlib/%s/%s.json", sysroot, target->triple, target->triple);
}

/* The sources as they must be for the target, and its specification under the name by which cargo is told of it. */
static void prepare_spec(struct lr_tools *t, const struct lr_target *target, const char *staging, const char *sysroot)
{
	struct lr_overlay library = {
		.tools = t, .crate = LR_RUST_SRC_RULES, .rules = LR_RUST_SRC_RULES, .version = "", .dir = t->path[LR_RUST_SRC]};
	char *copy = xasprintf("%s/library", staging), *spec = lr_target_spec(t, target), *release, *files[2];

	library.version = release = ask(t->path[LR_RUSTC], "-V");
	release[strcspn(release, "\n")] = '\0';
	lr_overlay_make(&library, copy, "vendor");
	write_or_die(xasprintf("%s/spec/%s.json", staging, target->triple), spec);
	spec_files(files, sysroot, target);
	write_or_die(files[0], spec);
	write_or_die(files[1], spec);
	release = strstr(library.version, " ");
	if (!release || (!strstr(release, "-nightly") && !strstr(release, "-dev")))
		write_or_die(lr_stable_mark(sysroot, target), "");
	free(copy);
	free(spec);
}

/* Older than any build: of one that was killed. */
#define LEFT_SECONDS (24L * 60 * 60)

/*
 * Where it is built. The keys of a compiler cache have the directory in them: behind a launcher all users and machines
 * build in one place, which nobody else can make or change (/tmp is sticky); where it is taken, the cache is of no use
 * this once.
 */
static char *work_place(const struct lr_entry *entry)
{
	const char *launcher = getenv("LIND_RUST_RUSTC_LAUNCHER");
	char *place = xasprintf("/tmp/lind-rust-std.%s", lr_base(entry->path));
	struct stat st;

	if (!launcher || !*launcher) {
		free(place);
		return xstrdup(entry->staging);
	}
	if (!lstat(place, &st) && S_ISDIR(st.st_mode) && st.st_uid == geteuid() && st.st_mtime < time(NULL) - LEFT_SECONDS)
		lr_remove_tree(place);
	if (!mkdir(place, 0700)) {
		lr_doom(place);
		return place;
	}
	free(place);
	return xstrdup(entry->staging);
}

static void leave(const struct lr_entry *entry, char *place)
{
	if (strcmp(place, entry->staging)) {
		lr_remove_tree(place);
		lr_spare(place);
	}
	free(place);
}

static void build(struct lr_tools *t, const struct lr_target *target, struct lr_entry *entry)
{
	char *place = work_place(entry);
	char *crate = xasprintf("%s/crate", place), *log = xasprintf("%s/log", entry->staging);
	char *sysroot = xasprintf("%s/sysroot", entry->staging);
	char *libdir = xasprintf("%s/lib/rustlib/%s/lib", sysroot, target->triple);
	struct buf messages = {0};
	struct timespec from, to;
	struct made made;
	int status;

	clock_gettime(CLOCK_MONOTONIC, &from);
	warn("building the standard library for %s, once per toolchain (half a minute to a few)", target->triple);
	if (lr_mkdirs(crate) || lr_mkdirs(libdir))
		fatal("make directories in '%s':", entry->staging);
	write_or_die(xasprintf("%s/Cargo.toml", crate), manifest);
	write_or_die(xasprintf("%s/lib.rs", crate), "#![no_std]\n");
	if (target->has_spec)
		prepare_spec(t, target, place, sysroot);
	lr_patience(xasprintf("building the standard library for %s", target->triple));
	status = run_cargo(t, target, place, log, &messages);
	lr_patience_end();
	if (status) {
		show_log(log);
		leave(entry, place);
		lr_cache_abandon(entry);
		warn("the standard library for %s could not be built with '%s': cargo %s", target->triple, t->path[LR_RUSTC],
		     lr_status_words(status));
		if (!has_vendor(t))
			hint("'%s' has no vendor directory: the crates that std needs come from the network or from CARGO_HOME's "
			     "registry",
			     t->path[LR_RUST_SRC]);
		hint("the lines above are cargo's; LIND_RUST_TOOLCHAIN picks another toolchain");
		exit(status > 128 ? status : LR_FAILED);
	}
	made = collect(&messages, libdir, target->triple);
	leave(entry, place);
	if (!made.core || !made.alloc || !made.std) {
		lr_cache_abandon(entry);
		fatal("cargo said that it built the standard library for %s, but std, core or alloc is not among the %zu "
		      "files that it named",
		      target->triple, made.files);
	}
	if (lr_sums_write(libdir))
		fatal("write the list of files in '%s':", libdir);
	lr_cache_publish(entry, sysroot);
	clock_gettime(CLOCK_MONOTONIC, &to);
	warn("the standard library for %s is in '%s' (%lld s)", target->triple, entry->path,
	     (long long)(to.tv_sec - from.tv_sec));
}

/* Cleaners of caches take single files by their age, and disks fill up: an entry without these is none. */
static bool has_crates(const char *sysroot, const char *triple)
{
	static const char *const crates[] = {"libcore-", "liballoc-", "libstd-"};
	char *libdir = xasprintf("%s/lib/rustlib/%s/lib", sysroot, triple);
	bool seen[3] = {false};
	struct dirent *entry;
	DIR *d = opendir(libdir);

	while (d && (entry = readdir(d)))
		for (size_t i = 0; i < 3; i++)
			seen[i] |= lr_starts(entry->d_name, crates[i]) && lr_ends(entry->d_name, ".rlib");
	if (d)
		closedir(d);
	seen[0] &= lr_sums_hold(libdir);
	free(libdir);
	return seen[0] && seen[1] && seen[2];
}

struct wanted {
	struct lr_tools *tools;
	const struct lr_target *target;
};

static bool is_whole(const char *sysroot, const void *context)
{
	const struct wanted *wanted = context;
	const struct lr_target *target = wanted->target;
	char *spec, *files[2];
	bool whole = has_crates(sysroot, target->triple);

	if (!whole || !target->has_spec)
		return whole;
	spec = lr_target_spec(wanted->tools, target);
	spec_files(files, sysroot, target);
	for (size_t i = 0; i < 2; i++) {
		whole &= lr_holds(files[i], spec, strlen(spec));
		free(files[i]);
	}
	free(spec);
	return whole;
}

void lr_std_used(const char *std)
{
	char *kind = lr_dir(std);

	/* No sysroot that somebody else made. */
	if (!strcmp(lr_base(kind), "std") && lr_is_dir(std))
		lr_cache_used(&(struct lr_entry){.path = (char *)std});
	free(kind);
}

char *lr_std_ensure(struct lr_tools *t, const struct lr_target *target)
{
	const char *cache = lr_need(t, LR_CACHE);
	char *key = lr_std_key(t, target);
	struct wanted wanted = {t, target};
	struct lr_entry entry;

	lr_cache_open_whole(&entry, cache, "std", key, is_whole, &wanted);
	if (entry.staging) {
		build(t, target, &entry);
		lr_cache_trim(cache, "std", CACHE_BYTES);
	} else {
		lr_cache_used(&entry);
	}
	free(key);
	return entry.path;
}
