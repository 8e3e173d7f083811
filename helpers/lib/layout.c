/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/layout.h"

static struct lr_sized *add(struct lr_sizes *s, const char *name, char kind)
{
	if (s->n == s->cap) {
		s->cap = s->cap ? 2 * s->cap : 1024;
		s->v = xreallocarray(s->v, s->cap, sizeof *s->v);
	}
	s->v[s->n] = (struct lr_sized){.name = xstrdup(name), .kind = kind};
	return &s->v[s->n++];
}

void lr_sizes_alias(struct lr_sizes *s, const char *name, const char *type)
{
	add(s, name, 'a')->alias = xstrdup(type);
}

void lr_sizes_struct(struct lr_sizes *s, const char *name, size_t size, size_t align)
{
	struct lr_sized *e = add(s, name, 's');

	e->size = size;
	e->align = align;
}

void lr_sizes_number(struct lr_sizes *s, const char *name, long long value)
{
	add(s, name, 'n')->size = value < 0 ? 0 : (size_t)value;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct lr_sized *)a)->name, ((const struct lr_sized *)b)->name);
}

void lr_sizes_ready(struct lr_sizes *s)
{
	if (s->n)
		qsort(s->v, s->n, sizeof *s->v, by_name);
	s->ready = true;
}

static const struct lr_sized *find(const struct lr_sizes *s, const char *name, bool number)
{
	struct lr_sized key = {.name = (char *)name};
	struct lr_sized *at = s->n ? bsearch(&key, s->v, s->n, sizeof *s->v, by_name) : NULL;

	if (!at)
		return NULL;
	while (at > s->v && !strcmp(at[-1].name, name))
		at--;
	for (; at < s->v + s->n && !strcmp(at->name, name); at++)
		if ((at->kind == 'n') == number)
			return at;
	return NULL;
}

/* "crate::x", "::x", "super::x" are x here: a crate of C's interface has one of each name. */
static const char *last_part(const char *type)
{
	const char *at = type, *colons;

	while ((colons = strstr(at, "::")))
		at = colons + 2;
	return at;
}

