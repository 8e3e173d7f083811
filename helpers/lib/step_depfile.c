/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "lind-rust/depfile.h"
#include "lind-rust/fs.h"
#include "lind-rust/inputs.h"
#include "lind-rust/step.h"

/* Once for a call: it is the graph of the whole workspace. */
static json_t *graph(struct lr_step *j)
{
	static json_t *metadata;
	char *alone;

	/* No other package: what was said of it before the build is all. (By the lock file as cargo left it.) */
	if (!metadata && j->metadata && (alone = lr_step_alone(j))) {
		metadata = j->metadata;
		free(alone);
	}
	if (!metadata)
		metadata = lr_step_metadata(j, true, true);
	/* Without the graph of packages (an old lock file, an odd registry) the files of this one package still count. */
	if (!metadata)
		metadata = lr_step_metadata(j, false, false);
	return metadata;
}

void lr_step_inputs(struct lr_step *j, const struct lr_messages *m, struct strv *deps)
{
	lr_inputs(deps, m, graph(j), j->build_dir ? j->build_dir : j->target_dir, j->target_dir);
}

void lr_step_depfile(struct lr_step *j, struct strv *deps)
{
	struct buf b = {0};

	lr_depfile_format(&b, lr_step_name(j), deps, j->phony);
	if (lr_write_if_changed(j->depfile, b.data, b.len, NULL))
		fatal("write depfile '%s':", j->depfile);
	free(b.data);
}
