/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lind-rust/quote.h"
#include "lind-rust/util.h"

char *lr_quote_toml(const char *s)
{
	struct buf b = {0};

	buf_char(&b, '"');
	for (; *s; s++) {
		if ((unsigned char)*s < 0x20 || *s == 0x7f) {
			buf_printf(&b, "\\u%04x", (unsigned)(unsigned char)*s);
			continue;
		}
		if (*s == '"' || *s == '\\')
			buf_char(&b, '\\');
		buf_char(&b, *s);
	}
	buf_char(&b, '"');
	return b.data;
}

char *lr_quote_cmake(const char *s)
{
	struct buf b = {0};

	/* A quoted argument, not a bracket: a text that ends in ']' could close a bracket early. */
	buf_char(&b, '"');
	for (; *s; s++) {
		if (strchr("\"\\$", *s))
			buf_char(&b, '\\');
		buf_char(&b, *s);
	}
	buf_char(&b, '"');
	return b.data;
}

char *lr_quote_sh(const char *s)
{
	struct buf b = {0};

	buf_char(&b, '\'');
	for (; *s; s++)
		if (*s == '\'')
			buf_str(&b, "'\\''");
		else
			buf_char(&b, *s);
	buf_char(&b, '\'');
	return b.data;
}

bool lr_split_sh(const char *s, struct strv *words)
{
	struct buf b = {0};
	bool inside = false;
	char quote = 0;

	for (; *s || quote; s++) {
		if (!*s) {
			free(b.data);
			return false;
		} else if (quote) {
			if (*s == quote)
				quote = 0;
			else
				buf_char(&b, *s);
		} else if (*s == '\'' || *s == '"') {
			quote = *s;
			inside = true;
		} else if (strchr(" \t\n", *s)) {
			if (inside)
				strv_add(words, b.data ? b.data : "");
			b.len = 0;
			if (b.data)
				b.data[0] = '\0';
			inside = false;
		} else {
			if (*s == '\\' && s[1])
				s++;
			buf_char(&b, *s);
			inside = true;
		}
	}
	if (inside)
		strv_add(words, b.data ? b.data : "");
	free(b.data);
	return true;
}

char *lr_quote_make(const char *s)
{
	struct buf b = {0};

	size_t slashes = 0;

	/* An empty expansion keeps a leading space and ends a line whose last character would continue it. */
	if (*s == ' ' || *s == '\t')
		buf_str(&b, "$()");
	for (; *s; s++) {
		if (*s == '$')
			buf_char(&b, '$');
		/* Backslashes are literal but before a '#', where they escape in pairs. */
		for (size_t i = 0; *s == '#' && i <= slashes; i++)
			buf_char(&b, '\\');
		buf_char(&b, *s);
		slashes = *s == '\\' ? slashes + 1 : 0;
	}
	if (slashes)
		buf_str(&b, "$()");
	buf_add(&b, "", 0);
	return b.data;
}

char *lr_quote_depfile(const char *s, bool make)
{
	struct buf b = {0};

	for (; *s; s++) {
		if (*s == '$')
			buf_char(&b, '$');
		else if (*s == ' ' || *s == '#' || (make && *s == ':'))
			buf_char(&b, '\\');
		buf_char(&b, *s);
	}
	buf_add(&b, "", 0);
	return b.data;
}
