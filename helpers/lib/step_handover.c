/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lind-rust/fs.h"
#include "lind-rust/handover.h"
#include "lind-rust/link_inputs.h"
#include "lind-rust/proc.h"
#include "lind-rust/step.h"

const char *lr_step_name(const struct lr_step *j)
{
	return j->stamp ? j->stamp : j->output;
}

char *lr_step_record(const struct lr_step *j)
{
	return lr_record_path(j->target_dir, lr_step_name(j));
}

/* All that a step is run for beside its depfile. */
static void tool_inputs(struct lr_step *j, struct strv *files)
{
	strv_add(files, lr_need(&j->tools, LR_CARGO));
	strv_add(files, lr_need(&j->tools, LR_RUSTC));
	strv_take(files, xasprintf("%s/%s", lr_self_dir(), "lind-rust-cargo"));
	strv_take(files, lr_absolute(j->crates));
	for (size_t i = 0; i < j->link.n; i++)
		strv_add(files, j->link.v[i]);
	for (size_t i = 0; i < j->needs.n; i++)
		strv_add(files, j->needs.v[i]);
	if (!j->target)
		return;
	strv_add(files, j->config);
	lr_link_files(&j->tools, files);
}

static void write_record(struct lr_step *j, const struct strv *inputs, bool failed)
{
	struct lr_record r = {.words = j->words, .start = j->start, .failed = failed};
	char *path = lr_step_record(j);

	if (inputs)
		r.inputs = *inputs;
	tool_inputs(j, &r.tools);
	if (lr_record_write(&r, path))
		fatal("write '%s':", path);
	free(path);
}

/* For the steps of the others. */
static void leave_one(struct lr_step *j, struct lr_step *k)
{
	struct strv inputs = {0};
	char *path = lr_step_record(k);

	k->start = j->start;
	if (!k->m.artifact) {
		write_record(k, NULL, true);
		if (j->m.artifact)
			warn("crate '%s' was not built by the call of cargo that built '%s': its own step tells why", k->crate.name,
			     j->crate.name);
	} else {
		k->m.script_dirs = j->m.script_dirs;
		k->m.script_packages = j->m.script_packages;
		lr_step_inputs(j, &k->m, &inputs);
		write_record(k, &inputs, false);
		if (lr_hand_over(k->m.artifact, path))
			fatal("keep '%s' for '%s':", k->m.artifact, k->output);
	}
	free(path);
}

void lr_step_leave(struct lr_step *j, struct strv *inputs)
{
	for (size_t i = 0; i < j->n_along; i++)
		leave_one(j, j->along[i]);
	if (j->m.artifact)
		lr_step_inputs(j, &j->m, inputs);
	write_record(j, inputs, !j->m.artifact);
}

/* What a call of cargo for another crate has left for this step, where nothing has changed since. */
bool lr_step_take(struct lr_step *j, struct strv *inputs)
{
	char *path = lr_step_record(j), *artifact = lr_handover_path(path);
	struct lr_record r;
	bool yes;

	lr_record_read(&r, path);
	yes = lr_record_is_own(artifact) && lr_record_holds(&r, j->words);
	if (yes) {
		if (lr_copy_if_changed(artifact, j->output, NULL))
			fatal("copy '%s' to '%s':", artifact, j->output);
		*inputs = r.inputs;
		if (lr_verbose())
			warn("crate '%s' was built by an earlier call of cargo", j->output);
	}
	/* Once: whoever asks again means cargo. */
	unlink(artifact);
	free(artifact);
	free(path);
	return yes;
}