static bool primitive(const char *name, size_t *size)
{
	static const struct {
		const char *name;
		size_t size;
	} all[] = {
		{"u8", 1},      {"i8", 1},       {"bool", 1},    {"u16", 2},       {"i16", 2},        {"u32", 4},
		{"i32", 4},     {"f32", 4},      {"u64", 8},     {"i64", 8},       {"f64", 8},        {"usize", 4},
		{"isize", 4},   {"c_char", 1},   {"c_schar", 1}, {"c_uchar", 1},   {"c_short", 2},    {"c_ushort", 2},
		{"c_int", 4},   {"c_uint", 4},   {"c_long", 4},  {"c_ulong", 4},   {"c_longlong", 8}, {"c_ulonglong", 8},
		{"c_float", 4}, {"c_double", 8}, {"size_t", 4},  {"ssize_t", 4},   {"intptr_t", 4},   {"uintptr_t", 4},
		{"int8_t", 1},  {"uint8_t", 1},  {"int16_t", 2}, {"uint16_t", 2},  {"int32_t", 4},    {"uint32_t", 4},
		{"int64_t", 8}, {"uint64_t", 8}, {"__u8", 1},    {"__u16", 2},     {"__s16", 2},      {"__u32", 4},
		{"__s32", 4},   {"__u64", 8},    {"__s64", 8},   {"sighandler_t", 4},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (!strcmp(name, all[i].name)) {
			*size = all[i].size;
			return true;
		}
	return false;
}

enum { ALIASES = 32 };

static bool size_of(const struct lr_sizes *s, const char *type, size_t *size, size_t *align, int depth);

/* "65", "NCCS", "crate::NCCS" */
static bool count_of(const struct lr_sizes *s, const char *text, size_t *n)
{
	const struct lr_sized *known;
	char *end;

	*n = strtoul(text, &end, 0);
	while (isspace((unsigned char)*end))
		end++;
	if (isdigit((unsigned char)*text) && !*end)
		return true;
	known = find(s, last_part(text), true);
	if (known)
		*n = known->size;
	return known;
}

static bool size_of_array(const struct lr_sizes *s, const char *type, size_t *size, size_t *align, int depth)
{
	size_t n = strlen(type), count;
	const char *semicolon = strrchr(type, ';');
	char *element, *number;
	bool known;

	if (!semicolon || type[n - 1] != ']')
		return false;
	element = xstrndup(type + 1, (size_t)(semicolon - type) - 1);
	for (semicolon++; isspace((unsigned char)*semicolon); semicolon++)
		;
	number = xstrndup(semicolon, strlen(semicolon) - 1);
	known = size_of(s, element, size, align, depth) && count_of(s, number, &count);
	if (known)
		*size *= count;
	free(element);
	free(number);
	return known;
}

static bool size_of(const struct lr_sizes *s, const char *type, size_t *size, size_t *align, int depth)
{
	const struct lr_sized *known;

	while (isspace((unsigned char)*type))
		type++;
	if (depth > ALIASES)
		return false;
	if (*type == '*' || *type == '&' || lr_starts(type, "Option<") || strstr(type, "fn(") || strstr(type, "fn (")) {
		*size = *align = 4;
		return true;
	}
	if (*type == '[')
		return size_of_array(s, type, size, align, depth + 1);
	/* libc's wrapper of padding is as large as what it wraps. */
	if (lr_starts(type, "Padding<") && lr_ends(type, ">")) {
		char *inner = xstrndup(type + 8, strlen(type) - 9);
		bool is_known = size_of(s, inner, size, align, depth + 1);

		free(inner);
		return is_known;
	}
	type = last_part(type);
	known = find(s, type, false);
	if (known && known->kind == 's') {
		*size = known->size;
		*align = known->align;
		return true;
	}
	if (known && strcmp(known->alias, type) && size_of(s, known->alias, size, align, depth + 1))
		return true;
	if (!primitive(type, size))
		return false;
	*align = *size;
	return true;
}

bool lr_size_of(const struct lr_sizes *s, const char *type, size_t *size, size_t *align)
{
	return size_of(s, type, size, align, 0);
}

/* ---- structures ---- */

void lr_layout_add(struct lr_layout *l, const struct lr_layout_field *field)
{
	if (l->n == l->cap) {
		l->cap = l->cap ? 2 * l->cap : 16;
		l->fields = xreallocarray(l->fields, l->cap, sizeof *l->fields);
	}
	l->fields[l->n++] = *field;
}

static size_t up(size_t at, size_t align)
{
	return align ? (at + align - 1) / align * align : at;
}

/* Where the fields lie as they are. False where a type's size is not known. */
static bool lies_right(const struct lr_layout *l, const struct lr_sizes *sizes, bool *right)
{
	size_t at = 0, size, align, largest = 1;

	*right = true;
	for (size_t i = 0; i < l->n; i++) {
		const struct lr_layout_field *f = &l->fields[i];

		if (!lr_size_of(sizes, f->type, &size, &align))
			return false;
		at = up(at, align);
		if (f->offset != LR_ANYWHERE && (f->offset != at || (f->size != size && f->type[0] != '[')))
			*right = false;
		at += size;
		if (align > largest)
			largest = align;
	}
	if (up(at, largest) != l->size)
		*right = false;
	return true;
}

static int by_offset(const void *a, const void *b)
{
	const struct lr_layout_field *x = a, *y = b;

	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static void pad(struct buf *b, size_t n, size_t *number)
{
	if (n)
		buf_printf(b, "    __lind_pad%zu: [u8; %zu],\n", (*number)++, n);
}

/* A structure without public fields is a block of bytes of some element type. */
static char *fit_block(const struct lr_layout *l, const struct lr_sizes *sizes)
{
	const struct lr_layout_field *f = l->fields;
	size_t size, align;
	char *element, *body;

	if (l->n != 1 || f->type[0] != '[' || !lr_size_of(sizes, f->type, &size, &align) || size == l->size ||
	    l->size % align)
		return NULL;
	element = xstrndup(f->type + 1, strcspn(f->type + 1, ";"));
	if (!lr_size_of(sizes, element, &size, &align) || l->size % size) {
		free(element);
		return NULL;
	}
	body = xasprintf("\n    %s: [%s; %zu],\n", f->name, element, l->size / size);
	free(element);
	return body;
}

/* The name of a primitive behind aliases; NULL where it is none. */
static const char *primitive_of(const struct lr_sizes *s, const char *type)
{
	for (int depth = 0; depth < ALIASES; depth++) {
		const struct lr_sized *known;

		type = last_part(type);
		known = find(s, type, false);
		if (!known)
			return type;
		if (known->kind != 'a')
			return NULL;
		type = known->alias;
	}
	return NULL;
}

/* An integer type of that size, signed as `type` is; NULL where there is none. */
static const char *integer_of(const struct lr_sizes *s, const char *type, size_t size)
{
	static const char *const names[2][9] = {{[1] = "u8", [2] = "u16", [4] = "u32", [8] = "u64"},
						{[1] = "i8", [2] = "i16", [4] = "i32", [8] = "i64"}};
	const char *primitive = primitive_of(s, type);

	if (!primitive || size > 8)
		return NULL;
	return names[primitive[0] != 'u' && !lr_starts(primitive, "c_u") && strcmp(primitive, "size_t")][size];
}

char *lr_layout_fit(const struct lr_layout *l, const struct lr_sizes *sizes)
{
	struct lr_layout own = {.size = l->size};
	size_t at = 0, number = 0, size, align, largest = 1;
	struct buf b = {0};
	bool right;

	if (lies_right(l, sizes, &right) && right)
		return NULL;
	for (size_t i = 0; i < l->n; i++) {
		if (l->fields[i].is_pub && l->fields[i].offset == LR_ANYWHERE)
			return NULL;
		/* A private field of a type of the crate's own is more than padding. */
		if (!l->fields[i].is_pub && !lr_size_of(sizes, l->fields[i].type, &size, &align))
			return NULL;
		if (l->fields[i].is_pub)
			lr_layout_add(&own, &l->fields[i]);
	}
	if (!own.n)
		return l->n ? fit_block(l, sizes) : NULL;
	qsort(own.fields, own.n, sizeof *own.fields, by_offset);
	buf_char(&b, '\n');
	for (size_t i = 0; i < own.n; i++) {
		const struct lr_layout_field *f = &own.fields[i];
		size_t room = (i + 1 < own.n ? own.fields[i + 1].offset : l->size) - f->offset;
		const char *type = f->type;

		if (!lr_size_of(sizes, type, &size, &align))
			goto none;
		if (size > room || f->offset % align) {
			/* What C has there and Rust's type has not: as large, and so named that the compiler says more. */
			type = integer_of(sizes, type, f->size);
			if (!type)
				goto none;
			size = align = f->size;
		}
		if (f->offset < at)
			goto none;
		if (up(at, align) != f->offset)
			pad(&b, f->offset - at, &number);
		buf_printf(&b, "    pub %s: %s,\n", f->name, type);
		at = f->offset + size;
		if (align > largest)
			largest = align;
	}
	if (up(at, largest) > l->size)
		goto none;
	if (up(at, largest) < l->size)
		pad(&b, l->size - at, &number);
	free(own.fields);
	return b.data;
none:
	free(own.fields);
	free(b.data);
	return NULL;
}
