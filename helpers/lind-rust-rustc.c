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

#include "lind-rust/flags.h"
#include "lind-rust/fs.h"
#include "lind-rust/overlay.h"
#include "lind-rust/proc.h"
#include "lind-rust/spec.h"
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
	"unix", "target_family=\"unix\"", "target_os=\"linux\"", "target_env=\"gnu\"", "target_arch=\"wasm32\"",
	"target_vendor=\"lind\"", "target_pointer_width=\"32\"", "target_endian=\"little\"", "panic=\"abort\"", NULL,
};

struct call {
	struct strv argv; /* what is run */
	const char *target, *sysroot, *crate_name, *extra_name, *out_dir;
	size_t source; /* the index of the source file in argv; 0: there is none */
	struct strv cfgs;
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

	if (!crate || !dir || !c->source || !lr_overlay_is_for(crate))
		return;
	source = lr_absolute(c->argv.v[c->source]);
	n = strlen(dir);
	if (strncmp(source, dir, n) || source[n] != '/')
		return;
	strv_addv(&overlay.cfgs, target_cfgs);
	for (size_t i = 0; i < c->cfgs.n; i++)
		strv_add(&overlay.cfgs, c->cfgs.v[i]);
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

/* cargo watches the crate's own files; the copy in the cache may go at any time. */
static void mend_depfile(const struct call *c)
{
	char *path = xasprintf("%s/%s%s.d", c->out_dir ? c->out_dir : ".", c->crate_name ? c->crate_name : "",
			       c->extra_name ? c->extra_name : "");
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

int main(int argc, char **argv)
{
	const char *launcher;
	const struct lr_target *target;
	struct call c = {0};
	struct strv run = {0};

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
		setenv("RUSTC_BOOTSTRAP", "1", 1);
		swap_source(&c);
	}
	/* Asked for behind setenv(), which may move what getenv() has given. */
	launcher = getenv("LIND_RUST_RUSTC_LAUNCHER");
	if (launcher && *launcher)
		strv_add(&run, launcher);
	strv_addv(&run, (const char *const *)c.argv.v);
	if (c.copy) {
		int status = lr_run(&run);

		if (!status)
			mend_depfile(&c);
		return status;
	}
	execvp(run.v[0], run.v);
	fatal("start '%s':", run.v[0]);
}
