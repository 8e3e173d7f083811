/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "lind-rust/fs.h"
#include "lind-rust/step.h"

void lr_step_c_usage(struct lr_step *j)
{
	char *path;

	if (!j->target || (!j->usage.include.n && !j->usage.define.n))
		return;
	path = lr_absolute(xasprintf("%s.rsp", lr_step_name(j)));
	lr_c_usage_write(&j->usage, path);
	strv_printf(&j->env, "LIND_RUST_CC_ARGS=%s", path);
	j->bindgen = lr_c_usage_bindgen(&j->usage, lr_need(&j->tools, LR_SYSROOT));
}
