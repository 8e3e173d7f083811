/* SPDX-License-Identifier: Apache-2.0 */
#include "doctor_internal.h"
#include "lind-rust/fs.h"

void lr_doctor_standin(struct lr_findings *f, struct lr_tools *t, bool lind)
{
	struct lr_finding *at = lr_doctor_tool(f, t, "stand-in", LR_NODE, !lind, true);
	char *runner = lr_data_file("standin/run.mjs");

	if (at->version && lr_doctor_major(at->version) < 18) {
		at->health = lind ? LR_NOTE : LR_MISSING;
		at->detail = xstrdup("node 18 or newer is needed");
		at->cure = xstrdup(lr_tool_cure(LR_NODE));
	}
	at = lr_doctor_add(f, "stand-in", "runner", lr_exists(runner) ? LR_GOOD : lind ? LR_NOTE : LR_MISSING);
	at->path = runner;
	if (at->health == LR_GOOD)
		return;
	at->detail = xstrdup("this lind-rust was built without the stand-in");
	at->cure = lind ? NULL : xstrdup("build lind-rust again where there is a clang, with -DLIND_RUST_STANDIN=ON");
}
