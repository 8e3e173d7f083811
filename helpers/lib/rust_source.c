/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/rust_source.h"

/* A token: a name, a literal, or one character of punctuation. */
struct token {
	size_t from, to;
	char kind; /* 'i' name, 's' string or character, 'n' number, 'l' lifetime, else the character itself; 0: the end */
};

struct lexer {
	const char *text;
	size_t n, at;
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static void skip_block_comment(struct lexer *l)
{
	int depth = 0;

	do {
		if (l->at + 1 < l->n && l->text[l->at] == '/' && l->text[l->at + 1] == '*') {
			depth++;
			l->at += 2;
		} else if (l->at + 1 < l->n && l->text[l->at] == '*' && l->text[l->at + 1] == '/') {
			depth--;
			l->at += 2;
		} else {
			l->at++;
		}
	} while (depth && l->at < l->n);
}

static void skip_blanks(struct lexer *l)
{
	while (l->at < l->n) {
		if (isspace((unsigned char)l->text[l->at])) {
			l->at++;
		} else if (l->at + 1 < l->n && l->text[l->at] == '/' && l->text[l->at + 1] == '/') {
			while (l->at < l->n && l->text[l->at] != '\n')
				l->at++;
		} else if (l->at + 1 < l->n && l->text[l->at] == '/' && l->text[l->at + 1] == '*') {
			skip_block_comment(l);
		} else {
			break;
		}
	}
	/* An unclosed comment may have gone past the end. */
	if (l->at > l->n)
		l->at = l->n;
}

static void skip_quoted(struct lexer *l, char quote)
{
	for (l->at++; l->at < l->n && l->text[l->at] != quote; l->at++)
		if (l->text[l->at] == '\\')
			l->at++;
	l->at = l->at < l->n ? l->at + 1 : l->n;
}

/* r"...", r#"..."#: true where one stands at `at` (behind the r), which is then skipped. */
static bool skip_raw(struct lexer *l, size_t at)
{
	size_t hashes = 0;

	while (at < l->n && l->text[at] == '#') {
		hashes++;
		at++;
	}
	if (at >= l->n || l->text[at] != '"')
		return false;
	for (at++; at < l->n; at++) {
		size_t k = 0;

		if (l->text[at] != '"')
			continue;
		while (k < hashes && at + 1 + k < l->n && l->text[at + 1 + k] == '#')
			k++;
		if (k == hashes) {
			l->at = at + 1 + hashes;
			return true;
		}
	}
	l->at = l->n;
	return true;
}

/* 'a' and '\n' are characters, 'a is a lifetime. */
static char skip_tick(struct lexer *l)
{
	size_t at = l->at + 1;

	if (at < l->n && l->text[at] != '\\' && is_word(l->text[at])) {
		size_t end = at;

		while (end < l->n && is_word(l->text[end]))
			end++;
		if (end >= l->n || l->text[end] != '\'') {
			l->at = end;
			return 'l';
		}
	}
	skip_quoted(l, '\'');
	return 's';
}

static struct token next(struct lexer *l)
{
	struct token t;
	char c;

	skip_blanks(l);
	t.from = l->at;
	t.to = l->at;
	t.kind = 0;
	if (l->at >= l->n)
		return t;
	c = l->text[l->at];
	if (c == '"') {
		skip_quoted(l, '"');
		t.kind = 's';
	} else if (c == '\'') {
		t.kind = skip_tick(l);
	} else if (is_word(c)) {
		size_t end = l->at;

		while (end < l->n && is_word(l->text[end]))
			end++;
		t.kind = isdigit((unsigned char)c) ? 'n' : 'i';
		/* b"", c"", r"", br"", cr"" */
		if (end - l->at <= 2 && end < l->n && (l->text[end] == '"' || l->text[end] == '#') &&
		    strchr("brc", c) && (l->text[end - 1] == 'r' ? skip_raw(l, end) : l->text[end] == '"')) {
			if (l->at < end + 1) {
				l->at = end;
				skip_quoted(l, '"');
			}
			t.kind = 's';
		} else {
			l->at = end;
		}
	} else {
		t.kind = c;
		l->at++;
	}
	t.to = l->at;
	return t;
}

static bool is(const struct lexer *l, struct token t, const char *word)
{
	return t.to - t.from == strlen(word) && !memcmp(l->text + t.from, word, t.to - t.from);
}

static struct token peek(const struct lexer *l)
{
	struct lexer copy = *l;

