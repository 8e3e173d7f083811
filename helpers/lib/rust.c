/* SPDX-License-Identifier: Apache-2.0 */
/* rustc, cargo and rust-src: found as three parts of one toolchain. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lind-rust/fs.h"
#include "lind-rust/proc.h"
#include "lind-rust/tools.h"

/* A toolchain under consideration. */
struct candidate {
	char *rustc, *cargo, *src;
	char *why;
};

static char *existing(char *path)
{
	if (lr_is_executable(path))
		return path;
	free(path);
	return NULL;
}

static char *source_below(const char *sysroot)
{
	char *src = xasprintf("%s/lib/rustlib/src/rust/library", sysroot), *std = xasprintf("%s/std/Cargo.toml", src);

	if (!lr_exists(std)) {
		free(src);
		src = NULL;
	}
	free(std);
	return src;
}

/*
 * rustc says itself where it lies; a rustup proxy answers for the toolchain that rust-toolchain.toml picks. To ask must
 * not install one.
 */
static char *sysroot_of(const char *rustc, const char *cwd, bool quiet)
{
	struct strv argv = {0}, env = {0};
	struct lr_child c = {.argv = &argv, .cwd = cwd, .in = LR_INHERIT, .err = LR_INHERIT};
	struct buf out = {0};

	strv_add(&argv, rustc);
	strv_add(&argv, "--print");
	strv_add(&argv, "sysroot");
	strv_addv(&env, (const char *const *)environ);
	strv_add(&env, "RUSTUP_AUTO_INSTALL=0");
	c.env = env.v;
	if (lr_capture(&c, &out, quiet && !lr_verbose())) {
		free(out.data);
		return NULL;
	}
	out.data[strcspn(out.data, "\n")] = '\0';
	/* Some other program, which knows nothing of it. */
	if (out.data[0] != '/') {
		free(out.data);
		return NULL;
	}
	return out.data;
}

char *lr_rust_sysroot(struct lr_tools *tools)
{
	return sysroot_of(lr_need(tools, LR_RUSTC), tools->manifest_dir, false);
}

static bool from_directory(struct candidate *c, const char *dir, const char *why)
{
	c->rustc = existing(xasprintf("%s/bin/rustc", dir));
	c->cargo = existing(xasprintf("%s/bin/cargo", dir));
	c->src = source_below(dir);
	c->why = xstrdup(why);
	return c->rustc && c->cargo;
}

static bool from_rustc(struct candidate *c, const char *rustc, const char *cwd, bool quiet, const char *why)
{
	char *sysroot = sysroot_of(rustc, cwd, quiet);

	if (!sysroot)
		return false;
	from_directory(c, sysroot, why);
	/* A toolchain need not have the shape of rustup's. */
	if (!c->rustc)
		c->rustc = xstrdup(rustc);
	if (!c->cargo) {
		char *dir = lr_dir(rustc);

		c->cargo = existing(xasprintf("%s/cargo", dir));
		free(dir);
	}
	free(sysroot);
	return true;
}

/* Whether a candidate has all that was not named beside it. */
static bool whole(const struct lr_tools *t, const struct candidate *c)
{
	return c->rustc && (c->cargo || t->path[LR_CARGO]) && (c->src || t->path[LR_RUST_SRC]);
}

static void tried_source(struct lr_tools *t, const struct candidate *c)
{
	char *bin = lr_dir(c->rustc), *prefix = lr_dir(bin);

	strv_printf(&t->tried[LR_RUST_SRC], "%s/lib/rustlib/src/rust/library", prefix);
	free(bin);
	free(prefix);
}

static char *rustup_toolchains(void)
{
	const char *home = getenv("RUSTUP_HOME"), *user = getenv("HOME");

	if (home && *home)
		return xasprintf("%s/toolchains", home);
	return user ? xasprintf("%s/.rustup/toolchains", user) : NULL;
}

/* Names of rustup's toolchains, stable ones before nightlies: a user's crates are most likely made for those. */
static struct strv list_rustup(const char *dir)
{
	struct strv names = {0}, sorted = {0};
	struct dirent *entry;
	DIR *d = dir ? opendir(dir) : NULL;

