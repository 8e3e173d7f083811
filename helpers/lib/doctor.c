/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lind-rust/doctor.h"
#include "lind-rust/fs.h"
#include "lind-rust/proc.h"
#include "lind-rust/runtime.h"
#include "lind-rust/spec.h"
#include "lind-rust/std.h"

static struct lr_finding *add(struct lr_findings *f, const char *group, const char *name, enum lr_health health)
{
	f->list = xreallocarray(f->list, f->n + 1, sizeof *f->list);
	f->list[f->n] = (struct lr_finding){.group = group, .name = name, .health = health};
	return &f->list[f->n++];
}

static void doubt(struct lr_finding *at, char *detail, char *cure)
{
	if (at->health == LR_GOOD)
		at->health = LR_DOUBT;
	at->detail = detail;
	at->cure = cure;
}

size_t lr_doctor_missing(const struct lr_findings *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += f->list[i].health == LR_MISSING;
	return n;
}

/* ---- what tools say of themselves ---- */

/* The first line of a tool's version that has a number in it; NULL where it does not run. */
static char *version_of(const char *tool)
{
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .err = LR_INHERIT};
	struct buf out = {0};
	char *save = NULL;

	strv_add(&argv, tool);
	strv_add(&argv, "--version");
	if (lr_capture(&c, &out, true))
		return NULL;
	for (char *line = strtok_r(out.data, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		line += strspn(line, " ");
		if (line[strcspn(line, "0123456789")])
			return line;
	}
	return NULL;
}

/* The first number of a version; 0 where there is none. */
static unsigned major_of(const char *version)
{
	const char *digits = version ? version + strcspn(version, "0123456789") : "";

	return (unsigned)strtoul(digits, NULL, 10);
}

static bool file_says(const char *path, const char *word)
{
	struct buf b = {0};
	bool yes = !lr_slurp(path, &b) && b.len && memmem(b.data, b.len, word, strlen(word));

	free(b.data);
	return yes;
}

/* A tool that is found, or its absence; `needed` tells what that means. */
static struct lr_finding *tool(struct lr_findings *f, struct lr_tools *t, const char *group, enum lr_tool which,
			       bool needed, bool program)
{
	const char *path = lr_find(t, which);
	struct lr_finding *at = add(f, group, lr_tool_name(which), path ? LR_GOOD : needed ? LR_MISSING : LR_NOTE);

	if (!path) {
		at->detail = xstrdup(needed ? "not found" : "not found; not needed here");
		at->cure = needed ? xstrdup(lr_tool_cure(which)) : NULL;
		return at;
	}
	at->path = xstrdup(path);
	/* Three parts of one toolchain: why it was chosen is said once. */
	if (t->how[which] &&
	    (which <= LR_RUSTC || which > LR_RUST_SRC || !t->rust_why || strcmp(t->how[which], t->rust_why)))
		at->how = xstrdup(t->how[which]);
	if (!program)
		return at;
	at->version = version_of(path);
	if (!at->version) {
		at->health = needed ? LR_MISSING : LR_DOUBT;
		at->detail = xstrdup("'--version' fails: it does not run here");
		at->cure = xstrdup(lr_tool_cure(which));
	}
	return at;
}

/* ---- the environment ---- */

/*
 * A variable that names what cannot be used ends every other program with its message. Here it becomes a finding, and
 * the rest is looked at as if it were not set.
 */
