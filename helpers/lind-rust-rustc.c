/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cargo's rustc-wrapper for wasm32-lind: tells rustc of the target, which it does not know by itself, and hands it the
 * sources of the crates that describe C's interface as they must be for lind. For every other target it is rustc.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lind-rust/cache.h"
#include "lind-rust/crate_arch.h"
#include "lind-rust/flags.h"
#include "lind-rust/fs.h"
#include "lind-rust/link_inputs.h"
#include "lind-rust/overlay.h"
#include "lind-rust/proc.h"
#include "lind-rust/spec.h"
#include "lind-rust/std.h"
#include "lind-rust/tools.h"

static const char usage[] =
	"usage: lind-rust-rustc RUSTC [rustc's arguments]\n"
	"\n"
	"For cargo's build.rustc-wrapper ('lind-rust-config cargo' writes it). LIND_RUST_RUSTC_LAUNCHER names a\n"
	"program that is run in rustc's stead with rustc's path as its first argument, as sccache.\n"
	"\n"
	"  -h, --help           -V, --version\n";

/* What the sources are told of the target, beside the --cfg words of the call. */
static const char *const target_cfgs[] = {
	"unix", "target_family=\"unix\"", "target_os=\"linux\"", "target_env=\"gnu\"", LR_RUSTC_ARCH,
	"target_vendor=\"lind\"", "target_pointer_width=\"32\"", "target_endian=\"little\"", "panic=\"abort\"", NULL,
};

struct call {
	struct strv argv; /* what is run */
	const char *target, *sysroot, *crate_name, *extra_name, *out_dir;
	size_t source; /* the index of the source file in argv; 0: there is none */
	struct strv cfgs;
	bool prints_cfg, is_foreign; /* a crate that is not of the project: cargo caps its lints */
	char *copy, *dir; /* the crate's overlaid copy, and the crate; NULL where it is compiled as it is */
};

/* "--name value" and "--name=value"; *i moves on to the value. */
static const char *option(const struct strv *argv, size_t *i, const char *name)
{
	size_t n = strlen(name);
	const char *word = argv->v[*i];

	if (strncmp(word, name, n))
		return NULL;
	if (word[n] == '=')
		return word + n + 1;
	if (word[n] || *i + 1 >= argv->n)
		return NULL;
	return argv->v[++*i];
}

static void read_call(struct call *c)
{
	const char *value;

	for (size_t i = 1; i < c->argv.n; i++) {
		if ((value = option(&c->argv, &i, "--target")))
			c->target = value;
		else if ((value = option(&c->argv, &i, "--sysroot")))
			c->sysroot = value;
		else if ((value = option(&c->argv, &i, "--crate-name")))
			c->crate_name = value;
		else if ((value = option(&c->argv, &i, "--cfg")))
			strv_add(&c->cfgs, value);
		else if ((value = option(&c->argv, &i, "--out-dir")))
			c->out_dir = value;
		else if (!strcmp(c->argv.v[i], "-C") && i + 1 < c->argv.n && lr_starts(c->argv.v[i + 1], "extra-filename="))
			c->extra_name = c->argv.v[++i] + strlen("extra-filename=");
		else if ((value = option(&c->argv, &i, "--print")))
			c->prints_cfg |= !strcmp(value, "cfg");
		else if ((value = option(&c->argv, &i, "--cap-lints")))
			c->is_foreign = true;
		else if (c->argv.v[i][0] != '-' && lr_ends(c->argv.v[i], ".rs"))
			c->source = i;
	}
}

/* A nightly's users may use unstable features, a stable one's may not: only the target is unstable here. */
static bool is_stable(const struct call *c, const struct lr_target *target)
{
	char *path;
	bool yes;

	if (!c->sysroot)
		return false;
	path = lr_stable_mark(c->sysroot, target);
	yes = lr_exists(path);
	free(path);
	return yes;
}