	while (d && (entry = readdir(d)))
		if (entry->d_name[0] != '.')
			strv_add(&names, entry->d_name);
	if (d)
		closedir(d);
	if (names.n)
		qsort(names.v, names.n, sizeof *names.v, strv_cmp);
	for (int nightly = 0; nightly <= 1; nightly++)
		for (size_t i = names.n; i-- > 0;)
			if (lr_starts(names.v[i], "nightly") == nightly)
				strv_add(&sorted, names.v[i]);
	return sorted;
}

static void named_toolchain(struct lr_tools *t, struct candidate *c)
{
	char *dir = rustup_toolchains(), *why;

	why = xasprintf("LIND_RUST_TOOLCHAIN is '%s'", t->toolchain);
	if (strchr(t->toolchain, '/')) {
		if (from_directory(c, t->toolchain, why))
			return;
		warn("LIND_RUST_TOOLCHAIN: '%s' has no bin/rustc and bin/cargo", t->toolchain);
		lr_hint_refused();
		hint("name a directory that has bin/rustc and bin/cargo, or a toolchain of rustup");
		exit(LR_FAILED);
	}
	struct strv names = list_rustup(dir);

	/* rustup's full name has the host's triple behind the channel. */
	for (size_t i = 0; i < names.n; i++) {
		size_t n = strlen(t->toolchain);
		char *path;

		/* 'nightly' is not 'nightly-2026-02-11'. */
		if (strncmp(names.v[i], t->toolchain, n) || (names.v[i][n] && names.v[i][n] != '-') ||
		    (names.v[i][n] && names.v[i][n + 1] >= '0' && names.v[i][n + 1] <= '9'))
			continue;
		path = xasprintf("%s/%s", dir, names.v[i]);
		if (from_directory(c, path, why))
			return;
	}
	warn("LIND_RUST_TOOLCHAIN: there is no toolchain '%s' in '%s'", t->toolchain, dir ? dir : "~/.rustup/toolchains");
	for (size_t i = 0; i < names.n; i++)
		hint("there is: %s", names.v[i]);
	if (names.n || lr_find_program("rustup"))
		hint("rustup toolchain install %s --component rust-src", t->toolchain);
	else
		hint("there is no rustup: leave the toolchain out, any Rust with its library's sources does");
	exit(LR_FAILED);
}

/* The file that pins a toolchain for a crate, from its directory upwards; NULL where there is none. */
static char *pin_file(const char *dir)
{
	static const char *const names[] = {"rust-toolchain.toml", "rust-toolchain"};
	char *at = lr_absolute(dir ? dir : ".");

	for (;;) {
		char *up;

		for (size_t i = 0; i < 2; i++) {
			char *file = xasprintf("%s/%s", strcmp(at, "/") ? at : "", names[i]);

			if (lr_exists(file))
				return file;
			free(file);
		}
		if (!strcmp(at, "/"))
			return NULL;
		up = lr_dir(at);
		free(at);
		at = up;
	}
}

/* The directory of an element of PATH, absolute; NULL where it is empty, which would be the current directory. */
static char *path_element(const char **path)
{
	size_t n = strcspn(*path, ":");
	char *element = xstrndup(*path, n), *dir = n ? lr_absolute(element) : NULL;

	*path += (*path)[n] ? n + 1 : n;
	free(element);
	return dir;
}

/* Every rustc along PATH, not the first alone: a rustup proxy often hides a distribution's. */
static bool along_path(struct lr_tools *t, struct candidate *c)
{
	const char *path = getenv("PATH");

	while (path && *path) {
		char *dir = path_element(&path), *rustc;

		if (!dir)
			continue;
		rustc = xasprintf("%s/rustc", dir);
		if (lr_is_executable(rustc) &&
		    from_rustc(c, rustc, t->manifest_dir, true, "along PATH, with its library sources") && whole(t, c))
			return true;
		strv_take(&t->tried[LR_RUST_SRC], rustc);
		free(dir);
	}
	return false;
}

static bool in_rustup(struct lr_tools *t, struct candidate *c)
{
	char *dir = rustup_toolchains();
	struct strv names = list_rustup(dir);

	for (size_t i = 0; i < names.n; i++) {
		char *path = xasprintf("%s/%s", dir, names.v[i]), *why = xasprintf("rustup's '%s' has rust-src", names.v[i]);

		if (from_directory(c, path, why) && whole(t, c))
			return true;
		strv_take(&t->tried[LR_RUST_SRC], path);
		free(why);
	}
	return false;
}

