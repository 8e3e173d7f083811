/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes from strangers: every read passes one gate that checks what is left, and the first thing wrong is kept.
 *
 * A reader is sticky. After the first failure each function gives zero, NULL or an empty text and stays where it is, so
 * that code which reads a structure can be a straight list of fields; it asks bytes_ok() before it acts on a value, and
 * in the condition of every loop. Nothing here prints, and nothing is copied: a text points into the bytes.
 */
#ifndef LIND_RUST_BYTES_H
#define LIND_RUST_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lind-rust/util.h"

/* What went wrong first, and where in the file. text is empty where nothing did. */
struct bytes_error {
	size_t offset;
	char text[200];
};

/* Characters inside a file; not NUL-terminated, may hold NULs. */
struct text {
	const char *s;
	size_t n;
};

struct bytes {
	const uint8_t *base; /* the whole file: offsets in errors count from here */
	size_t pos, end;     /* what is left to read is base[pos] .. base[end - 1] */
	struct bytes_error *error;
};

/* A reader over a whole file. `error` outlives it and is cleared. */
struct bytes bytes_over(const void *data, size_t n, struct bytes_error *error);

bool bytes_ok(const struct bytes *b);
bool bytes_more(const struct bytes *b); /* nothing failed and something is left */
size_t bytes_left(const struct bytes *b);

/* Keep an error; only the first of a file is kept. */
void bytes_fail(struct bytes *b, size_t offset, const char *fmt, ...) LR_PRINTF(3, 4);

/* The gate: the next n bytes, or NULL with an error that names the field. n may be anything. */
const uint8_t *bytes_take(struct bytes *b, size_t n, const char *field);
/* A reader of the next n bytes, which are passed over here. It shares the error. */
struct bytes bytes_part(struct bytes *b, size_t n, const char *field);

uint8_t bytes_u8(struct bytes *b, const char *field);
uint32_t bytes_le32(struct bytes *b, const char *field);

/*
 * LEB128 as https://webassembly.github.io/spec/core/binary/values.html#integers has it: at most ceil(N / 7) bytes, and
 * the unused bits of the last one are zero or copies of the sign.
 */
uint32_t bytes_u32(struct bytes *b, const char *field);
uint64_t bytes_u64(struct bytes *b, const char *field);
int32_t bytes_s32(struct bytes *b, const char *field);
int64_t bytes_s33(struct bytes *b, const char *field);
int64_t bytes_s64(struct bytes *b, const char *field);

/* A length and that many bytes of UTF-8. */
struct text bytes_name(struct bytes *b, const char *field);

/* How many bytes of it, from the first on, are UTF-8. */
size_t text_utf8(struct text t);
bool text_is(struct text t, const char *s);
bool text_same(struct text a, struct text b);
bool text_starts(struct text t, const char *prefix);
bool text_ends(struct text t, const char *suffix);
bool text_has(struct text t, const char *part);
int text_cmp(struct text a, struct text b);
struct text text_of(const char *s);

/* Append so that it is safe on a terminal: control characters and what is not UTF-8 as \xNN, cut after 300 bytes. */
void text_show(struct buf *out, struct text t);
/* The same as a string of its own; allocated. */
char *text_shown(struct text t);

#endif
