/* SPDX-License-Identifier: Apache-2.0 */
/* A config.toml of anybody's, and every quoting of a text of anybody's. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/environment.h"
#include "lind-rust/quote.h"
#include "lind-rust/settings.h"
#include "lind-rust/util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A line of --crates; and what is quoted is read back as it was. */
static void split(const char *text)
{
	char *quoted = lr_quote_sh(text);
	struct strv words = {0}, one = {0};

	lr_split_sh(text, &words);
	if (!lr_split_sh(quoted, &one) || one.n != 1 || strcmp(one.v[0], text))
		abort();
	for (size_t i = 0; i < words.n; i++)
		free(words.v[i]);
	free(words.v);
	free(one.v[0]);
	free(one.v);
	free(quoted);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const words[] = {"rustflags", "build-std", "target", NULL};
	char *text = xstrndup((const char *)data, size), *result;

	lr_settings_say(text, "build", "target");
	lr_settings_say(text, "unstable", "build-std");
	result = lr_settings_flag(text, "--sysroot=");
	if (result && strlen(result) > size)
		abort();
	free(result);
	free(lr_quote_toml(text));
	free(lr_quote_cmake(text));
	split(text);
	free(lr_quote_make(text));
	free(lr_quote_depfile(text, size & 1));
	lr_env_dropped(text);
	lr_env_ours(text);
	if (size < 300)
		lr_nearest(text, words);
	free(text);
	return 0;
}