	return next(&copy);
}

/*
 * Read to one of the characters of `ends` that stands outside of all brackets; it is not taken. In a type, < and > are
 * brackets; in an expression they are operators.
 */
static struct rs_span until(struct lexer *l, const char *ends, bool type)
{
	struct rs_span span;
	int depth = 0;
	struct token t = peek(l);

	span.from = t.from;
	span.to = t.from;
	for (; t.kind; t = peek(l)) {
		if (!depth && strchr(ends, t.kind))
			break;
		if (strchr("([{", t.kind) || (type && t.kind == '<'))
			depth++;
		/* The > of -> closes nothing. */
		if (strchr(")]}", t.kind) || (type && t.kind == '>' && t.from && l->text[t.from - 1] != '-')) {
			if (!depth)
				break;
			depth--;
		}
		next(l);
		span.to = t.to;
	}
	return span;
}

/* Skip from an opening bracket behind its closing one; what is between them. */
static struct rs_span group(struct lexer *l)
{
	struct token open = next(l), t = open;
	struct rs_span span = {open.to, open.to};
	int depth = 1;

	while (depth) {
		t = next(l);
		if (!t.kind)
			break;
		if (strchr("([{", t.kind))
			depth++;
		if (strchr(")]}", t.kind))
			depth--;
	}
	span.to = t.from;
	return span;
}

/* Any number of "#[...]", and "pub", "pub(crate)"; *is_pub where it stands there. */
static struct rs_span attributes(struct lexer *l)
{
	struct token t = peek(l);
	struct rs_span span = {t.from, t.from};

