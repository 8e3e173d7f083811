/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/editor.h"
#include "lind-rust/fs.h"
#include "lind-rust/quote.h"

/* The triple of its [target.TRIPLE]. */
static char *triple_of(const char *config)
{
	static const char table[] = "\n[target.";
	struct buf b = {0};
	const char *at;

	if (lr_slurp(config, &b))
		fatal_hint("'lind-rust-config cargo -o FILE' writes it, and so does a build", "read '%s': %s", config,
			   strerror(errno));
	at = b.len ? strstr(b.data, table) : NULL;
	if (!at)
		fatal_hint("name what 'lind-rust-config cargo' wrote", "'%s' has no [target.*]: it is not lind-rust's",
			   config);
	at += strlen(table);
	return xstrndup(at, strcspn(at, "]"));
}

void lr_editor_settings(struct buf *out, struct lr_tools *tools, const char *config, const char *target_dir)
{
	const char *rustc = lr_need(tools, LR_RUSTC), *cargo = lr_need(tools, LR_CARGO);
	char *triple = triple_of(config), *text;
	json_t *all = json_pack("{s:s, s:[s,s], s:{s:s, s:s}}", "rust-analyzer.cargo.target", triple,
				"rust-analyzer.cargo.extraArgs", "--config", config, "rust-analyzer.cargo.extraEnv",
				"RUSTC", rustc, "CARGO", cargo);

	if (!all || (target_dir && json_object_set_new(all, "rust-analyzer.cargo.targetDir", json_string(target_dir))))
		fatal_hint("rename it", "a path is not UTF-8: an editor's settings cannot hold it");
	buf_printf(out, "RUSTC=%s %s --config %s check --target %s", lr_quote_sh(rustc), lr_quote_sh(cargo),
		   lr_quote_sh(config), triple);
	if (target_dir)
		buf_printf(out, " --target-dir %s", lr_quote_sh(target_dir));
	text = json_dumps(all, JSON_INDENT(2));
	buf_printf(out, "\n\n# rust-analyzer, in the editor's settings:\n%s\n", text);
	free(text);
	free(triple);
	json_decref(all);
}
