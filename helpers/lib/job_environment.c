/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lind-rust/environment.h"
#include "lind-rust/job.h"
#include "lind-rust/proc.h"

/*
 * A command line's own variables are the user's word here, unlike in a build graph: where things go, profiles, compiler
 * caches. Flags are not: cargo would take them in place of lind's.
 */
static bool is_users_word(const char *name)
{
	static const char *const kept[] = {
		"CARGO_TARGET_DIR=",	    "CARGO_BUILD_TARGET_DIR=",	  "CARGO_BUILD_BUILD_DIR=",
		"CARGO_PROFILE_",	    "CARGO_INCREMENTAL=",	  "RUSTC_WRAPPER=",
		"RUSTC_WORKSPACE_WRAPPER=", "CARGO_BUILD_RUSTC_WRAPPER=", "CARGO_ALIAS_"};

	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		if (lr_starts(name, kept[i]))
			return true;
	return false;
}

char **lr_job_environment(struct lr_job *j, const struct lr_lind_settings *s, struct strv *dropped)
{
	struct strv add = {0};

	for (char **e = environ; *e; e++)
		if (is_users_word(*e))
			strv_add(&add, *e);
	for (size_t i = 0; s && i < s->env.n; i++)
		strv_add(&add, s->env.v[i]);
	strv_printf(&add, "RUSTC=%s", lr_need(&j->tools, LR_RUSTC));
	return lr_cargo_env(&add, dropped);
}

/* As the front ends choose it: by LIND_RUST_TARGET, or the one that has all of std. */
const struct lr_target *lr_job_target(void)
{
	const char *said = getenv("LIND_RUST_TARGET");

	return lr_need_target("LIND_RUST_TARGET", said && *said ? said : "wasm32-lind");
}

/* RUSTFLAGS in place of lind's flags is how programs silently lost their shared memory. */
void lr_job_tell_dropped(struct lr_job *j)
{
	struct strv dropped = {0};
	bool flags = false;

	lr_job_environment(j, NULL, &dropped);
	for (size_t i = 0; i < dropped.n; i++)
		flags |= strstr(dropped.v[i], "RUSTFLAGS") != NULL;
	if (flags && !j->w.quiet) {
		warn("RUSTFLAGS of the environment is not used: cargo would take it in place of lind's own flags");
		hint("say it by rustflags = [\"...\"] in [package.metadata.lind], or --config "
		     "'target.%s.rustflags=[\"...\"]'",
		     lr_job_target()->triple);
	}
	if (!dropped.n || !lr_verbose())
		return;
	for (size_t i = 0; i < dropped.n; i++)
		hint("kept from cargo: %s", dropped.v[i]);
}