/* As lind-rust-std sets the two, and nobody else. */
static bool is_std(void)
{
	const char *root = getenv("__CARGO_TESTS_ONLY_SRC_ROOT"), *specs = getenv("RUST_TARGET_PATH");
	char *dir, *wanted;
	bool yes;

	if (!root || !specs)
		return false;
	dir = lr_dir(root);
	wanted = xasprintf("%s/spec", dir);
	yes = !strcmp(specs, wanted);
	free(wanted);
	free(dir);
	return yes;
}

/*
 * cargo hashes the place of std's sources, a user's cache, into what the names of its functions have in them: each std
 * that is built, and all programs with it, would be others.
 */
static void name_by_what_it_is(struct call *c)
{
	const char *version = getenv("CARGO_PKG_VERSION");
	struct buf m = {0};
	char *hash;

	if (!c->crate_name || !is_std())
		return;
	lr_key_add(&m, "crate", c->crate_name);
	lr_key_add(&m, "version", version ? version : "");
	for (size_t i = 0; i < c->cfgs.n; i++)
		lr_key_add(&m, "cfg", c->cfgs.v[i]);
	hash = lr_hash(m.data, m.len);
	for (size_t i = 1; i + 1 < c->argv.n; i++)
		if (!strcmp(c->argv.v[i], "-C") && lr_starts(c->argv.v[i + 1], "metadata=")) {
			free(c->argv.v[i + 1]);
			c->argv.v[i + 1] = xasprintf("metadata=%.16s", hash);
		}
	free(hash);
	free(m.data);
}

/* A library alone: programs are linked, with what lies in the sysroot, and compiler caches keep none. */
static bool is_library(const struct strv *argv)
{
	bool library = false;

	for (size_t i = 1; i < argv->n; i++) {
		const char *type = option(argv, &i, "--crate-type");

		if (type && strcmp(type, "lib") && strcmp(type, "rlib"))
			return false;
		library |= type != NULL;
	}
	return library;
}

/* cargo asks as well, before it compiles anything, whether the target has such libraries. */
static void allow_shared_library(const struct call *c, const struct lr_target *target)
{
	struct lr_tools tools = {0};

	if (strv_has(&c->argv, lr_rustc_library_word))
		setenv("RUST_TARGET_PATH", lr_library_spec_dir(&tools, c->sysroot, target), 1);
}

/*
 * Behind a launcher: sccache takes no call with a --sysroot. The same libraries are found by -L, which is in no key of its,
 * and the target by RUST_TARGET_PATH; which std it is, is said in a word that is in the key.
 */
static void spare_sysroot(struct call *c, const struct lr_target *target)
{
	struct strv argv = {0};
	char *dir, *spec;

	if (!c->sysroot || !is_library(&c->argv))
		return;
	dir = xasprintf("%s/lib/rustlib/%s", c->sysroot, target->triple);
	spec = xasprintf("%s/%s.json", dir, target->triple);
	if (!lr_exists(spec))
		return;
	setenv("RUST_TARGET_PATH", dir, 1);
	for (size_t i = 0; i < c->argv.n; i++) {
		size_t first = i;

		if (i && option(&c->argv, &i, "--sysroot")) {
			strv_printf(&argv, "-L%s/lib", dir);
			strv_printf(&argv, "--cfg=lind_rust_std=\"%s\"", lr_base(c->sysroot));
			continue;
		}
		i = first;
		if (first == c->source)
			c->source = argv.n;
		strv_add(&argv, c->argv.v[first]);
	}
	c->argv = argv;
}

static void add_flags(struct call *c, const struct lr_target *target)
{
	struct lr_policy policy = lr_policy_default;

	policy.when |= target->when;
	if (is_stable(c, target))
		policy.when |= LR_STABLE;
	/* Behind rustc's own words: a workspace wrapper (clippy) has rustc's path as its first. */
	lr_flags_add(&c->argv, LR_FOR_RUSTC_CALL, &policy);
}

/*
 * cargo's own question for the target's words, by which it reads manifests and tells build scripts of the target. std's
 * build asks as well, and is for the target as it is.
 */
