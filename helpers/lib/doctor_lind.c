/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "doctor_internal.h"
#include "lind-rust/fs.h"
#include "lind-rust/proc.h"

static bool file_says(const char *path, const char *word)
{
	struct buf b = {0};
	bool yes = !lr_slurp(path, &b) && b.len && memmem(b.data, b.len, word, strlen(word));

	free(b.data);
	return yes;
}

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
		lr_doctor_doubt(sysroot, xasprintf("built for %s, but lind-boot is not", all[i].name),
				xstrdup(all[i].cure));
	}
	free(libc);
}

/* A build that broke off leaves some of it: what each program is compiled and linked with is looked for. */
static void look_for_halves(struct lr_finding *sysroot, const char *root)
{
	static const char *const parts[] = {"include", "lib/wasm32-wasi/libc.a", "lib/wasm32-wasi/libm.a",
					    "lib/wasm32-wasi/lind_utils.o"};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		char *path = xasprintf("%s/%s", sysroot->path, parts[i]);
		bool there = lr_exists(path);

		free(path);
		if (there)
			continue;
		free(sysroot->detail);
		free(sysroot->cure);
		sysroot->health = LR_MISSING;
		sysroot->detail = xasprintf("half built: it has no %s", parts[i]);
		sysroot->cure = root ? xasprintf("make -C '%s' sysroot", root) : xstrdup("make sysroot in lind-wasm");
		return;
	}
}

/* Only what is linked with it at run time needs the same: the pass is no flavour of lind-boot, nor of libc.a. */
static void look_at_shared_libc(struct lr_findings *f, const char *lindfs)
{
	char *libc = lindfs ? xasprintf("%s/lib/libc.so", lindfs) : NULL;
	struct lr_finding *at;

	if (!libc || !lr_exists(libc))
		return;
	at = lr_doctor_add(f, "lind", "shared libc", LR_GOOD);
	at->detail = xstrdup(file_says(libc, "byn$fpcast-emu$")
				     ? "built with fpcast-emu: dynamic programs need --fpcast-emu as well; static ones do not"
				     : "built without fpcast-emu");
	at->path = libc;
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
	at = lr_doctor_add(f, "lind", "guest root", LR_DOUBT);
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
	struct lr_finding *at = lr_doctor_add(f, "lind", "chroot", LR_GOOD);

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

void lr_doctor_lind(struct lr_findings *f, struct lr_tools *t, bool lind)
{
	struct lr_finding *root = lr_doctor_tool(f, t, "lind", LR_LIND_ROOT, false, false), *sysroot, *at;
	const char *home = getenv("HOME"), *lind_boot, *lindfs;
	char *near = home ? xasprintf("%s/lind-wasm", home) : NULL;
	size_t which;

	if (!root->path) {
		root->detail = xstrdup("not set: programs are built for the stand-in and run in node");
		if (near && lr_is_dir(near))
			root->cure = xasprintf("export LIND_WASM_ROOT='%s'", near);
	}
	lr_doctor_tool(f, t, "lind", LR_SYSROOT, true, false);
	which = f->n - 1;
	sysroot = &f->list[which];
	if (!sysroot->path && t->path[LR_LIND_ROOT])
		sysroot->cure = xasprintf("make -C '%s' sysroot", t->path[LR_LIND_ROOT]);
	lind_boot = lr_find(t, LR_LIND_BOOT);
	lindfs = lr_find(t, LR_LINDFS);
	if (sysroot->path && lind) {
		compare_flavours(sysroot, lind_boot);
		look_for_halves(sysroot, t->path[LR_LIND_ROOT]);
	}
	at = lr_doctor_tool(f, t, "lind", LR_LIND_BOOT, lind, false);
	if (!lind_boot && lind && t->path[LR_LIND_ROOT])
		at->cure = xasprintf("make -C '%s' lind-boot", t->path[LR_LIND_ROOT]);
	at = lr_doctor_tool(f, t, "lind", LR_LINDFS, lind, false);
	if (!lindfs && lind && t->path[LR_LIND_ROOT])
		at->cure = xasprintf("make -C '%s' lindfs", t->path[LR_LIND_ROOT]);
	if (lindfs && access(lindfs, W_OK))
		lr_doctor_doubt(at, xstrdup("not writable: programs cannot be copied there to run"),
				xasprintf("chown -R $USER '%s'", lindfs));
	if (lind) {
		look_at_shared_libc(f, lindfs);
		look_at_guest_root(f, lind_boot, lindfs);
		look_at_chroot(f);
	}
}
