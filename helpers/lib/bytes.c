/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lind-rust/bytes.h"

struct bytes bytes_over(const void *data, size_t n, struct bytes_error *error)
{
	memset(error, 0, sizeof *error);
	return (struct bytes){.base = data, .pos = 0, .end = n, .error = error};
}

bool bytes_ok(const struct bytes *b)
{
	return !b->error->text[0];
}

bool bytes_more(const struct bytes *b)
{
	return bytes_ok(b) && b->pos < b->end;
}

size_t bytes_left(const struct bytes *b)
{
	return b->end - b->pos;
}

void bytes_fail(struct bytes *b, size_t offset, const char *fmt, ...)
{
	va_list args;

	if (!bytes_ok(b))
		return;
	b->error->offset = offset;
	va_start(args, fmt);
	vsnprintf(b->error->text, sizeof b->error->text, fmt, args);
	va_end(args);
}

const uint8_t *bytes_take(struct bytes *b, size_t n, const char *field)
{
	const uint8_t *p;

	if (!bytes_ok(b))
		return NULL;
	if (n > b->end - b->pos) {
		bytes_fail(b, b->pos, "%s needs %zu more byte%s, %zu left", field, n, n == 1 ? "" : "s", bytes_left(b));
		return NULL;
	}
	p = b->base + b->pos;
	b->pos += n;
	return p;
}

struct bytes bytes_part(struct bytes *b, size_t n, const char *field)
{
	struct bytes part = *b;

	if (!bytes_take(b, n, field)) {
		part.end = part.pos;
		return part;
	}
	part.end = part.pos + n;
	return part;
}

uint8_t bytes_u8(struct bytes *b, const char *field)
{
	const uint8_t *p = bytes_take(b, 1, field);

	return p ? *p : 0;
}

uint32_t bytes_le32(struct bytes *b, const char *field)
{
	const uint8_t *p = bytes_take(b, 4, field);

	return p ? (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24 : 0;
}

/* Whether the last byte a number may have holds only bits of the number, or copies of its sign. */
static bool last_byte_fits(uint8_t low, unsigned used, bool is_signed)
{
	if (!is_signed)
		return !(low >> used);
	low = (uint8_t)(low >> (used - 1));
	return low == 0 || low == 0x7f >> (used - 1);
}

static uint64_t leb(struct bytes *b, unsigned bits, bool is_signed, const char *field)
{
	size_t start = b->pos;
	uint64_t value = 0;

	for (unsigned shift = 0;; shift += 7) {
		uint8_t byte = bytes_u8(b, field), low = byte & 0x7f;

		if (!bytes_ok(b))
			return 0;
		value |= (uint64_t)low << shift;
		if (shift + 7 >= bits) {
			if (byte & 0x80) {
				bytes_fail(b, start, "%s is longer than the %u bytes of a %u-bit number", field,
					   shift / 7 + 1, bits);
				return 0;
			}
			if (!last_byte_fits(low, bits - shift, is_signed)) {
				bytes_fail(b, start, "%s does not fit into %u bits", field, bits);
				return 0;
			}
		}
		if (byte & 0x80)
			continue;
		if (is_signed && shift + 7 < 64 && low & 0x40)
			value |= ~(uint64_t)0 << (shift + 7);
		return value;
	}
}

uint32_t bytes_u32(struct bytes *b, const char *field)
{
	return (uint32_t)leb(b, 32, false, field);
}

uint64_t bytes_u64(struct bytes *b, const char *field)
{
	return leb(b, 64, false, field);
}

int32_t bytes_s32(struct bytes *b, const char *field)
{
	return (int32_t)leb(b, 32, true, field);
}

int64_t bytes_s33(struct bytes *b, const char *field)
{
	return (int64_t)leb(b, 33, true, field);
}

int64_t bytes_s64(struct bytes *b, const char *field)
{
	return (int64_t)leb(b, 64, true, field);
}

/* The length of the UTF-8 sequence that starts here; 0 where there is none (overlong, surrogate, cut off). */
static size_t utf8_length(const uint8_t *p, size_t left)
{
	static const struct {
		uint8_t from, to, second_from, second_to;
		uint8_t length;
	} lead[] = {
		{0x00, 0x7f, 0, 0, 1},	     {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
		{0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
		{0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
	};

	for (size_t i = 0; i < sizeof lead / sizeof *lead; i++) {
		if (*p < lead[i].from || *p > lead[i].to)
			continue;
		if (left < lead[i].length)
			return 0;
		if (lead[i].length > 1 && (p[1] < lead[i].second_from || p[1] > lead[i].second_to))
			return 0;
		for (size_t k = 2; k < lead[i].length; k++)
			if (p[k] < 0x80 || p[k] > 0xbf)
				return 0;
		return lead[i].length;
	}
	return 0;
}

size_t text_utf8(struct text t)
{
	const uint8_t *p = (const uint8_t *)t.s;
	size_t i = 0, step = 1;

	while (i < t.n && step) {
		step = utf8_length(p + i, t.n - i);
		i += step;
	}
	return i;
}

struct text bytes_name(struct bytes *b, const char *field)
{
	uint32_t n = bytes_u32(b, field);
	size_t start = b->pos, good;
	const uint8_t *p = bytes_take(b, n, field);
	struct text t = {(const char *)p, n};

	if (!p)
		return (struct text){"", 0};
	good = text_utf8(t);
	if (good == n)
		return t;
	bytes_fail(b, start + good, "%s is not UTF-8", field);
	return (struct text){"", 0};
}

bool text_is(struct text t, const char *s)
{
	return text_same(t, text_of(s));
}

bool text_same(struct text a, struct text b)
{
	return a.n == b.n && !memcmp(a.s, b.s, a.n);
}

bool text_starts(struct text t, const char *prefix)
{
	size_t n = strlen(prefix);

	return t.n >= n && !memcmp(t.s, prefix, n);
}

bool text_ends(struct text t, const char *suffix)
{
	size_t n = strlen(suffix);

	return t.n >= n && !memcmp(t.s + t.n - n, suffix, n);
}

bool text_has(struct text t, const char *part)
{
	return memmem(t.s, t.n, part, strlen(part));
}

int text_cmp(struct text a, struct text b)
{
	int order = memcmp(a.s, b.s, a.n < b.n ? a.n : b.n);

	if (order)
		return order;
	return a.n < b.n ? -1 : a.n > b.n;
}

struct text text_of(const char *s)
{
	return (struct text){s, strlen(s)};
}

/* C0, DEL, and C1 (U+0080 to U+009F), which some terminals obey as well. */
static bool is_control(const uint8_t *p, size_t length)
{
	return *p < 0x20 || *p == 0x7f || (length == 2 && *p == 0xc2 && p[1] < 0xa0);
}

void text_show(struct buf *out, struct text t)
{
	const uint8_t *p = (const uint8_t *)t.s;
	size_t i = 0, limit = 300;

	while (i < t.n) {
		size_t length = utf8_length(p + i, t.n - i);

		if (i >= limit) {
			buf_str(out, "…");
			return;
		}
		if (length && !is_control(p + i, length)) {
			buf_add(out, p + i, length);
		} else {
			length = length ? length : 1;
			for (size_t k = 0; k < length; k++)
				buf_printf(out, "\\x%02x", p[i + k]);
		}
		i += length;
	}
}

char *text_shown(struct text t)
{
	struct buf b = {0};

	buf_str(&b, "");
	text_show(&b, t);
	return b.data;
}
