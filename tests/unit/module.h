/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Modules for tests, from lines that can be read:
 *
 *   type HEX                           bytes of one more type
 *   import func MODULE NAME SIGNATURE  signatures as wasm.h has them: "ij>i"; tag the same
 *   import global MODULE NAME TYPE     i, mi, j, mj, …: 'm' is mutable
 *   import memory MODULE NAME LIMITS   "2", "2 10", "shared 2 10", "64 2 10", "paged 2 10"
 *   import table MODULE NAME
 *   memory LIMITS
 *   func NAME SIGNATURE                defined and exported; a name that starts with '-' is not exported
 *   body BYTES                         size of the last function's body
 *   global NAME TYPE VALUE             the same
 *   export KIND NAME INDEX             one more
 *   name NAME | funcname INDEX NAME | globalname INDEX NAME
 *   feature +NAME
 *   custom NAME HEX
 */
#ifndef LIND_RUST_TEST_MODULE_H
#define LIND_RUST_TEST_MODULE_H

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/util.h"
#include "lind-rust/wasm.h"

struct part {
	struct buf bytes;
	uint32_t n;
};

struct module {
	struct part types, imports, funcs, memories, globals, exports, bodies, features, funcnames, globalnames;
	struct buf custom, name;
	uint32_t nfuncs, nglobals, last_body;
};

static inline void leb(struct buf *b, uint64_t n)
{
	do {
		buf_char(b, (char)((n & 0x7f) | (n > 0x7f ? 0x80 : 0)));
		n >>= 7;
	} while (n);
}

static inline void sleb(struct buf *b, int64_t n)
{
	while (n < -64 || n > 63) {
		buf_char(b, (char)((n & 0x7f) | 0x80));
		n >>= 7;
	}
	buf_char(b, (char)(n & 0x7f));
}

static inline void name(struct buf *b, const char *s)
{
	leb(b, strlen(s));
	buf_str(b, s);
}

static inline void hex(struct buf *b, const char *digits)
{
	unsigned byte;

	for (; digits[0] && digits[1]; digits += 2) {
		sscanf(digits, "%2x", &byte);
		buf_char(b, (char)byte);
	}
}

static inline void section(struct buf *out, int id, const struct buf *body)
{
	buf_char(out, (char)id);
	leb(out, body->len);
	buf_add(out, body->data, body->len);
}

static inline void custom(struct buf *out, const char *title, const struct buf *body)
{
	struct buf b = {0};

	name(&b, title);
	buf_add(&b, body->data, body->len);
	section(out, 0, &b);
	free(b.data);
}

/* A list: its count, then its items. Nothing where it is empty. */
static inline void list(struct buf *out, int id, struct part *p)
{
	struct buf b = {0};

	if (p->n) {
		leb(&b, p->n);
		buf_add(&b, p->bytes.data, p->bytes.len);
		section(out, id, &b);
	}
	free(b.data);
	free(p->bytes.data);
}

static inline char value_byte(char letter)
{
	return (char)(letter == 'i' ? 0x7f : letter == 'j' ? 0x7e : letter == 'f' ? 0x7d : 0x7c);
}

static inline uint32_t add_type(struct module *m, const char *signature)
{
	const char *results = strchr(signature, '>') + 1;
	size_t nparams = (size_t)(results - signature) - 1;

	buf_char(&m->types.bytes, 0x60);
	leb(&m->types.bytes, nparams);
	for (size_t i = 0; i < nparams; i++)
		buf_char(&m->types.bytes, value_byte(signature[i]));
	leb(&m->types.bytes, strlen(results));
	for (; *results; results++)
		buf_char(&m->types.bytes, value_byte(*results));
	return m->types.n++;
}

static inline void global_type(struct buf *b, const char *type)
{
	bool is_mutable = *type == 'm';

	buf_char(b, value_byte(type[is_mutable]));
	buf_char(b, is_mutable);
}

static inline void limits(struct buf *b, const char *text)
{
	unsigned long long min = 0, max = 0;
	int flags = 0, n;

	if (lr_starts(text, "shared "))
		flags = 2, text += 7;
	else if (lr_starts(text, "64 "))
		flags = 6, text += 3;
	else if (lr_starts(text, "paged "))
		flags = 10, text += 6;
	n = sscanf(text, "%llu %llu", &min, &max);
	buf_char(b, (char)(flags | (n == 2)));
	leb(b, min);
	if (n == 2)
		leb(b, max);
	if (flags & 8)
		leb(b, 0);
}

static inline void add_export(struct module *m, const char *title, int kind, uint32_t index)
{
	name(&m->exports.bytes, title);
	buf_char(&m->exports.bytes, (char)kind);
	leb(&m->exports.bytes, index);
	m->exports.n++;
}

static inline void import_line(struct module *m, const char *kind, const char *module, const char *title,
			       const char *rest)
{
	struct buf *b = &m->imports.bytes;

	name(b, module);
	name(b, title);
	m->imports.n++;
	if (!strcmp(kind, "func")) {
		buf_char(b, 0);
		leb(b, add_type(m, rest));
		m->nfuncs++;
	} else if (!strcmp(kind, "table")) {
		buf_add(b, "\1\x70\0\1", 4);
	} else if (!strcmp(kind, "memory")) {
		buf_char(b, 2);
		limits(b, rest);
	} else if (!strcmp(kind, "global")) {
		buf_char(b, 3);
		global_type(b, rest);
		m->nglobals++;
	} else {
		buf_add(b, "\4\0", 2);
		leb(b, add_type(m, rest));
	}
}