static bool is_cargos_question(const struct call *c)
{
	return c->prints_cfg && c->sysroot && c->crate_name && !strcmp(c->crate_name, "___");
}

static int answer_cargo(const struct strv *run)
{
	struct lr_child child = {.argv = run, .in = LR_INHERIT, .out = LR_INHERIT, .err = LR_INHERIT};
	struct buf b = {0}, out = {0};
	int status;

	buf_add(&b, "", 0);
	buf_add(&out, "", 0);
	status = lr_capture(&child, &b, false);
	buf_replace(&out, b.data, LR_RUSTC_ARCH, LR_CARGO_ARCH);
	fputs(out.data, stdout);
	free(b.data);
	free(out.data);
	if (status)
		return status;
	lr_finish();
}

/* Sources that must follow what cargo was told; those of the project itself are its authors' to change. */
static bool follows_cargo(const struct call *c, const struct lr_overlay *o, const char *source)
{
	char *manifest = xasprintf("%s/Cargo.toml", o->dir), *sources = lr_dir(source);
	struct buf b = {0};
	bool yes = c->sysroot && !lr_slurp(manifest, &b) && b.data && lr_manifest_by_arch(b.data, &o->cfgs);

	if (yes && !c->is_foreign) {
		warn("'%s' has dependencies for %s, which cargo does not take wasm32-lind for", manifest, LR_RUSTC_ARCH);
		hint("for lind alone write cfg(target_vendor = \"lind\"); for a browser, in the sources as well, "
		     "cfg(all(target_arch = \"wasm32\", target_os = \"unknown\"))");
	}
	yes = c->sysroot && c->is_foreign && (yes || lr_sources_by_arch(sources));
	free(b.data);
	free(manifest);
	free(sources);
	return yes;
}

/*
 * The crate's sources as they must be. The copy lies in the cache; names in messages and debug information stay those of
 * the crate.
 */
static void swap_source(struct call *c)
{
	const char *crate = getenv("CARGO_PKG_NAME"), *version = getenv("CARGO_PKG_VERSION");
	const char *dir = getenv("CARGO_MANIFEST_DIR");
	struct lr_tools tools = {0};
	struct lr_overlay overlay = {.tools = &tools, .crate = crate, .version = version ? version : "", .dir = dir};
	char *source, *copy;
	size_t n;

	if (!crate || !dir || !c->source)
		return;
	source = lr_absolute(c->argv.v[c->source]);
	n = strlen(dir);
	if (strncmp(source, dir, n) || source[n] != '/')
		return;
	strv_addv(&overlay.cfgs, target_cfgs);
	for (size_t i = 0; i < c->cfgs.n; i++)
		strv_add(&overlay.cfgs, c->cfgs.v[i]);
	if (lr_overlay_is_for(crate))
		overlay.rules = crate;
	else if (follows_cargo(c, &overlay, source))
		overlay.rules = LR_BY_ARCH_RULES;
	else
		return;
	copy = lr_overlay_ensure(&overlay);
	free(c->argv.v[c->source]);
	c->argv.v[c->source] = xasprintf("%s%s", copy, source + n);
	strv_printf(&c->argv, "--remap-path-prefix=%s=%s", copy, dir);
	c->copy = copy;
	c->dir = xstrdup(dir);
	free(source);
}

/* As a word of a depfile: rustc escapes spaces alone. */
static char *depfile_word(const char *path)
{
	struct buf b = {0};

	buf_add(&b, "", 0);
	buf_replace(&b, path, " ", "\\ ");
	return b.data;
}

static char *depfile(const struct call *c)
{
	return xasprintf("%s/%s%s.d", c->out_dir ? c->out_dir : ".", c->crate_name ? c->crate_name : "",
			 c->extra_name ? c->extra_name : "");
}

