/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/fs.h"
#include "lind-rust/linkmsg.h"

/*
 * A mismatch of signatures between two definitions of ours to explain. wasm-ld keeps the one that fits each caller and
 * puts a trap in place of the others.
 */
static const struct known {
	const char *symbol, *where;
	const char *reason;
} known[] = {
	{"main", "/crt1.o", "crt1.o declares main with three arguments, for whoever has no other; it is not called so"},
	{"main", "/crt1_shared.o", "likewise"},
	{"main", "(i32, i32) -> i32 in lto.tmp", "likewise: until bitcode is compiled, wasm-ld takes crt1.o's word for its type"},
	/* Rust's wasip1 std has a 64-bit off_t, lind-glibc one of 32 bits: seeking in std::fs is known not to work. */
	{"lseek", "std-", "off_t of std::fs"},
	{"pread", "std-", "off_t of std::fs"},
	{"pwrite", "std-", "off_t of std::fs"},
	{"ftruncate", "std-", "off_t of std::fs"},
};

static const char mismatch[] = "function signature mismatch: ";

static bool holds(const char *text, size_t n, const char *word)
{
	return memmem(text, n, word, strlen(word)) != NULL;
}

bool lr_link_message_is_known(const char *text, size_t n)
{
	const char *at = memmem(text, n, mismatch, sizeof mismatch - 1), *end;
	size_t len;

	if (!at)
		return false;
	at += sizeof mismatch - 1;
	end = memchr(at, '\n', n - (size_t)(at - text));
	len = end ? (size_t)(end - at) : n - (size_t)(at - text);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (len == strlen(known[i].symbol) && !memcmp(at, known[i].symbol, len) &&
		    holds(text, n, known[i].where))
			return true;
	return false;
}

size_t lr_link_message_length(const char *text, size_t n)
{
	size_t at = 0;
	bool details = false;

	while (at < n) {
		const char *newline = memchr(text + at, '\n', n - at);
		size_t next = newline ? (size_t)(newline - text) + 1 : n;

		if (at) {
			bool detail = next - at >= 3 && !memcmp(text + at, ">>>", 3);

			if (!detail)
				return details && next == at + 1 ? next : at;
			details = true;
		}
		at = next;
	}
	return n;
}

size_t lr_link_messages(FILE *to, const char *text, size_t n)
{
	size_t left_out = 0;

	for (size_t at = 0, len; at < n; at += len) {
		len = lr_link_message_length(text + at, n - at);
		if (lr_link_message_is_known(text + at, len))
			left_out++;
		else
			fwrite(text + at, 1, len, to);
	}
	fflush(to);
	return left_out;
}

/* The input whose name without its end is `stem`; NULL where there is none or more than one. */
static const char *source_of(const char *stem, size_t n, const struct strv *inputs)
{
	const char *found = NULL;

	for (size_t i = 0; i < inputs->n; i++) {
		const char *base = lr_base(inputs->v[i]), *end = strrchr(base, '.');

		if (!end || (size_t)(end - base) != n || memcmp(base, stem, n) || !strcmp(end, ".o") || !strcmp(end, ".a"))
			continue;
		if (found)
			return NULL;
		found = inputs->v[i];
	}
	return found;
}

void lr_link_sources(struct buf *out, const char *text, const struct strv *inputs)
{
	char *dir = xasprintf("%s/", lr_temporary_directory());
	size_t lead = strlen(dir);

	while (*text) {
		const char *at = strstr(text, dir), *name, *end, *source;
		size_t n, key;

		if (!at)
			break;
		buf_add(out, text, (size_t)(at - text));
		name = at + lead;
		end = strstr(name, ".o");
		n = end ? (size_t)(end - name) : 0;
		/* A dash and six digits. */
		key = n > 7 && name[n - 7] == '-' ? strspn(name + n - 6, "0123456789abcdef") : 0;
		source = key == 6 ? source_of(name, n - 7, inputs) : NULL;
		if (source)
			buf_str(out, source);
		else
			buf_str(out, dir);
		text = source ? end + 2 : name;
	}
	buf_str(out, text);
	free(dir);
}