	while (t.kind == '#') {
		next(l);
		if (peek(l).kind == '!')
			next(l);
		if (peek(l).kind != '[')
			break;
		group(l);
		span.to = l->at;
		t = peek(l);
	}
	return span;
}

static bool read_field(struct lexer *l, struct rs_field *f)
{
	struct token t;

	memset(f, 0, sizeof *f);
	f->attributes = attributes(l);
	t = next(l);
	if (is(l, t, "pub")) {
		f->is_pub = true;
		if (peek(l).kind == '(')
			group(l);
		t = next(l);
	}
	if (t.kind != 'i' || peek(l).kind != ':')
		return false;
	f->name = (struct rs_span){t.from, t.to};
	next(l);
	f->type = until(l, ",", true);
	if (peek(l).kind == ',')
		next(l);
	return f->type.to > f->type.from;
}

static bool read_fields(struct rs_item *item, const char *text)
{
	struct lexer l = {text, item->value.to, item->value.from};
	size_t cap = 0;

	while (peek(&l).kind) {
		if (item->nfields == cap) {
			cap = cap ? 2 * cap : 8;
			item->fields = xreallocarray(item->fields, cap, sizeof *item->fields);
		}
		if (!read_field(&l, &item->fields[item->nfields]))
			return false;
		item->nfields++;
	}
	return true;
}

/* What stands behind "pub": true where it is an item of ours, read to its end; else `l` is where it was. */
static bool read_item(struct lexer *l, struct rs_item *item)
{
	struct lexer back = *l;
	struct token word = next(l), name;

	if (is(l, word, "struct"))
		item->kind = RS_STRUCT;
	else if (is(l, word, "const"))
		item->kind = RS_CONST;
	else if (is(l, word, "type"))
		item->kind = RS_TYPE;
	else if (is(l, word, "fn"))
		item->kind = RS_FN;
	else
		goto none;
	name = next(l);
	if (name.kind != 'i')
		goto none;
	item->name = (struct rs_span){name.from, name.to};
	switch (item->kind) {
	case RS_STRUCT:
		if (peek(l).kind != '{')
			goto none;
		item->value = group(l);
		if (!read_fields(item, l->text))
			goto none;
		break;
	case RS_CONST:
		if (peek(l).kind != ':')
			goto none;
		next(l);
		item->type = until(l, "=;", true);
		if (peek(l).kind != '=')
			goto none;
		next(l);
		item->value = until(l, ";", false);
		break;
	case RS_TYPE:
		if (peek(l).kind != '=')
			goto none;
		next(l);
		item->type = until(l, ";", true);
		break;
	case RS_FN:
		if (peek(l).kind != '(')
			goto none;
		break;
	}
	return true;
none:
	free(item->fields);
	*l = back;
	return false;
}

void rs_scan(struct rs_items *items, const char *text, size_t n)
{
	struct lexer l = {text, n, 0};
	struct rs_span before = {0, 0};
	struct token t;

	while ((t = next(&l)).kind) {
		struct rs_item item = {.begin = t.from, .attributes = before};

		if (t.kind == '#' && peek(&l).kind == '[') {
			if (before.to == before.from)
				before.from = t.from;
			group(&l);
			before.to = l.at;
			continue;
		}
		before = (struct rs_span){0, 0};
		if (t.kind != 'i' || !is(&l, t, "pub"))
			continue;
		if (!read_item(&l, &item))
			continue;
		if (items->n == items->cap) {
			items->cap = items->cap ? 2 * items->cap : 256;
			items->v = xreallocarray(items->v, items->cap, sizeof *items->v);
		}
		items->v[items->n++] = item;
	}
}

void rs_free(struct rs_items *items)
{
	for (size_t i = 0; i < items->n; i++)
		free(items->v[i].fields);
	free(items->v);
	memset(items, 0, sizeof *items);
}

char *rs_text(const char *text, struct rs_span span)
{
	return xstrndup(text + span.from, span.to - span.from);
}

char *rs_attributes_without(const char *text, struct rs_span attributes, const char *word)
{
	struct lexer l = {text, attributes.to, attributes.from};
	struct buf b = {0};

	buf_add(&b, "", 0);
	while (next(&l).kind == '#' && peek(&l).kind == '[') {
		struct rs_span inside = group(&l);
		char *words = rs_text(text, inside);

		if (!strstr(words, word))
			buf_printf(&b, "#[%s] ", words);
		free(words);
	}
	return b.data;
}

/* ---- cfg ---- */

enum { CFG_DEPTH = 64 };

static bool evaluate(struct lexer *l, const struct strv *cfgs, int depth);

/* all(...), any(...), not(...): `l` stands at the bracket. */
static bool combine(struct lexer *l, const struct strv *cfgs, char how, int depth)
{
	struct rs_span inside = group(l);
	struct lexer in = {l->text, inside.to, inside.from};
	bool all = true, any = false;

	while (peek(&in).kind && depth < CFG_DEPTH) {
		bool one = evaluate(&in, cfgs, depth + 1);

		all &= one;
		any |= one;
		if (peek(&in).kind == ',')
			next(&in);
	}
	return how == 'l' ? all : how == 'n' ? any : !any;
}

static bool has_cfg(const struct strv *cfgs, char *word)
{
	bool yes = strv_has(cfgs, word);

	free(word);
	return yes;
}

static bool evaluate(struct lexer *l, const struct strv *cfgs, int depth)
{
	struct token name = next(l), value;
	int n = (int)(name.to - name.from);

	if (peek(l).kind == '(') {
		if (is(l, name, "all"))
			return combine(l, cfgs, 'l', depth);
		if (is(l, name, "any"))
			return combine(l, cfgs, 'n', depth);
		return combine(l, cfgs, 't', depth);
	}
	if (peek(l).kind != '=')
		return has_cfg(cfgs, xasprintf("%.*s", n, l->text + name.from));
	next(l);
	value = next(l);
	return has_cfg(cfgs, xasprintf("%.*s=%.*s", n, l->text + name.from, (int)(value.to - value.from),
				       l->text + value.from));
}

bool rs_active(const char *text, struct rs_span attributes, const struct strv *cfgs)
{
	struct lexer l = {text, attributes.to, attributes.from};
	struct token t;

	while (next(&l).kind == '#') {
		struct rs_span inside;
		struct lexer in;

		if (peek(&l).kind != '[')
			break;
		inside = group(&l);
		in = (struct lexer){text, inside.to, inside.from};
		t = next(&in);
		if (is(&in, t, "cfg") && peek(&in).kind == '(' && !combine(&in, cfgs, 'l', 0))
			return false;
	}
	return true;
}
