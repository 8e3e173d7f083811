/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/editor.h"
#include "lind-rust/fs.h"
#include "lind-rust/job.h"
#include "lind-rust/quote.h"

static void print_settings(struct lr_job *j, const char *config)
{
	struct buf b = {0};

	lr_editor_settings(&b, &j->tools, config, j->w.target_dir ? j->target_dir : NULL, NULL);
	fwrite(b.data, 1, b.len, stdout);
	free(b.data);
}

/* The same, with what plain cargo is given on its command line; a target of lind's own has a table [build] already. */
static void add_build_table(struct buf *out, const char *config, const char *triple, const char *rustc)
{
	static const char table[] = "\n[build]\n";
	const char *at = strstr(config, table), *rest = at ? at + strlen(table) : "";

	buf_add(out, config, at ? (size_t)(at - config) : strlen(config));
	buf_printf(out, "%starget = %s\nrustc = %s\n%s", table, lr_quote_toml(triple), lr_quote_toml(rustc), rest);
}

/* By the user's wish only, and never over a file of theirs. */
static void write_settings(struct lr_job *j, const char *config, const char *triple)
{
	char *path = xasprintf("%s/.cargo/config.toml", lr_json_text(j->metadata, "workspace_root")),
	     *first = lr_first_line(path);
	struct buf b = {0}, made = {0}, old = {0};

	if (lr_slurp(config, &made))
		fatal("read '%s':", config);
	add_build_table(&b, made.data, triple, lr_need(&j->tools, LR_RUSTC));
	if (!lr_slurp(path, &old) && old.len && (!first || !lr_starts(first, "# Made by lind-rust")))
		fatal_hint("'--print-config' prints what can be added to it by hand",
			   "'%s' is there and not lind-rust's: it stays", path);
	if (lr_write_if_changed(path, b.data, b.len, NULL))
		fatal("write '%s':", path);
	fprintf(stderr, "%12s %s\n", "Wrote", lr_shown(path));
}

void lr_job_editor(struct lr_job *j)
{
	char *config = lr_job_config(j, &j->groups[0]);

	if (j->ngroups > 1)
		warn("packages differ in their settings: these are of '%s'", j->groups[0].settings->manifest);
	if (j->w.print_config)
		print_settings(j, config);
	if (j->w.write_config)
		write_settings(j, config, j->groups[0].settings->target->triple);
}