static bool find_bad_setting(struct lr_findings *f, struct lr_tools *t)
{
	char *bin = lr_self_dir(), *name, *newline;
	struct strv argv = {0};
	int fds[2];
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT};
	struct buf said = {0}, ignored = {0};
	struct lr_finding *at;
	const char *text;

	strv_printf(&argv, "%s/lind-rust-config", bin);
	strv_add(&argv, "tools");
	if (t->manifest_dir)
		strv_printf(&argv, "--manifest-dir=%s", t->manifest_dir);
	free(bin);
	if (pipe2(fds, O_CLOEXEC))
		fatal("pipe:");
	c.err = fds[1];
	if (!lr_capture(&c, &ignored, false)) {
		close(fds[0]);
		close(fds[1]);
		return false;
	}
	close(fds[1]);
	for (char block[4096];;) {
		ssize_t n = read(fds[0], block, sizeof block);

		if (n <= 0)
			break;
		buf_add(&said, block, (size_t)n);
	}
	close(fds[0]);
	text = said.len && strchr(said.data, ' ') ? strchr(said.data, ' ') + 1 : "";
	name = xstrndup(text, strcspn(text, ": "));
	at = add(f, "settings", "environment", LR_MISSING);
	newline = strchr(text, '\n');
	at->detail = xstrndup(text, newline ? (size_t)(newline - text) : strlen(text));
	at->cure = newline ? xstrndup(newline + 1 + strspn(newline + 1, " "),
				      strcspn(newline + 1 + strspn(newline + 1, " "), "\n"))
			   : NULL;
	if (!getenv(name)) {
		/* A file that pins a toolchain: the rest is looked at from where there is none. */
		t->manifest_dir = xstrdup("/");
		return false;
	}
	at->name = name;
	unsetenv(name);
	return true;
}

static void look_at_environment(struct lr_findings *f, struct lr_tools *t)
{
	static const struct {
		const char *name, *detail;
	} all[] = {
		{"RUSTFLAGS", "kept from cargo: cargo would take it in place of lind's own flags"},
		{"CARGO_ENCODED_RUSTFLAGS", "kept from cargo: cargo would take it in place of lind's own flags"},
		{"LIND_COMPILE_BIN", "not needed any more: lind-rust-opt and lind-boot do what lind_compile did"},
		{"LIND_WASM_LINKER", "not needed any more: lind-rust-clang links"},
	};

	while (find_bad_setting(f, t))
		;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (getenv(all[i].name) && *getenv(all[i].name)) {
			struct lr_finding *at = add(f, "settings", all[i].name, LR_DOUBT);

			at->detail = xstrdup(all[i].detail);
			at->cure = xasprintf("unset %s", all[i].name);
		}
}

/* ---- lind ---- */

/* glibc's debug build imports what only a lind-boot with the feature lind_debug has; setjmp comes in two kinds as well.
 */
static void compare_flavours(struct lr_finding *sysroot, const char *lind_boot)
{
	static const struct {
		const char *word, *name, *cure;
	} all[] = {
		{"lind_debug_num", "debugging (LIND_DEBUG)",
		 "make lind-debug, or build the sysroot without LIND_DEBUG"},
		{"lind-setjmp", "asyncify's setjmp (LIND_ASYNCIFY_SETJMP)",
		 "build the sysroot and lind-boot with the same LIND_ASYNCIFY_SETJMP"},
	};
	char *libc = xasprintf("%s/lib/wasm32-wasi/libc.a", sysroot->path);

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		if (!file_says(libc, all[i].word))
			continue;
		if (!lind_boot || file_says(lind_boot, all[i].word)) {
			free(sysroot->detail);
			sysroot->detail = xasprintf("built for %s", all[i].name);
			continue;
		}
		doubt(sysroot, xasprintf("built for %s, but lind-boot is not", all[i].name), xstrdup(all[i].cure));
	}
	free(libc);
}

/* The place of lindfs is compiled into lind-boot. */
static void look_at_guest_root(struct lr_findings *f, const char *lind_boot, const char *lindfs)
{
	static const char compiled_in[] = "/home/lind/lind-wasm/lindfs";
	char *there = lr_realpath(compiled_in), *ours = lindfs ? lr_realpath(lindfs) : NULL;
	struct lr_finding *at;

	if (!lind_boot || !ours || !file_says(lind_boot, compiled_in) || file_says(lind_boot, ours))
		return;
	if (there && !strcmp(there, ours))
		return;
	at = add(f, "lind", "guest root", LR_DOUBT);
	at->path = xstrdup(compiled_in);
	at->detail = xasprintf("lind-boot has this place compiled in, and it is not '%s'", ours);
	at->cure = xasprintf("mkdir -p /home/lind && ln -s '%.*s' /home/lind/lind-wasm",
			     (int)(lr_base(ours) - ours - 1), ours);
}

