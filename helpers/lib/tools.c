/* SPDX-License-Identifier: Apache-2.0 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/fs.h"
#include "lind-rust/proc.h"
#include "lind-rust/quote.h"
#include "lind-rust/tools.h"

/* getopt_long values of the tools' options: behind all characters. */
enum { OPT_TOOL = 1000, OPT_TOOLCHAIN = OPT_TOOL + LR_NTOOLS };

static const struct {
	const char *name, *cure;
} facts[LR_NTOOLS] = {
	[LR_LIND_ROOT] = {"LIND_WASM_ROOT", "set LIND_WASM_ROOT to the directory of a built lind-wasm"},
	[LR_SYSROOT] = {"LIND_RUST_SYSROOT",
			"set LIND_WASM_ROOT to a lind-wasm whose sysroot is built; or build lind-rust again where there is a clang, "
			"for its stand-in"},
	[LR_CLANG] = {"LIND_RUST_CLANG", "install clang with WebAssembly support (Debian: apt-get install clang-19 lld-19 "
					 "llvm-19 libclang-rt-19-dev-wasm32), or set LIND_RUST_CLANG"},
	[LR_AR] = {"LIND_RUST_AR", "install llvm-ar (Debian: apt-get install llvm-19), or set LIND_RUST_AR"},
	[LR_WASM_LD] = {"LIND_RUST_WASM_LD", "install lld (Debian: apt-get install lld-19), or set LIND_RUST_WASM_LD"},
	[LR_WASM_OPT] = {"LIND_RUST_WASM_OPT", "build lind-wasm's binaryen and set LIND_WASM_ROOT or LIND_RUST_WASM_OPT; for "
					       "the stand-in install any (Debian: apt-get install binaryen)"},
	[LR_LIND_BOOT] = {"LIND_RUST_LIND_BOOT", "build lind-boot and set LIND_WASM_ROOT or LIND_RUST_LIND_BOOT"},
	[LR_LINDFS] = {"LIND_RUST_LINDFS", "make lindfs in lind-wasm and set LIND_WASM_ROOT or LIND_RUST_LINDFS"},
	[LR_NODE] = {"LIND_RUST_NODE", "install node 18 or newer (Debian: apt-get install nodejs), or set LIND_RUST_NODE"},
	[LR_RUSTC] = {"LIND_RUST_RUSTC", "install a Rust toolchain with its library sources (Debian: apt-get install rustc-web "
					 "cargo-web rust-web-src; rustup: rustup component add rust-src), or set "
					 "LIND_RUST_TOOLCHAIN"},
	[LR_CARGO] = {"LIND_RUST_CARGO", "install cargo (Debian: apt-get install cargo-web), or set LIND_RUST_CARGO"},
	[LR_RUST_SRC] = {"LIND_RUST_SRC", "install the sources of this toolchain's library (Debian: apt-get install "
					  "rust-web-src; rustup: rustup component add rust-src), or set LIND_RUST_SRC"},
	[LR_CACHE] = {"LIND_RUST_CACHE", "set LIND_RUST_CACHE, XDG_CACHE_HOME or HOME (the last two to absolute paths)"},
};

const struct option lr_tool_options[] = {
	{"lind-root", required_argument, NULL, OPT_TOOL + LR_LIND_ROOT},
	{"sysroot", required_argument, NULL, OPT_TOOL + LR_SYSROOT},
	{"clang", required_argument, NULL, OPT_TOOL + LR_CLANG},
	{"ar", required_argument, NULL, OPT_TOOL + LR_AR},
	{"wasm-ld", required_argument, NULL, OPT_TOOL + LR_WASM_LD},
	{"wasm-opt", required_argument, NULL, OPT_TOOL + LR_WASM_OPT},
	{"lind-boot", required_argument, NULL, OPT_TOOL + LR_LIND_BOOT},
	{"lindfs", required_argument, NULL, OPT_TOOL + LR_LINDFS},
	{"node", required_argument, NULL, OPT_TOOL + LR_NODE},
	{"rustc", required_argument, NULL, OPT_TOOL + LR_RUSTC},
	{"cargo", required_argument, NULL, OPT_TOOL + LR_CARGO},
	{"rust-src", required_argument, NULL, OPT_TOOL + LR_RUST_SRC},
	{"cache", required_argument, NULL, OPT_TOOL + LR_CACHE},
	{"toolchain", required_argument, NULL, OPT_TOOLCHAIN},
	{NULL, 0, NULL, 0},
};

const char *lr_tool_name(enum lr_tool tool)
{
	return facts[tool].name;
}

const char *lr_tool_cure(enum lr_tool tool)
{
	return facts[tool].cure;
}

static void found(struct lr_tools *t, enum lr_tool tool, char *path, const char *how)
{
	t->path[tool] = path;
	t->how[tool] = xstrdup(how);
}

