/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules by which the sources of a crate are made fit for wasm32-lind: data, in helpers/overlay/<crate>.rules. The form of
 * such a file is told in helpers/overlay/README.md.
 */
#ifndef LIND_RUST_RULES_H
#define LIND_RUST_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "lind-rust/util.h"

enum lr_rule_kind {
	LR_RULE_REPLACE, /* replace GLOB: each occurrence of the text, at least one */
	LR_RULE_EDIT,    /* edit GLOB: the one occurrence of the text */
	LR_RULE_MEASURE, /* measure GLOB: constants, types and structures take the C headers' values and layouts */
	LR_RULE_HEADER,  /* header NAME: of C, for that */
	LR_RULE_TYPE,    /* type NAME TYPE: instead of what the headers say */
	LR_RULE_FIELD,   /* field STRUCT.FIELD EXPR: what C calls it */
	LR_RULE_KEEP,    /* keep NAME: as the crate has it */
	LR_RULE_LINK,    /* link NAME SYMBOL: the function is this symbol */
	LR_RULE_LIKE,    /* like STRUCT OTHER: laid out as C's structure of the other name */
	LR_RULE_NUMBERS, /* numbers PREFIX FILE: constants of that prefix have the values that they have in FILE */
};

struct lr_rule {
	enum lr_rule_kind kind;
	char *label;  /* of several with one label, one must fit; NULL: this one must */
	char *what;   /* the glob or the name */
	char *value;  /* the second word; NULL where there is none */
	char *from, *to; /* the texts of replace and edit, their last newline left out */
	size_t line;
};

struct lr_rules {
	char *path;
	struct lr_rule *v;
	size_t n, cap;
};

/* Read a file of rules; what is wrong with it ends the program with its name and line. */
void lr_rules_read(struct lr_rules *rules, const char *path);
/* The rule of that kind and name; NULL where there is none. */
const struct lr_rule *lr_rule_of(const struct lr_rules *rules, enum lr_rule_kind kind, const char *what);

#endif