static void look_at_chroot(struct lr_findings *f)
{
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .err = LR_INHERIT};
	struct buf out = {0};
	struct lr_finding *at = add(f, "lind", "chroot", LR_GOOD);

	if (!geteuid()) {
		at->how = xstrdup("root");
		return;
	}
	strv_addv(&argv, (const char *const[]){"unshare", "-r", "true", NULL});
	if (!lr_capture(&c, &out, true)) {
		at->health = LR_DOUBT;
		at->detail =
			xstrdup("lind-boot needs the right to chroot, which this user has in a user namespace only");
		at->cure = xstrdup("run tests and programs by: unshare -r COMMAND");
		return;
	}
	at->health = LR_MISSING;
	at->detail =
		xstrdup("lind-boot needs the right to chroot: this user does not have it, and user namespaces are off");
	at->cure = xstrdup("run as root, or: sudo sysctl -w kernel.unprivileged_userns_clone=1");
}

static void look_at_lind(struct lr_findings *f, struct lr_tools *t, bool lind)
{
	struct lr_finding *root = tool(f, t, "lind", LR_LIND_ROOT, false, false), *sysroot, *at;
	const char *home = getenv("HOME"), *lind_boot, *lindfs;
	char *near = home ? xasprintf("%s/lind-wasm", home) : NULL;
	size_t which;

	if (!root->path) {
		root->detail = xstrdup("not set: programs are built for the stand-in and run in node");
		if (near && lr_is_dir(near))
			root->cure = xasprintf("export LIND_WASM_ROOT='%s'", near);
	}
	tool(f, t, "lind", LR_SYSROOT, true, false);
	which = f->n - 1;
	sysroot = &f->list[which];
	if (!sysroot->path && t->path[LR_LIND_ROOT])
		sysroot->cure = xasprintf("make -C '%s' sysroot", t->path[LR_LIND_ROOT]);
	lind_boot = lr_find(t, LR_LIND_BOOT);
	lindfs = lr_find(t, LR_LINDFS);
	if (sysroot->path && lind)
		compare_flavours(sysroot, lind_boot);
	at = tool(f, t, "lind", LR_LIND_BOOT, lind, false);
	if (!lind_boot && lind && t->path[LR_LIND_ROOT])
		at->cure = xasprintf("make -C '%s' lind-boot", t->path[LR_LIND_ROOT]);
	at = tool(f, t, "lind", LR_LINDFS, lind, false);
	if (!lindfs && lind && t->path[LR_LIND_ROOT])
		at->cure = xasprintf("make -C '%s' lindfs", t->path[LR_LIND_ROOT]);
	if (lindfs && access(lindfs, W_OK))
		doubt(at, xstrdup("not writable: programs cannot be copied there to run"),
		      xasprintf("chown -R $USER '%s'", lindfs));
	if (lind) {
		look_at_guest_root(f, lind_boot, lindfs);
		look_at_chroot(f);
	}
}

/* ---- compilers ---- */

static char *debian_clang(unsigned major)
{
	if (!major)
		major = 19;
	return xasprintf("apt-get install clang-%u lld-%u llvm-%u libclang-rt-%u-dev-wasm32", major, major, major,
			 major);
}