static bool is_program(enum lr_tool tool)
{
	return tool != LR_LIND_ROOT && tool != LR_SYSROOT && tool != LR_LINDFS && tool != LR_RUST_SRC && tool != LR_CACHE;
}

/*
 * What is named is taken or refused: to install another is no cure while a variable names a wrong one. Options are mostly
 * a front end's, of what was found once and is gone.
 */
static const char *named_cure(enum lr_tool tool, const char *how)
{
	return *how == '-' ? facts[tool].cure : xasprintf("correct %s, or unset it", how);
}

static void take_named(struct lr_tools *t, enum lr_tool tool, const char *value, const char *how)
{
	char *path;

	if (strchr(value, '/') || !is_program(tool)) {
		found(t, tool, lr_absolute(value), how);
		return;
	}
	/* A bare name of a program is one along PATH. */
	path = lr_find_program(value);
	if (!path)
		fatal_hint(named_cure(tool, how), "%s: there is no program '%s' along PATH", how, value);
	found(t, tool, path, how);
}

static const char *option_name(enum lr_tool tool)
{
	for (const struct option *o = lr_tool_options; o->name; o++)
		if (o->val == OPT_TOOL + (int)tool)
			return o->name;
	return facts[tool].name;
}

void lr_tool_set(struct lr_tools *t, enum lr_tool tool, const char *path)
{
	char *how;

	/* An empty word is none: front ends pass their unset variables on. */
	if (!*path)
		return;
	how = xasprintf("--%s", option_name(tool));
	take_named(t, tool, path, how);
	free(how);
}

bool lr_tool_option(struct lr_tools *t, int opt, const char *arg)
{
	if (opt == OPT_TOOLCHAIN) {
		if (*arg)
			t->toolchain = xstrdup(arg);
		return true;
	}
	if (opt < OPT_TOOL || opt >= OPT_TOOL + LR_NTOOLS)
		return false;
	lr_tool_set(t, (enum lr_tool)(opt - OPT_TOOL), arg);
	return true;
}

struct option *lr_options(const struct option *own)
{
	size_t n = 0, m = 0;
	struct option *all;

	while (own[n].name)
		n++;
	while (lr_tool_options[m].name)
		m++;
	all = xreallocarray(NULL, n + m + 1, sizeof *all);
	memcpy(all, own, n * sizeof *all);
	memcpy(all + n, lr_tool_options, (m + 1) * sizeof *all);
	return all;
}

static _Noreturn void no_option(const char *word, const struct option *options)
{
	char *name = xstrndup(word, strcspn(word, "="));
	struct strv names = {0};
	const char *near;

	if (optopt && word[0] == '-' && word[1] == '-')
		misuse("'%s' takes no value", name);
	if (word[0] != '-' || word[1] != '-')
		misuse("'-%c' is not an option", optopt);
	for (; options->name; options++)
		strv_printf(&names, "--%s", options->name);
	near = lr_nearest(name, (const char *const *)names.v);
	warn("'%s' is not an option", name);
	if (near)
		hint("did you mean '%s'?", near);
	hint("try '%s -h'", lr_program_name());
	exit(LR_MISUSE);
}

int lr_getopt(int argc, char **argv, const char *letters, const struct option *options)
{
	bool in_order = letters[0] == '+';
	char *spec = xasprintf("%s:%s", in_order ? "+" : "", letters + in_order);
	int opt;

	opterr = 0;
	opt = getopt_long(argc, argv, spec, options, NULL);
	free(spec);
	if (opt == ':')
		misuse("'%s' needs a value", argv[optind - 1]);
	if (opt == '?')
		no_option(argv[optind - 1], options);
	return opt;
}

static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/* Take a path if the test holds; note it as tried either way. */
static bool try_path(struct lr_tools *t, enum lr_tool tool, char *path, bool (*good)(const char *), const char *how)
{
	strv_add(&t->tried[tool], path);
	if (!good(path)) {
		free(path);
		return false;
	}
	found(t, tool, path, how);
	return true;
}

static bool try_program(struct lr_tools *t, enum lr_tool tool, const char *name)
{
	char *path = lr_find_program(name);

	if (!path) {
		strv_printf(&t->tried[tool], "%s along PATH", name);
		return false;
	}
	found(t, tool, path, "PATH");
	return true;
}

static bool serves(const char *clang)
{
	char *real = lr_realpath(clang), *dir = lr_dir(real ? real : clang), *lld = xasprintf("%s/wasm-ld", dir);
	bool yes = lr_is_executable(lld);

	free(real);
	free(dir);
	free(lld);
	return yes;
}

static bool is_sysroot(const char *dir)
{
	char *crt1 = xasprintf("%s/lib/wasm32-wasi/crt1.o", dir);
	bool yes = lr_exists(crt1);

	free(crt1);
	return yes;
}

