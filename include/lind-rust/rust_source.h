/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads Rust source far enough to find the items that describe a C interface: structures with their fields, constants,
 * type aliases and functions, wherever they stand (in modules, macros' arguments, extern blocks). It does not expand
 * macros and does not resolve names.
 */
#ifndef LIND_RUST_RUST_SOURCE_H
#define LIND_RUST_RUST_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "lind-rust/util.h"

/* A part of the source, by its offsets. */
struct rs_span {
	size_t from, to;
};

enum rs_kind {
	RS_STRUCT, /* pub struct NAME { ... } */
	RS_CONST,  /* pub const NAME: TYPE = VALUE; */
	RS_TYPE,   /* pub type NAME = TYPE; */
	RS_FN,     /* pub fn NAME( ... */
};

struct rs_field {
	bool is_pub;
	struct rs_span attributes; /* empty where there are none */
	struct rs_span name, type;
};

struct rs_item {
	enum rs_kind kind;
	struct rs_span name;
	struct rs_span attributes; /* all "#[...]" before it; empty where there are none */
	size_t begin;         /* where "pub" stands */
	struct rs_span type;  /* RS_CONST, RS_TYPE */
	struct rs_span value; /* RS_CONST: the expression; RS_STRUCT: what is between the braces */
	struct rs_field *fields;
	size_t nfields;
};

struct rs_items {
	struct rs_item *v;
	size_t n, cap;
};

/* Append the items of a source text, in their order. Text that is no Rust gives fewer items, never an error. */
void rs_scan(struct rs_items *items, const char *text, size_t n);
void rs_free(struct rs_items *items);

/* The text of a span; allocated. */
char *rs_text(const char *text, struct rs_span span);

/*
 * Whether attributes (a span with any number of "#[...]") let an item be compiled, with these --cfg words ("unix",
 * "target_os=\"linux\""). Attributes other than cfg do.
 */
bool rs_active(const char *text, struct rs_span attributes, const struct strv *cfgs);

/* The attributes without those that have the word in them; allocated. */
char *rs_attributes_without(const char *text, struct rs_span attributes, const char *word);

#endif
