/* SPDX-License-Identifier: Apache-2.0 */
/* rustc, cargo and rust-src: found as three parts of one toolchain. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

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

/* rustc says itself where it lies; a rustup proxy answers for the toolchain that rust-toolchain.toml picks. */
static char *sysroot_of(const char *rustc, const char *cwd)
{
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .cwd = cwd, .in = LR_INHERIT, .err = LR_INHERIT};
	struct buf out = {0};

	strv_add(&argv, rustc);
	strv_add(&argv, "--print");
	strv_add(&argv, "sysroot");
	if (lr_capture(&c, &out, !lr_verbose())) {
		free(out.data);
		return NULL;
	}
	out.data[strcspn(out.data, "\n")] = '\0';
	return out.data;
}

static bool from_directory(struct candidate *c, const char *dir, const char *why)
{
	c->rustc = existing(xasprintf("%s/bin/rustc", dir));
	c->cargo = existing(xasprintf("%s/bin/cargo", dir));
	c->src = source_below(dir);
	c->why = xstrdup(why);
	return c->rustc && c->cargo;
}

static bool from_rustc(struct candidate *c, const char *rustc, const char *cwd, const char *why)
{
	char *sysroot = sysroot_of(rustc, cwd);
	bool yes;

	if (!sysroot)
		return false;
	yes = from_directory(c, sysroot, why);
	if (!yes && c->rustc) {
		/* A cargo that is not in the toolchain's own bin/ is one beside rustc. */
		char *dir = lr_dir(rustc);

		c->cargo = existing(xasprintf("%s/cargo", dir));
		yes = c->cargo != NULL;
		free(dir);
	}
	free(sysroot);
	return yes;
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
		if (!from_directory(c, t->toolchain, why))
			fatal_hint("name a directory that has bin/rustc and bin/cargo, or a toolchain of rustup",
				   "LIND_RUST_TOOLCHAIN: '%s' has no bin/rustc and bin/cargo", t->toolchain);
		return;
	}
	struct strv names = list_rustup(dir);

	/* rustup's full name has the host's triple behind the channel. */
	for (size_t i = 0; i < names.n; i++) {
		size_t n = strlen(t->toolchain);
		char *path;

		if (strncmp(names.v[i], t->toolchain, n) || (names.v[i][n] && names.v[i][n] != '-'))
			continue;
		path = xasprintf("%s/%s", dir, names.v[i]);
		if (from_directory(c, path, why))
			return;
	}
	warn("LIND_RUST_TOOLCHAIN: there is no toolchain '%s' in '%s'", t->toolchain, dir ? dir : "~/.rustup/toolchains");
	for (size_t i = 0; i < names.n; i++)
		hint("there is: %s", names.v[i]);
	hint("rustup toolchain install %s --component rust-src", t->toolchain);
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

/* Every rustc along PATH, not the first alone: a rustup proxy often hides a distribution's. */
static bool along_path(struct lr_tools *t, struct candidate *c)
{
	const char *path = getenv("PATH");

	for (const char *end; path && *path; path = *end ? end + 1 : end) {
		char *rustc;

		end = strchr(path, ':');
		if (!end)
			end = path + strlen(path);
		rustc = xasprintf("%.*s/rustc", (int)(end - path), path);
		if (lr_is_executable(rustc) && from_rustc(c, rustc, t->manifest_dir, "along PATH, with its library sources") &&
		    c->src)
			return true;
		strv_take(&t->tried[LR_RUST_SRC], rustc);
	}
	return false;
}

static bool in_rustup(struct lr_tools *t, struct candidate *c)
{
	char *dir = rustup_toolchains();
	struct strv names = list_rustup(dir);

	for (size_t i = 0; i < names.n; i++) {
		char *path = xasprintf("%s/%s", dir, names.v[i]), *why = xasprintf("rustup's '%s' has rust-src", names.v[i]);

		if (from_directory(c, path, why) && c->src)
			return true;
		strv_take(&t->tried[LR_RUST_SRC], path);
		free(why);
	}
	return false;
}

static void pinned_toolchain(struct lr_tools *t, struct candidate *c, const char *pin)
{
	char *rustc = lr_find_program("rustc"), *why = xasprintf("'%s' pins it", pin);

	if (!rustc || !from_rustc(c, rustc, t->manifest_dir, why))
		fatal_hint("rustup toolchain install, in that directory; or name another toolchain by LIND_RUST_TOOLCHAIN",
			   "the toolchain that '%s' pins is not installed", pin);
}

static bool search(struct lr_tools *t, struct candidate *c)
{
	char *pin;

	if (!t->toolchain && getenv("LIND_RUST_TOOLCHAIN") && *getenv("LIND_RUST_TOOLCHAIN"))
		t->toolchain = xstrdup(getenv("LIND_RUST_TOOLCHAIN"));
	if (t->toolchain) {
		named_toolchain(t, c);
		return true;
	}
	pin = pin_file(t->manifest_dir);
	/* Only rustup's proxies obey such a file: a distribution's rustc has no other version to offer. */
	if (pin && rustup_toolchains() && lr_is_dir(rustup_toolchains())) {
		pinned_toolchain(t, c, pin);
		return true;
	}
	if (along_path(t, c) || in_rustup(t, c))
		return true;
	return from_rustc(c, "rustc", t->manifest_dir, "the first along PATH; no toolchain has its library sources");
}

void lr_find_rust(struct lr_tools *t)
{
	struct candidate c = {0};
	char *named;

	if (t->rust_why)
		return;
	named = t->path[LR_RUSTC];
	if (!named && getenv("LIND_RUST_RUSTC") && *getenv("LIND_RUST_RUSTC"))
		named = t->path[LR_RUSTC] = lr_find_program(getenv("LIND_RUST_RUSTC"));
	if (named ? !from_rustc(&c, named, t->manifest_dir, "LIND_RUST_RUSTC names it") : !search(t, &c)) {
		t->rust_why = xstrdup("none was found");
		strv_add(&t->tried[LR_RUSTC], named ? named : "rustc along PATH");
		strv_add(&t->tried[LR_CARGO], "cargo beside rustc");
		return;
	}
	t->rust_why = c.why;
	t->path[LR_RUSTC] = c.rustc;
	if (!t->path[LR_CARGO])
		t->path[LR_CARGO] = c.cargo;
	if (!t->path[LR_RUST_SRC])
		t->path[LR_RUST_SRC] = c.src;
	for (int i = LR_RUSTC; i <= LR_RUST_SRC; i++)
		if (!t->how[i])
			t->how[i] = xstrdup(c.why);
}