/* rustup's own rustc, which obeys such a file; no other does. NULL where there is none. */
static char *rustup_proxy(void)
{
	const char *path = getenv("PATH"), *home = getenv("CARGO_HOME"), *user = getenv("HOME");
	struct strv dirs = {0};

	while (path && *path) {
		char *dir = path_element(&path);

		if (dir)
			strv_take(&dirs, dir);
	}
	if (home && *home)
		strv_printf(&dirs, "%s/bin", home);
	if (user && *user)
		strv_printf(&dirs, "%s/.cargo/bin", user);
	for (size_t i = 0; i < dirs.n; i++) {
		char *rustup = existing(xasprintf("%s/rustup", dirs.v[i]));
		char *rustc = rustup ? existing(xasprintf("%s/rustc", dirs.v[i])) : NULL;

		if (rustc)
			return rustc;
	}
	return NULL;
}

static void pinned_toolchain(struct lr_tools *t, struct candidate *c, const char *pin, const char *proxy)
{
	char *why = xasprintf("'%s' pins it", pin);

	if (!from_rustc(c, proxy, t->manifest_dir, false, why))
		fatal_hint("install it ('rustup toolchain install' in that directory), or name another by LIND_RUST_TOOLCHAIN",
			   "the toolchain that '%s' pins cannot be used", pin);
	tried_source(t, c);
}

static bool search(struct lr_tools *t, struct candidate *c)
{
	const char *named = getenv("LIND_RUST_TOOLCHAIN");
	char *pin, *proxy, *first;

	if (!t->toolchain && named && *named)
		t->toolchain = xstrdup(named);
	if (t->toolchain) {
		named_toolchain(t, c);
		tried_source(t, c);
		return true;
	}
	pin = pin_file(t->manifest_dir);
	proxy = pin ? rustup_proxy() : NULL;
	if (proxy) {
		pinned_toolchain(t, c, pin, proxy);
		return true;
	}
	if (along_path(t, c) || in_rustup(t, c))
		return true;
	first = lr_find_program("rustc");
	return first && from_rustc(c, first, t->manifest_dir, true, "the first along PATH; no toolchain has its library "
								     "sources");
}

static void from_named(struct lr_tools *t, struct candidate *c)
{
	const char *rustc = t->path[LR_RUSTC];
	char *why = xasprintf("%s names it", t->how[LR_RUSTC]);

	/* With all three named there is nothing to ask for. */
	if (t->path[LR_CARGO] && t->path[LR_RUST_SRC]) {
		c->rustc = xstrdup(rustc);
		c->why = why;
		return;
	}
	if (!from_rustc(c, rustc, t->manifest_dir, false, why))
		fatal_hint("name a rustc that runs, or none", "%s: '%s --print sysroot' failed", t->how[LR_RUSTC], rustc);
	tried_source(t, c);
}

/* What was named stays; the rest is the candidate's. */
static void take(struct lr_tools *t, enum lr_tool tool, char *path, const char *why)
{
	if (t->path[tool] && tool != LR_RUSTC)
		return;
	t->path[tool] = path;
	if (path && !t->how[tool])
		t->how[tool] = xstrdup(why);
}

void lr_find_rust(struct lr_tools *t)
{
	struct candidate c = {0};

	if (t->rust_why)
		return;
	for (int i = LR_RUSTC; i <= LR_RUST_SRC; i++)
		lr_tool_named(t, (enum lr_tool)i);
	if (t->path[LR_RUSTC]) {
		from_named(t, &c);
	} else if (!search(t, &c)) {
		t->rust_why = xstrdup("none was found");
		strv_add(&t->tried[LR_RUSTC], "rustc along PATH");
		strv_add(&t->tried[LR_RUSTC], "rustup's toolchains");
		strv_add(&t->tried[LR_CARGO], "cargo beside rustc");
		return;
	}
	t->rust_why = c.why;
	if (!c.cargo)
		strv_printf(&t->tried[LR_CARGO], "cargo beside '%s'", c.rustc);
	take(t, LR_RUSTC, c.rustc, c.why);
	take(t, LR_CARGO, c.cargo, c.why);
	take(t, LR_RUST_SRC, c.src, c.why);
	/* Who does not need them goes on; who does hears of no reason any more where it was refused for a moment. */
	if (!t->path[LR_RUST_SRC] && lr_was_refused()) {
		warn("the sources of Rust's library were not found");
		lr_hint_refused();
	}
}