/* What 128-bit arithmetic and its like are calls of. */
static void look_at_builtins(struct lr_findings *f, const char *clang, unsigned major)
{
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .err = LR_INHERIT};
	struct buf out = {0};
	struct lr_finding *at;

	strv_add(&argv, clang);
	strv_printf(&argv, "--target=%s", lr_clang_target);
	strv_add(&argv, "-print-libgcc-file-name");
	if (lr_capture(&c, &out, true))
		return;
	out.data[strcspn(out.data, "\n")] = '\0';
	at = add(f, "compilers", "builtins for wasm32", lr_exists(out.data) ? LR_GOOD : LR_MISSING);
	at->path = out.data;
	if (at->health == LR_GOOD)
		return;
	at->detail = xstrdup("clang's library of builtins for WebAssembly is not installed");
	at->cure = debian_clang(major);
}

static void look_at_compilers(struct lr_findings *f, struct lr_tools *t, bool lind)
{
	size_t clang = f->n, ld;
	unsigned major;
	struct lr_finding *at;

	tool(f, t, "compilers", LR_CLANG, true, true);
	major = major_of(f->list[clang].version);
	if (!f->list[clang].path)
		f->list[clang].cure = debian_clang(0);
	ld = f->n;
	tool(f, t, "compilers", LR_WASM_LD, true, true);
	tool(f, t, "compilers", LR_AR, true, true);
	if (f->list[ld].version && major && major_of(f->list[ld].version) != major)
		doubt(&f->list[ld], xasprintf("clang is of version %u: one release of both is what is tested", major),
		      debian_clang(major));
	if (f->list[clang].path)
		look_at_builtins(f, f->list[clang].path, major);
	at = tool(f, t, "compilers", LR_WASM_OPT, true, true);
	if (!at->version)
		return;
	if (lr_wasm_opt_is_lind(at->path)) {
		at->detail = xstrdup("lind's own: has --epoch-injection");
	} else if (lind) {
		at->health = LR_MISSING;
		at->detail = xstrdup("stock: it has none of lind's passes, and what it makes does not run on lind");
		at->cure = xstrdup(lr_tool_cure(LR_WASM_OPT));
	} else {
		at->detail = xstrdup("stock: the stand-in needs no more");
	}
}

/* ---- Rust ---- */

static void look_at_std(struct lr_findings *f, struct lr_tools *t, const struct lr_target *target)
{
	char *key, *path;
	struct lr_finding *at;

	if (!t->path[LR_RUSTC] || !t->path[LR_CARGO] || !t->path[LR_RUST_SRC] || !lr_find(t, LR_CACHE))
		return;
	/* Its key is of the C headers, too. */
	if (target->has_spec) {
		const char *sysroot = lr_find(t, LR_SYSROOT);

		if (!sysroot || !lr_is_dir(xasprintf("%s/include", sysroot)) || !lr_target_spec_is_known(t, target))
			return;
	}
	key = lr_std_key(t, target);
	path = xasprintf("%s/std/%s", t->path[LR_CACHE], key);
	at = add(f, "Rust", "standard library", lr_is_dir(path) ? LR_GOOD : LR_NOTE);
	at->version = xstrdup(target->triple);
	at->path = path;
	if (at->health == LR_NOTE)
		at->detail = xstrdup("not built yet: the first build does it, once (lind-rust-std does it now)");
	free(key);
}

static void look_at_rust(struct lr_findings *f, struct lr_tools *t, const struct lr_target *target)
{
	struct lr_finding *rustc = tool(f, t, "Rust", LR_RUSTC, true, true), *src;
	const char *at;

	if (rustc->path)
		rustc->how = t->rust_why ? xstrdup(t->rust_why) : NULL;
	tool(f, t, "Rust", LR_CARGO, true, true);
	src = tool(f, t, "Rust", LR_RUST_SRC, true, false);
	at = t->path[LR_RUSTC] ? strstr(t->path[LR_RUSTC], "/toolchains/") : NULL;
	if (!src->path && at) {
		at += strlen("/toolchains/");
		src->cure = xasprintf("rustup component add rust-src --toolchain %.*s", (int)strcspn(at, "/"), at);
	}
	look_at_std(f, t, target);
}

