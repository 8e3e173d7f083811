/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "doctor_internal.h"
#include "lind-rust/fs.h"
#include "lind-rust/proc.h"

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
	at = lr_doctor_add(f, "compilers", "builtins for wasm32", lr_exists(out.data) ? LR_GOOD : LR_MISSING);
	at->path = out.data;
	if (at->health == LR_GOOD)
		return;
	at->detail = xstrdup("clang's library of builtins for WebAssembly is not installed");
	at->cure = debian_clang(major);
}

void lr_doctor_compilers(struct lr_findings *f, struct lr_tools *t, bool lind)
{
	size_t clang = f->n, ld;
	unsigned major;
	struct lr_finding *at;

	lr_doctor_tool(f, t, "compilers", LR_CLANG, true, true);
	major = lr_doctor_major(f->list[clang].version);
	if (!f->list[clang].path)
		f->list[clang].cure = debian_clang(0);
	ld = f->n;
	lr_doctor_tool(f, t, "compilers", LR_WASM_LD, true, true);
	lr_doctor_tool(f, t, "compilers", LR_AR, true, true);
	if (f->list[ld].version && major && lr_doctor_major(f->list[ld].version) != major)
		lr_doctor_doubt(&f->list[ld],
				xasprintf("clang is of version %u: one release of both is what is tested", major),
				debian_clang(major));
	if (f->list[clang].path)
		look_at_builtins(f, f->list[clang].path, major);
	at = lr_doctor_tool(f, t, "compilers", LR_WASM_OPT, true, true);
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
