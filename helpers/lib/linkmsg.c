/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <string.h>

#include "lind-rust/linkmsg.h"
#include "lind-rust/util.h"

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
