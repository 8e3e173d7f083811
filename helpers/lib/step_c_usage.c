/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "lind-rust/fs.h"
#include "lind-rust/quote.h"
#include "lind-rust/step.h"

/* One word of a response file. */
static void response_word(struct buf *b, const char *word)
{
	buf_char(b, '"');
	for (; *word; word++) {
		if (*word == '"' || *word == '\\')
			buf_char(b, '\\');
		buf_char(b, *word);
	}
	buf_str(b, "\"\n");
}

/*
 * Include directories and definitions of the C targets that the crate is linked with. In a file, for lind-rust-clang:
 * the variables that build scripts read split their words at spaces. The same words for bindgen, quoted as it wants.
 */
void lr_step_c_usage(struct lr_step *j)
{
	struct buf words = {0}, bindgen = {0};
	char *path;

	if (!j->target || (!j->include.n && !j->define.n))
		return;
	buf_printf(&bindgen, "--target=%s %s", lr_clang_target,
		   lr_quote_sh(xasprintf("--sysroot=%s", lr_need(&j->tools, LR_SYSROOT))));
	for (size_t i = 0; i < j->include.n + j->define.n; i++) {
		char *word = i < j->include.n ? xasprintf("-I%s", j->include.v[i])
					      : xasprintf("-D%s", j->define.v[i - j->include.n]);

		response_word(&words, word);
		buf_printf(&bindgen, " %s", lr_quote_sh(word));
		free(word);
	}
	path = lr_absolute(xasprintf("%s.rsp", j->stamp));
	if (lr_write_if_changed(path, words.data, words.len, NULL))
		fatal("write '%s':", path);
	strv_printf(&j->env, "LIND_RUST_CC_ARGS=%s", path);
	j->bindgen = bindgen.data;
}