static bool is_library(const char *dir)
{
	char *std = xasprintf("%s/std/Cargo.toml", dir);
	bool yes = lr_exists(std);

	free(std);
	return yes;
}

static void find_sysroot(struct lr_tools *t)
{
	const char *root = lr_find(t, LR_LIND_ROOT);

	/* A tree that was named is never passed over for the stand-in: its missing sysroot is the error. */
	if (root) {
		if (!try_path(t, LR_SYSROOT, xasprintf("%s/build/sysroot", root), is_sysroot, "LIND_WASM_ROOT"))
			try_path(t, LR_SYSROOT, xasprintf("%s/src/glibc/sysroot", root), is_sysroot, "LIND_WASM_ROOT");
		return;
	}
	try_path(t, LR_SYSROOT, lr_data_file("standin/sysroot"), is_sysroot, "stand-in");
}

static bool beside(struct lr_tools *t, enum lr_tool tool, const char *of, const char *name)
{
	char *real = lr_realpath(of), *dir = lr_dir(real ? real : of), *path = xasprintf("%s/%s", dir, name);

	free(real);
	free(dir);
	return try_path(t, tool, path, lr_is_executable, "beside clang");
}

static bool find_clang_named(struct lr_tools *t, const char *name, bool with_lld)
{
	char *path = lr_find_program(name);

	if (path && (!with_lld || serves(path))) {
		found(t, LR_CLANG, path, "PATH");
		return true;
	}
	if (!path && with_lld)
		strv_printf(&t->tried[LR_CLANG], "%s along PATH", name);
	free(path);
	return false;
}

/* Newest first, but one with a wasm-ld of its own version; plain clang may be older than all of them. */
static void find_clang(struct lr_tools *t)
{
	for (int with_lld = 1; with_lld >= 0; with_lld--) {
		for (int v = 22; v >= 17; v--) {
			char *name = xasprintf("clang-%d", v);
			bool yes = find_clang_named(t, name, with_lld);

			free(name);
			if (yes)
				return;
		}
		if (find_clang_named(t, "clang", with_lld))
			return;
	}
	for (int v = 22; v >= 17; v--)
		if (try_path(t, LR_CLANG, xasprintf("/usr/lib/llvm-%d/bin/clang", v), lr_is_executable, "/usr/lib"))
			return;
}

static void find_llvm(struct lr_tools *t, enum lr_tool tool, const char *name)
{
	const char *clang = lr_find(t, LR_CLANG);

	if (!clang || !beside(t, tool, clang, name))
		try_program(t, tool, name);
}

static void below_root(struct lr_tools *t, enum lr_tool tool, const char *below, bool (*good)(const char *))
{
	const char *root = lr_find(t, LR_LIND_ROOT);

	if (root)
		try_path(t, tool, xasprintf("%s/%s", root, below), good, "LIND_WASM_ROOT");
}

static void find_wasm_opt(struct lr_tools *t)
{
	below_root(t, LR_WASM_OPT, "tools/binaryen/bin/wasm-opt", lr_is_executable);
	if (!t->path[LR_WASM_OPT] && !lr_find(t, LR_LIND_ROOT))
		try_program(t, LR_WASM_OPT, "wasm-opt");
}

static void find_cache(struct lr_tools *t)
{
	const char *base = environment("XDG_CACHE_HOME");

	if (base && base[0] == '/') {
		found(t, LR_CACHE, xasprintf("%s/lind-rust", base), "XDG_CACHE_HOME");
		return;
	}
	/* A relative one is another directory for each step of a build, some of them the project's. */
	base = environment("HOME");
	if (base && base[0] == '/')
		found(t, LR_CACHE, xasprintf("%s/.cache/lind-rust", base), "HOME");
}

static void look(struct lr_tools *t, enum lr_tool tool)
{
	switch (tool) {
	case LR_SYSROOT:
		find_sysroot(t);
		break;
	case LR_CLANG:
		find_clang(t);
		break;
	case LR_AR:
		find_llvm(t, tool, "llvm-ar");
		break;
	case LR_WASM_LD:
		find_llvm(t, tool, "wasm-ld");
		break;
	case LR_WASM_OPT:
		find_wasm_opt(t);
		break;
	case LR_LIND_BOOT:
		below_root(t, tool, "build/lind-boot", lr_is_executable);
		break;
	case LR_LINDFS:
		below_root(t, tool, "lindfs", lr_is_dir);
		break;
	case LR_NODE:
		if (!try_program(t, tool, "node"))
			try_program(t, tool, "nodejs");
		break;
	case LR_CACHE:
		find_cache(t);
		break;
	default:
		break;
	}
}

