/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/cache.h"
#include "lind-rust/fs.h"
#include "lind-rust/job.h"
#include "lind-rust/link_inputs.h"
#include "lind-rust/proc.h"
#include "lind-rust/std.h"

static void config_command(struct strv *argv, struct lr_job *j, const struct lr_group *g, const char *std,
			   const char *output)
{
	const struct lr_lind_settings *s = g->settings;
	char *bin = lr_self_dir();

	strv_printf(argv, "%s/lind-rust-config", bin);
	strv_add(argv, "cargo");
	strv_printf(argv, "--target=%s", s->target->triple);
	strv_printf(argv, "--std=%s", std);
	strv_printf(argv, "--sysroot=%s", lr_need(&j->tools, LR_SYSROOT));
	strv_printf(argv, "--clang=%s", lr_need(&j->tools, LR_CLANG));
	strv_printf(argv, "--wasm-ld=%s", lr_need(&j->tools, LR_WASM_LD));
	strv_printf(argv, "--ar=%s", lr_need(&j->tools, LR_AR));
	strv_printf(argv, "--cache=%s", lr_need(&j->tools, LR_CACHE));
	/* The same program wherever it is built. */
	strv_printf(argv, "--rustc=%s", lr_need(&j->tools, LR_RUSTC));
	strv_printf(argv, "--source-dir=%s", lr_json_text(j->metadata, "workspace_root"));
	strv_printf(argv, "--build-dir=%s", j->target_dir);
	if (s->policy.when & LR_DYNAMIC)
		strv_printf(argv, "--linkage=%s", lr_linkage_name(&s->policy));
	strv_add(argv, s->policy.when & LR_LIBRARY ? "--cdylib"
		       : s->policy.when & LR_GRATE ? "--grate"
						   : "--link-arg=--lind-grate-if-defined");
	if (s->max_memory)
		strv_printf(argv, "--max-memory=%llu", s->policy.max_memory);
	if (s->stack_size)
		strv_printf(argv, "--stack-size=%llu", s->policy.stack_size);
	for (size_t i = 0; i < s->rustflags.n; i++)
		strv_printf(argv, "--rustflag=%s", s->rustflags.v[i]);
	for (size_t i = 0; i < s->link.n; i++)
		strv_printf(argv, "--link-arg=%s", s->link.v[i]);
	strv_printf(argv, "--link-arg=--lind-inputs=%s", lr_link_inputs(&j->tools, &s->link, s->manifest));
	strv_printf(argv, "--output=%s", output);
	free(bin);
}

/* <target directory>/lind-rust/<triple>.toml, with a hash behind where the project has settings of its own. */
static char *config_path(struct lr_job *j, const struct lr_group *g)
{
	struct lr_lind_settings plain = {.target = g->settings->target, .policy = lr_policy_default};
	char *plain_key = lr_settings_key(&plain), *hash = lr_hash(g->key, strlen(g->key));
	bool same = !strcmp(plain_key, g->key);
	char *path = xasprintf("%s/lind-rust/%s%s%.*s.toml", j->target_dir, g->settings->target->triple,
			       same ? "" : "-", same ? 0 : 12, hash);

	free(plain_key);
	free(hash);
	return path;
}

char *lr_job_config(struct lr_job *j, const struct lr_group *g)
{
	char *path = config_path(j, g);
	struct strv argv = {0};
	const char *std;
	int status;

	j->tools.std_pic = g->settings->policy.when & LR_DYNAMIC;
	std = j->w.dry_run ? "STD" : lr_std_ensure(&j->tools, g->settings->target);
	config_command(&argv, j, g, std, path);
	if (lr_verbose() || j->w.dry_run)
		lr_print_command(stderr, "+ ", &argv);
	if (j->w.dry_run)
		return path;
	status = lr_run(&argv);
	if (status)
		exit(status);
	return path;
}
