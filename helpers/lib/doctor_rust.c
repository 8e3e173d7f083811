/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "doctor_internal.h"
#include "lind-rust/fs.h"
#include "lind-rust/spec.h"
#include "lind-rust/std.h"

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
	at = lr_doctor_add(f, "Rust", "standard library", lr_is_dir(path) ? LR_GOOD : LR_NOTE);
	at->version = xstrdup(target->triple);
	at->path = path;
	if (at->health == LR_NOTE)
		at->detail = xstrdup("not built yet: the first build does it, once (lind-rust-std does it now)");
	free(key);
}

void lr_doctor_rust(struct lr_findings *f, struct lr_tools *t, const struct lr_target *target)
{
	struct lr_finding *rustc = lr_doctor_tool(f, t, "Rust", LR_RUSTC, true, true), *src;
	const char *at;

	if (rustc->path)
		rustc->how = t->rust_why ? xstrdup(t->rust_why) : NULL;
	lr_doctor_tool(f, t, "Rust", LR_CARGO, true, true);
	src = lr_doctor_tool(f, t, "Rust", LR_RUST_SRC, true, false);
	at = t->path[LR_RUSTC] ? strstr(t->path[LR_RUSTC], "/toolchains/") : NULL;
	if (!src->path && at) {
		at += strlen("/toolchains/");
		src->cure = xasprintf("rustup component add rust-src --toolchain %.*s", (int)strcspn(at, "/"), at);
	}
	look_at_std(f, t, target);
}
