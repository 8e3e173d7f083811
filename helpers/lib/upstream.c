/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lind-rust/fs.h"
#include "lind-rust/proc.h"
#include "lind-rust/upstream.h"

static const char *set(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/* A tree whose parts are there, built or not: one that is not built must be an error, not the stand-in in its place. */
static bool is_tree(const char *dir)
{
	char *scripts = xasprintf("%s/scripts", dir), *glibc = xasprintf("%s/src/glibc", dir),
	     *build = xasprintf("%s/build/sysroot", dir);
	bool yes = lr_is_dir(build) || (lr_is_dir(scripts) && lr_is_dir(glibc));

	free(scripts);
	free(glibc);
	free(build);
	return yes;
}

/* <tree>/scripts/bin/X, or <tree>/scripts/X of older trees. NULL where it is not part of one. */
static char *tree_of(const char *script)
{
	char *at = lr_realpath(script);

	for (int up = 0; at && up < 3; up++) {
		char *dir = lr_dir(at);

		free(at);
		at = dir;
		if (up && is_tree(at))
			return at;
	}
	free(at);
	return NULL;
}

static bool adopt(struct lr_tools *tools, char *root, const char *how, bool quiet)
{
	if (!root)
		return false;
	if (!quiet) {
		warn("LIND_WASM_ROOT is not set: '%s' is used, by %s", root, how);
		hint("set LIND_WASM_ROOT to it, and this is not said again");
	}
	setenv("LIND_WASM_ROOT", root, 1);
	lr_tool_set(tools, LR_LIND_ROOT, root);
	free(root);
	return true;
}

static void tell_unneeded(const char *name, const char *instead)
{
	if (!set(name))
		return;
	warn("%s is not needed any more and has no effect: %s", name, instead);
}

void lr_upstream_adopt(struct lr_tools *tools, bool quiet)
{
	const char *home = set("HOME");
	char *script;

	if (!quiet) {
		tell_unneeded("LIND_WASM_LINKER",
			      "lind-rust-clang links; LIND_RUST_CLANG names the clang that it runs");
		tell_unneeded("LIND_COMPILE_BIN", "lind-rust-opt and lind-boot do what it did");
	}
	if (tools->path[LR_LIND_ROOT]) {
		setenv("LIND_WASM_ROOT", tools->path[LR_LIND_ROOT], 1);
		return;
	}
	if (set("LIND_WASM_ROOT") || set("LIND_RUST_SYSROOT") || set("SYSROOT"))
		return;
	if (set("LIND_COMPILE_BIN") && adopt(tools, tree_of(set("LIND_COMPILE_BIN")), "LIND_COMPILE_BIN", quiet))
		return;
	if (set("LIND_WASM_LINKER") && adopt(tools, tree_of(set("LIND_WASM_LINKER")), "LIND_WASM_LINKER", quiet))
		return;
	script = lr_find_program("lind_compile");
	if (script && adopt(tools, tree_of(script), "lind_compile along PATH", quiet))
		return;
	free(script);
	if (home) {
		char *root = xasprintf("%s/lind-wasm", home);

		if (is_tree(root))
			adopt(tools, root, "HOME", quiet);
	}
}

/* ---- rustup ---- */

/* What rustup would run without being told; NULL where it is not there to ask. */
static char *own_choice(void)
{
	struct strv argv = {0}, env = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .err = LR_INHERIT};
	struct buf out = {0};

	for (char **e = environ; *e; e++)
		if (!lr_starts(*e, "RUSTUP_TOOLCHAIN"))
			strv_add(&env, *e);
	strv_addv(&argv, (const char *const[]){"rustup", "show", "active-toolchain", NULL});
	c.env = env.v;
	if (lr_capture(&c, &out, true) || !out.data)
		return NULL;
	return xstrndup(out.data, strcspn(out.data, " \n"));
}

/* nightly is nightly-x86_64-unknown-linux-gnu, either way round. */
static bool same_toolchain(const char *a, const char *b)
{
	size_t n = strlen(a) < strlen(b) ? strlen(a) : strlen(b);

	return !strncmp(a, b, n) && (!a[n] || a[n] == '-') && (!b[n] || b[n] == '-');
}

void lr_upstream_toolchain(struct lr_tools *tools, const char *said)
{
	const char *chosen = set("RUSTUP_TOOLCHAIN"), *at;
	struct lr_tools probe = *tools;
	char *own;

	if (said) {
		tools->toolchain = xstrdup(said);
		return;
	}
	if (!chosen || set("LIND_RUST_TOOLCHAIN") || tools->toolchain || !lr_find(&probe, LR_RUSTC))
		return;
	at = strstr(probe.path[LR_RUSTC], "/toolchains/");
	if (at && same_toolchain(xstrndup(at + 12, strcspn(at + 12, "/")), chosen))
		return;
	own = own_choice();
	/* By +toolchain: another is never taken in its stead. Its missing sources are said when they are needed. */
	if (own && !same_toolchain(own, chosen)) {
		tools->toolchain = xstrdup(chosen);
	} else if (lr_verbose()) {
		warn("rustup's '%s' has no library sources: '%s' is used (%s)", chosen, probe.path[LR_RUSTC],
		     probe.rust_why);
		hint("rustup component add rust-src --toolchain %s", chosen);
	}
	free(own);
}