/* What the caller or the environment named must be usable as it is. */
static void check_named(struct lr_tools *t, enum lr_tool tool)
{
	const char *path = t->path[tool], *how = t->how[tool];

	if (tool == LR_CACHE)
		return;
	if (is_program(tool) && !lr_is_executable(path))
		warn("%s: '%s' is not an executable program", how, path);
	else if (!is_program(tool) && !lr_is_dir(path))
		warn("%s: '%s' is not a directory", how, path);
	else if (tool == LR_SYSROOT && !is_sysroot(path))
		warn("%s: sysroot '%s' has no lib/wasm32-wasi/crt1.o", how, path);
	else if (tool == LR_RUST_SRC && !is_library(path))
		warn("%s: '%s' has no std/Cargo.toml: it is not the library directory of rust-src", how, path);
	else
		return;
	lr_hint_refused();
	hint("%s", named_cure(tool, how));
	exit(LR_FAILED);
}

static void from_environment(struct lr_tools *t, enum lr_tool tool)
{
	const char *value = environment(facts[tool].name), *how = facts[tool].name;

	if (!value && tool == LR_SYSROOT)
		value = environment(how = "SYSROOT");
	if (value)
		take_named(t, tool, value, how);
}

bool lr_tool_named(struct lr_tools *t, enum lr_tool tool)
{
	if (!t->path[tool])
		from_environment(t, tool);
	if (!t->path[tool])
		return false;
	if (!t->checked[tool])
		check_named(t, tool);
	t->checked[tool] = true;
	return true;
}

static bool is_standin(const char *sysroot)
{
	char *marker = xasprintf("%s/lind-rust-standin", sysroot);
	bool yes = lr_exists(marker);

	free(marker);
	return yes;
}

const char *lr_find(struct lr_tools *t, enum lr_tool tool)
{
	/* Three parts of one toolchain: each is only known with the others. */
	if (tool >= LR_RUSTC && tool <= LR_RUST_SRC)
		lr_find_rust(t);
	else if (!lr_tool_named(t, tool) && !t->tried[tool].n)
		look(t, tool);
	/* What is found by looking needs no check. */
	t->checked[tool] = true;
	if (tool == LR_SYSROOT && t->path[tool])
		t->standin = is_standin(t->path[tool]);
	return t->path[tool];
}

/* Which toolchain it is that lacks them, and for one of rustup's the command that adds them. */
static void hint_rust_src(const struct lr_tools *t)
{
	const char *rustc = t->path[LR_RUSTC], *at = strstr(rustc, "/toolchains/");

	hint("rustc is '%s' (%s)", rustc, t->rust_why);
	if (at) {
		at += strlen("/toolchains/");
		hint("rustup component add rust-src --toolchain %.*s", (int)strcspn(at, "/"), at);
	}
}

/* A part of a tree that somebody named: make makes it there. */
static bool hint_lind_part(struct lr_tools *t, enum lr_tool tool)
{
	static const char *const goals[LR_NTOOLS] = {
		[LR_SYSROOT] = "sysroot", [LR_LIND_BOOT] = "lind-boot", [LR_LINDFS] = "lindfs"};
	const char *root = t->path[LR_LIND_ROOT];
	char *makefile;

	if (!root || !goals[tool])
		return false;
	makefile = xasprintf("%s/Makefile", root);
	if (lr_exists(makefile))
		hint("make -C %s %s", lr_quote_sh(root), goals[tool]);
	else
		hint("'%s' does not look like lind-wasm (it has no Makefile): correct LIND_WASM_ROOT", root);
	free(makefile);
	return true;
}

const char *lr_need(struct lr_tools *t, enum lr_tool tool)
{
	if (lr_find(t, tool))
		return t->path[tool];
	warn("%s was not found", facts[tool].name);
	for (size_t i = 0; i < t->tried[tool].n; i++)
		hint("looked for: %s", t->tried[tool].v[i]);
	lr_hint_refused();
	if (tool == LR_RUST_SRC && t->path[LR_RUSTC])
		hint_rust_src(t);
	if (!hint_lind_part(t, tool))
		hint("%s", facts[tool].cure);
	exit(LR_FAILED);
}

bool lr_wasm_opt_is_lind(const char *wasm_opt)
{
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .err = LR_INHERIT};
	struct buf out = {0};
	int status;
	bool yes;

	strv_add(&argv, wasm_opt);
	strv_add(&argv, "--help");
	status = lr_capture(&c, &out, true);
	if (status) {
		char *words = lr_status_words(status);

		fatal_hint("run 'wasm-opt --help' by hand: a library that belongs to another binaryen is the usual cause",
			   "'%s --help' %s", wasm_opt, words);
	}
	yes = strstr(out.data, "--epoch-injection") != NULL;
	free(out.data);
	return yes;
}