/* cargo watches the crate's own files; the copy in the cache may go at any time. */
static void mend_depfile(const struct call *c)
{
	char *path = depfile(c);
	char *from = depfile_word(c->copy), *to = depfile_word(c->dir);
	struct buf b = {0}, out = {0};

	buf_add(&out, "", 0);
	if (!lr_slurp(path, &b) && b.data) {
		buf_replace(&out, b.data, from, to);
		if (lr_write_if_changed(path, out.data, out.len, NULL))
			fatal("write '%s':", path);
	}
	free(b.data);
	free(out.data);
	free(from);
	free(to);
	free(path);
}

/*
 * Words for this one program, where cargo builds several by one call (lind-rust-cargo). cargo is told that they count by
 * what rustc says of env!(): a variable in the list of what the crate was made from.
 */
static char *add_unit_words(struct call *c)
{
	const char *name = getenv("CARGO_BIN_NAME"), *words;
	char *variable, *copy, *save = NULL;

	if (!name || !c->source || !c->out_dir)
		return NULL;
	variable = lr_unit_variable(c->argv.v[c->source], name);
	words = getenv(variable);
	if (!words) {
		free(variable);
		return NULL;
	}
	copy = xstrdup(words);
	for (char *word = strtok_r(copy, "\x1f", &save); word; word = strtok_r(NULL, "\x1f", &save))
		strv_add(&c->argv, word);
	free(copy);
	return variable;
}

static void note_unit_words(const struct call *c, const char *variable)
{
	char *path = depfile(c);
	const char *words = getenv(variable);
	struct buf b = {0};

	if (lr_slurp(path, &b))
		fatal_hint("without it cargo would not link again where these words change", "read '%s':", path);
	buf_printf(&b, "\n# env-dep:%s=", variable);
	for (; *words; words++) {
		if (*words == '\\')
			buf_str(&b, "\\\\");
		else if (*words == '\n')
			buf_str(&b, "\\n");
		else if (*words == '\r')
			buf_str(&b, "\\r");
		else
			buf_char(&b, *words);
	}
	buf_char(&b, '\n');
	if (lr_write_if_changed(path, b.data, b.len, NULL))
		fatal("write '%s':", path);
	free(b.data);
	free(path);
}

int main(int argc, char **argv)
{
	/* A copy: setenv() may move what getenv() has given. */
	const char *said = getenv("LIND_RUST_RUSTC_LAUNCHER"), *launcher = said && *said ? xstrdup(said) : NULL;
	const struct lr_target *target;
	struct call c = {0};
	struct strv run = {0};
	char *unit;

	lr_program(argv[0]);
	if (argc < 2)
		misuse("rustc's path is missing: cargo gives it");
	if (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help")) {
		fputs(usage, stdout);
		lr_finish();
	}
	if (!strcmp(argv[1], "-V") || !strcmp(argv[1], "--version")) {
		puts("lind-rust-rustc " LIND_RUST_VERSION);
		lr_finish();
	}
	strv_addv(&c.argv, (const char *const *)argv + 1);
	read_call(&c);
	target = c.target ? lr_target_by_name(c.target) : NULL;
	if (target && target->has_spec) {
		add_flags(&c, target);
		if (launcher)
			spare_sysroot(&c, target);
		name_by_what_it_is(&c);
		setenv("RUSTC_BOOTSTRAP", "1", 1);
		if (c.sysroot) {
			lr_std_used(c.sysroot);
			allow_shared_library(&c, target);
		}
		swap_source(&c);
	}
	unit = add_unit_words(&c);
	if (launcher)
		strv_add(&run, launcher);
	strv_addv(&run, (const char *const *)c.argv.v);
	if (target && target->has_spec && is_cargos_question(&c))
		return answer_cargo(&run);
	if (c.copy || unit) {
		int status = lr_run(&run);

		if (!status && c.copy)
			mend_depfile(&c);
		if (!status && unit)
			note_unit_words(&c, unit);
		return status;
	}
	execvp(run.v[0], run.v);
	fatal("start '%s':", run.v[0]);
}