static inline void func_line(struct module *m, const char *title, const char *signature)
{
	leb(&m->funcs.bytes, add_type(m, signature));
	m->funcs.n++;
	/* unreachable, behind which a function may give anything */
	m->last_body = 3;
	if (*title != '-')
		add_export(m, title, 0, m->nfuncs);
	m->nfuncs++;
}

/* A body is written when the next function, or the end, is reached: "body" may change its size. */
static inline void finish_body(struct module *m)
{
	if (m->bodies.n == m->funcs.n)
		return;
	leb(&m->bodies.bytes, m->last_body);
	for (uint32_t i = 1; i < m->last_body; i++)
		buf_char(&m->bodies.bytes, 0);
	buf_char(&m->bodies.bytes, 0x0b);
	m->bodies.n++;
}

static inline void global_line(struct module *m, const char *title, const char *type, const char *value)
{
	bool is64 = type[strlen(type) - 1] == 'j';

	global_type(&m->globals.bytes, type);
	buf_char(&m->globals.bytes, is64 ? 0x42 : 0x41);
	sleb(&m->globals.bytes, is64 ? strtoll(value, NULL, 10) : (int32_t)strtoll(value, NULL, 10));
	buf_char(&m->globals.bytes, 0x0b);
	m->globals.n++;
	if (*title != '-')
		add_export(m, title, 3, m->nglobals);
	m->nglobals++;
}

static inline void names_line(struct part *p, const char *index, const char *title)
{
	leb(&p->bytes, strtoul(index, NULL, 10));
	name(&p->bytes, title);
	p->n++;
}

static inline void custom_line(struct module *m, const char *title, const char *digits)
{
	struct buf b = {0};

	buf_add(&b, "", 0);
	hex(&b, digits);
	custom(&m->custom, title, &b);
	free(b.data);
}

static inline void line(struct module *m, const char *text)
{
	char w[5][256] = {{0}};
	int used = 0;

	sscanf(text, "%255s %255s %255s %255s %n%255s", w[0], w[1], w[2], w[3], &used, w[4]);
	if (!strcmp(w[0], "func"))
		finish_body(m);
	if (!strcmp(w[0], "type")) {
		hex(&m->types.bytes, text + strlen("type "));
		m->types.n++;
	} else if (!strcmp(w[0], "import")) {
		import_line(m, w[1], w[2], w[3], used ? text + used : "");
	} else if (!strcmp(w[0], "memory")) {
		limits(&m->memories.bytes, text + 7);
		m->memories.n++;
	} else if (!strcmp(w[0], "func")) {
		func_line(m, w[1], w[2]);
	} else if (!strcmp(w[0], "body")) {
		m->last_body = (uint32_t)strtoul(w[1], NULL, 10);
	} else if (!strcmp(w[0], "global")) {
		global_line(m, w[1], w[2], w[3]);
	} else if (!strcmp(w[0], "export")) {
		add_export(m, w[2], (int)strtol(w[1], NULL, 10), (uint32_t)strtoul(w[3], NULL, 10));
	} else if (!strcmp(w[0], "name")) {
		name(&m->name, w[1]);
	} else if (!strcmp(w[0], "funcname")) {
		names_line(&m->funcnames, w[1], w[2]);
	} else if (!strcmp(w[0], "globalname")) {
		names_line(&m->globalnames, w[1], w[2]);
	} else if (!strcmp(w[0], "feature")) {
		buf_char(&m->features.bytes, w[1][0]);
		name(&m->features.bytes, w[1] + 1);
		m->features.n++;
	} else if (!strcmp(w[0], "custom")) {
		custom_line(m, w[1], w[2]);
	} else {
		fprintf(stderr, "no such line: %s\n", text);
		abort();
	}
}

static inline void name_section(struct module *m, struct buf *out)
{
	struct buf b = {0};

	if (m->name.len)
		section(&b, 0, &m->name);
	list(&b, 1, &m->funcnames);
	list(&b, 7, &m->globalnames);
	if (b.len)
		custom(out, "name", &b);
	free(b.data);
	free(m->name.data);
}

static inline void features_section(struct module *m, struct buf *out)
{
	struct buf b = {0};

	if (m->features.n) {
		leb(&b, m->features.n);
		buf_add(&b, m->features.bytes.data, m->features.bytes.len);
		custom(out, "target_features", &b);
	}
	free(b.data);
	free(m->features.bytes.data);
}

/* The module of these lines (NULL-ended). The caller frees data. */
static inline struct buf module_of(const char *const *lines)
{
	struct module m = {0};
	struct buf out = {0};

	for (; *lines; lines++)
		line(&m, *lines);
	finish_body(&m);
	buf_add(&out, "\0asm\1\0\0\0", 8);
	buf_add(&out, m.custom.data, 0);
	list(&out, 1, &m.types);
	list(&out, 2, &m.imports);
	list(&out, 3, &m.funcs);
	list(&out, 5, &m.memories);
	list(&out, 6, &m.globals);
	list(&out, 7, &m.exports);
	list(&out, 10, &m.bodies);
	buf_add(&out, m.custom.data, m.custom.len);
	free(m.custom.data);
	name_section(&m, &out);
	features_section(&m, &out);
	return out;
}

/* The same bytes at the very end of an allocation, so that a sanitizer sees the first byte read behind them. */
static inline uint8_t *exact(const void *data, size_t n)
{
	uint8_t *copy = malloc(n ? n : 1);

	memcpy(copy, data, n);
	return copy;
}

#endif
