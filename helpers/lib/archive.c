/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "lind-rust/archive.h"

#define MAGIC	   "!<arch>\n"
#define THIN_MAGIC "!<thin>\n"

enum {
	MAGIC_SIZE = 8,
	NAME_SIZE = 16,
	SIZE_AT = 48,
	SIZE_SIZE = 10,
	END_AT = 58,
};

/* A header and what its fields say, before long names are looked up. */
struct header {
	size_t offset, data, size;
	struct text name; /* without the blanks at its end */
};

bool archive_is(const void *data, size_t size)
{
	return size >= MAGIC_SIZE && (!memcmp(data, MAGIC, MAGIC_SIZE) || !memcmp(data, THIN_MAGIC, MAGIC_SIZE));
}

static struct bytes reader(struct archive *a, size_t pos, size_t end)
{
	return (struct bytes){.base = a->data, .pos = pos, .end = end, .error = &a->error};
}

/* Decimal digits and then blanks only. */
static bool parse_number(const char *s, size_t n, size_t *value)
{
	size_t i = 0;

	*value = 0;
	for (; i < n && s[i] >= '0' && s[i] <= '9'; i++) {
		if (*value > (SIZE_MAX - 9) / 10)
			return false;
		*value = *value * 10 + (size_t)(s[i] - '0');
	}
	if (!i)
		return false;
	for (; i < n; i++)
		if (s[i] != ' ')
			return false;
	return true;
}

bool archive_member_size(const void *header, size_t *size)
{
	const char *p = header;

	return !memcmp(p + END_AT, "`\n", 2) && parse_number(p + SIZE_AT, SIZE_SIZE, size);
}

static struct text trimmed(const char *s, size_t n)
{
	while (n && s[n - 1] == ' ')
		n--;
	return (struct text){s, n};
}

/* The tables of GNU and BSD archives, whose data is in the archive even where it is thin. */
static bool is_table(struct text name)
{
	return text_is(name, "/") || text_is(name, "//") || text_is(name, "/SYM64/") || text_starts(name, "__.SYMDEF");
}

static bool read_header(struct archive *a, struct header *h)
{
	struct bytes b = reader(a, a->next, a->size);
	const char *p;

	h->offset = b.pos;
	p = (const char *)bytes_take(&b, ARCHIVE_HEADER_SIZE, "member's header");
	if (!p)
		return false;
	if (memcmp(p + END_AT, "`\n", 2)) {
		bytes_fail(&b, h->offset + END_AT, "member's header does not end as one");
		return false;
	}
	if (!parse_number(p + SIZE_AT, SIZE_SIZE, &h->size)) {
		bytes_fail(&b, h->offset + SIZE_AT, "member's size is no number");
		return false;
	}
	h->name = trimmed(p, NAME_SIZE);
	h->data = b.pos;
	if (!a->thin || is_table(h->name))
		bytes_take(&b, h->size, "member");
	if (!bytes_ok(&b))
		return false;
	/* Members start at even offsets; the last one's padding is often left out. */
	a->next = b.pos + (b.pos & 1 && b.pos < a->size);
	return true;
}

/* "/123": GNU's, ended by "/\n" in the table. */
static bool gnu_long_name(struct archive *a, struct header *h)
{
	struct bytes b = reader(a, h->offset, a->size);
	size_t at, n = 0;
	const char *p;

	if (!parse_number(h->name.s + 1, h->name.n - 1, &at) || at >= a->names_size) {
		bytes_fail(&b, h->offset, "member's name is not in the archive's table of names");
		return false;
	}
	p = (const char *)a->data + a->names + at;
	while (n < a->names_size - at && p[n] != '\n' && p[n])
		n++;
	h->name = (struct text){p, n && p[n - 1] == '/' ? n - 1 : n};
	return true;
}

/* "#1/20": BSD's, the first 20 bytes of the data, filled up with NULs. */
static bool bsd_long_name(struct archive *a, struct header *h)
{
	struct bytes b = reader(a, h->data, a->thin ? h->data : h->data + h->size);
	size_t n;
	const char *p;

	if (!parse_number(h->name.s + 3, h->name.n - 3, &n)) {
		bytes_fail(&b, h->offset, "length of the member's name is no number");
		return false;
	}
	p = (const char *)bytes_take(&b, n, "member's name");
	if (!p)
		return false;
	h->data += n;
	h->size -= n;
	h->name = (struct text){p, strnlen(p, n)};
	return true;
}