/* ---- the stand-in ---- */

static void look_at_standin(struct lr_findings *f, struct lr_tools *t, bool lind)
{
	struct lr_finding *at = tool(f, t, "stand-in", LR_NODE, !lind, true);
	char *runner = lr_data_file("standin/run.mjs");

	if (at->version && major_of(at->version) < 18) {
		at->health = lind ? LR_NOTE : LR_MISSING;
		at->detail = xstrdup("node 18 or newer is needed");
		at->cure = xstrdup(lr_tool_cure(LR_NODE));
	}
	at = add(f, "stand-in", "runner", lr_exists(runner) ? LR_GOOD : lind ? LR_NOTE : LR_MISSING);
	at->path = runner;
	if (at->health == LR_GOOD)
		return;
	at->detail = xstrdup("this lind-rust was built without the stand-in");
	at->cure = lind ? NULL : xstrdup("build lind-rust with -DLIND_RUST_STANDIN=ON");
}

/* ---- caches and build tools ---- */

static unsigned long long size_of(const char *path)
{
	unsigned long long bytes = 0;
	struct stat st;
	struct dirent *entry;
	DIR *d;

	if (lstat(path, &st))
		return 0;
	if (!S_ISDIR(st.st_mode))
		return (unsigned long long)st.st_size;
	d = opendir(path);
	while (d && (entry = readdir(d))) {
		char *below;

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		below = xasprintf("%s/%s", path, entry->d_name);
		bytes += size_of(below);
		free(below);
	}
	if (d)
		closedir(d);
	return bytes;
}

/* The directory itself, or the nearest one above that is there. */
static bool can_be_written(const char *path)
{
	char *at = xstrdup(path);

	while (!lr_exists(at) && strcmp(at, "/")) {
		char *up = lr_dir(at);

		free(at);
		at = up;
	}
	return lr_is_dir(at) && !access(at, W_OK);
}

static void look_at_cache(struct lr_findings *f, struct lr_tools *t)
{
	struct lr_finding *at = tool(f, t, "caches", LR_CACHE, true, false);
	struct buf sizes = {0};
	struct dirent *entry;
	DIR *d;

	if (!at->path)
		return;
	if (!can_be_written(at->path)) {
		at->health = LR_MISSING;
		at->detail = xstrdup("cannot be written");
		at->cure = xstrdup("set LIND_RUST_CACHE to a directory of yours");
		return;
	}
	d = opendir(at->path);
	while (d && (entry = readdir(d))) {
		char *kind = xasprintf("%s/%s", at->path, entry->d_name);

		if (entry->d_name[0] != '.' && lr_is_dir(kind))
			buf_printf(&sizes, "%s%s %.1f MiB", sizes.len ? ", " : "", entry->d_name,
				   (double)size_of(kind) / (1 << 20));
		free(kind);
	}
	if (d)
		closedir(d);
	at->detail = sizes.data ? sizes.data : xstrdup("empty");
}

static void look_at_build_tools(struct lr_findings *f)
{
	static const char *const all[] = {"cmake", "ninja", "make"};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		char *path = lr_find_program(all[i]);
		struct lr_finding *at = add(f, "build tools", all[i], path ? LR_GOOD : LR_NOTE);

		at->path = path;
		at->version = path ? version_of(path) : NULL;
		if (!path)
			at->detail = xstrdup("not found; needed where a project is built by it");
	}
}

void lr_doctor(struct lr_findings *f, struct lr_tools *t, const struct lr_target *target)
{
	bool lind;

	look_at_environment(f, t);
	f->runtime = lr_runtime(t, NULL);
	lind = !strcmp(f->runtime, "lind");
	look_at_lind(f, t, lind);
	look_at_compilers(f, t, lind);
	look_at_rust(f, t, target);
	look_at_standin(f, t, lind);
	look_at_cache(f, t);
	look_at_build_tools(f);
}
