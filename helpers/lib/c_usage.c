/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "lind-rust/c_usage.h"
#include "lind-rust/flags.h"
#include "lind-rust/fs.h"
#include "lind-rust/quote.h"

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

static char *usage_word(const struct lr_c_usage *u, size_t i)
{
	return i < u->include.n ? xasprintf("-I%s", u->include.v[i])
				: xasprintf("-D%s", u->define.v[i - u->include.n]);
}

/* In a file: the variables that build scripts read split their words at spaces. */
void lr_c_usage_write(const struct lr_c_usage *u, const char *path)
{
	struct buf words = {0};

	for (size_t i = 0; i < u->include.n + u->define.n; i++) {
		char *word = usage_word(u, i);

		response_word(&words, word);
		free(word);
	}
	if (lr_write_if_changed(path, words.data, words.len, NULL))
		fatal("write '%s':", path);
	free(words.data);
}

char *lr_bindgen_words(const char *sysroot)
{
	struct strv words = {0};
	struct buf b = {0};

	lr_flags_add(&words, LR_FOR_BINDGEN, &lr_policy_default);
	for (size_t i = 0; i < words.n; i++)
		buf_printf(&b, "%s ", words.v[i]);
	buf_str(&b, lr_quote_sh(xasprintf("--sysroot=%s", sysroot)));
	return b.data;
}

char *lr_c_usage_bindgen(const struct lr_c_usage *u, const char *sysroot)
{
	struct buf words = {0};

	if (!u->include.n && !u->define.n)
		return NULL;
	buf_str(&words, lr_bindgen_words(sysroot));
	for (size_t i = 0; i < u->include.n + u->define.n; i++) {
		char *word = usage_word(u, i);

		buf_printf(&words, " %s", lr_quote_sh(word));
		free(word);
	}
	return words.data;
}