static bool look_up_name(struct archive *a, struct header *h)
{
	if (text_starts(h->name, "#1/"))
		return bsd_long_name(a, h);
	if (h->name.n > 1 && h->name.s[0] == '/' && !is_table(h->name))
		return gnu_long_name(a, h);
	if (!is_table(h->name) && text_ends(h->name, "/"))
		h->name.n--;
	return true;
}

static uint64_t big_endian(const uint8_t *p, unsigned width)
{
	uint64_t value = 0;

	for (unsigned i = 0; i < width; i++)
		value = value << 8 | p[i];
	return value;
}

/* GNU's index: a count, as many offsets, as many NUL-ended names. */
static void open_index(struct archive *a, const struct header *h, unsigned width)
{
	struct bytes b = reader(a, h->data, h->data + h->size);
	const uint8_t *p = bytes_take(&b, width, "symbol count");

	if (!p)
		return;
	a->nsymbols = big_endian(p, width);
	if (a->nsymbols > bytes_left(&b) / width) {
		bytes_fail(&b, h->data, "symbol count %llu is more than the index holds",
			   (unsigned long long)a->nsymbols);
		a->nsymbols = 0;
		return;
	}
	a->index = b.pos;
	a->index_size = bytes_left(&b);
	a->index_width = width;
	a->symbol_name = b.pos + (size_t)a->nsymbols * width;
}

static void note_table(struct archive *a, const struct header *h)
{
	if (text_is(h->name, "//")) {
		a->names = h->data;
		a->names_size = h->size;
	} else if (text_is(h->name, "/") && !a->index_size) {
		open_index(a, h, 4);
	} else if (text_is(h->name, "/SYM64/") && !a->index_size) {
		open_index(a, h, 8);
	}
}

/* Tables stand at the start; what they hold is needed before the first member is given. */
static void read_tables(struct archive *a)
{
	struct header h;
	size_t before = a->next;

	while (a->next < a->size && read_header(a, &h)) {
		if (!is_table(h.name) && !text_starts(h.name, "#1/"))
			break;
		if (!look_up_name(a, &h) || !is_table(h.name))
			break;
		note_table(a, &h);
		before = a->next;
	}
	a->next = before;
}

bool archive_open(struct archive *a, const void *data, size_t size)
{
	struct bytes b;

	memset(a, 0, sizeof *a);
	b = bytes_over(data, size, &a->error);
	a->data = data;
	a->size = size;
	if (!archive_is(data, size)) {
		bytes_fail(&b, 0, "magic number is not that of an archive");
		return false;
	}
	a->thin = !memcmp(data, THIN_MAGIC, MAGIC_SIZE);
	a->next = MAGIC_SIZE;
	read_tables(a);
	return bytes_ok(&b);
}

bool archive_next(struct archive *a, struct archive_member *m)
{
	struct header h;

	while (!a->error.text[0] && a->next < a->size) {
		if (!read_header(a, &h) || !look_up_name(a, &h))
			return false;
		if (is_table(h.name)) {
			note_table(a, &h);
			continue;
		}
		m->name = h.name;
		m->offset = h.offset;
		m->data = a->thin ? NULL : a->data + h.data;
		m->size = h.size;
		return true;
	}
	return false;
}

bool archive_next_symbol(struct archive *a, struct archive_symbol *s)
{
	struct bytes b = reader(a, a->symbol_name, a->index + a->index_size);
	const char *name = (const char *)a->data + a->symbol_name;
	size_t n;

	if (!bytes_ok(&b) || a->symbol >= a->nsymbols)
		return false;
	n = strnlen(name, bytes_left(&b));
	if (n == bytes_left(&b)) {
		bytes_fail(&b, b.pos, "symbol's name is cut off");
		return false;
	}
	s->name = (struct text){name, n};
	s->member = big_endian(a->data + a->index + (size_t)a->symbol * a->index_width, a->index_width);
	a->symbol++;
	a->symbol_name += n + 1;
	return true;
}
