/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies of functions, read for one thing: setjmp's exceptions in their first form, which clang writes, lind's wasm-opt
 * translates, and the runtime under lind-boot does not take. Only modules with tags can have them.
 */
#include <stdlib.h>
#include <string.h>

#include "check_internal.h"
#include "wasm_internal.h"

/* What follows an opcode. */
enum operands {
	NONE,
	INDEX,	   /* one index, label or depth */
	INDICES,   /* two */
	BLOCK,	   /* a block's type */
	TABLE,	   /* br_table's labels */
	TYPES,	   /* select's types */
	CATCHES,   /* try_table: a block's type, then its catch clauses */
	MEMORY,	   /* alignment and offset */
	S32,
	S64,
	BYTES4,
	BYTES8,
	PREFIX_FC, /* a second opcode */
	PREFIX_FD,
	PREFIX_FE,
	UNKNOWN,   /* of a proposal that is not read here */
};

/* Runs of opcodes with the same operands, in their order; what lies between is unknown. */
static const struct {
	uint8_t first, last, operands;
	const char *legacy; /* its name where it is of the first proposal of exceptions */
} opcodes[] = {
	{0x00, 0x01, NONE, NULL},      {0x02, 0x04, BLOCK, NULL},      {0x05, 0x05, NONE, NULL},
	{0x06, 0x06, BLOCK, "try"},    {0x07, 0x07, INDEX, "catch"},   {0x08, 0x08, INDEX, NULL},
	{0x09, 0x09, INDEX, "rethrow"}, {0x0a, 0x0b, NONE, NULL},      {0x0c, 0x0d, INDEX, NULL},
	{0x0e, 0x0e, TABLE, NULL},     {0x0f, 0x0f, NONE, NULL},       {0x10, 0x10, INDEX, NULL},
	{0x11, 0x11, INDICES, NULL},   {0x12, 0x12, INDEX, NULL},      {0x13, 0x13, INDICES, NULL},
	{0x14, 0x15, INDEX, NULL},     {0x18, 0x18, INDEX, "delegate"}, {0x19, 0x19, NONE, "catch_all"},
	{0x1a, 0x1b, NONE, NULL},      {0x1c, 0x1c, TYPES, NULL},      {0x1f, 0x1f, CATCHES, NULL},
	{0x20, 0x26, INDEX, NULL},     {0x28, 0x3e, MEMORY, NULL},     {0x3f, 0x40, INDEX, NULL},
	{0x41, 0x41, S32, NULL},       {0x42, 0x42, S64, NULL},	       {0x43, 0x43, BYTES4, NULL},
	{0x44, 0x44, BYTES8, NULL},    {0x45, 0xc4, NONE, NULL},       {0xd0, 0xd0, BLOCK, NULL},
	{0xd1, 0xd1, NONE, NULL},      {0xd2, 0xd2, INDEX, NULL},      {0xd3, 0xd4, NONE, NULL},
	{0xd5, 0xd6, INDEX, NULL},     {0xfc, 0xfc, PREFIX_FC, NULL},  {0xfd, 0xfd, PREFIX_FD, NULL},
	{0xfe, 0xfe, PREFIX_FE, NULL},
};

static void skip_memory(struct bytes *b)
{
	uint32_t align = bytes_u32(b, "alignment");

	/* The bit that says that a memory's index follows. */
	if (align & 0x40)
		bytes_u32(b, "memory");
	bytes_u64(b, "offset");
}

static bool skip_bulk(struct bytes *b)
{
	uint32_t op = bytes_u32(b, "opcode");

	if (op > 17)
		return false;
	if (op >= 8)
		bytes_u32(b, "index");
	if (op == 8 || op == 10 || op == 12 || op == 14)
		bytes_u32(b, "index");
	return true;
}

static bool skip_vector(struct bytes *b)
{
	uint32_t op = bytes_u32(b, "opcode");

	if (op <= 11 || (op >= 84 && op <= 93))
		skip_memory(b);
	if (op == 12 || op == 13)
		bytes_take(b, 16, "vector");
	if ((op >= 21 && op <= 34) || (op >= 84 && op <= 91))
		bytes_u8(b, "lane");
	return op <= 0x113;
}

static bool skip_atomic(struct bytes *b)
{
	uint32_t op = bytes_u32(b, "opcode");

	if (op == 3)
		bytes_u8(b, "order");
	else
		skip_memory(b);
	return op <= 0x4e;
}

static void skip_catches(struct bytes *b)
{
	uint32_t n;

	bytes_s33(b, "block's type");
	n = bytes_u32(b, "catch count");
	for (uint32_t i = 0; i < n && bytes_ok(b); i++) {
		if (bytes_u8(b, "catch's kind") < 2)
			bytes_u32(b, "tag");
		bytes_u32(b, "label");
	}
}

static void skip_vec(struct bytes *b, bool types)
{
	uint32_t n = bytes_u32(b, "count");

	for (uint32_t i = 0; i < n && bytes_ok(b); i++) {
		if (types)
			wasm_read_value_type(b, "type");
		else
			bytes_u32(b, "label");
	}
	if (!types)
		bytes_u32(b, "label");
}

/* False where the rest of the body cannot be read. */
static bool skip_operands(struct bytes *b, enum operands operands)
{
	switch (operands) {
	case NONE:
		return true;
	case INDICES:
		bytes_u32(b, "index");
		/* fall through */
	case INDEX:
		bytes_u32(b, "index");
		return true;
	case BLOCK:
		bytes_s33(b, "type");
		return true;
	case TABLE:
	case TYPES:
		skip_vec(b, operands == TYPES);
		return true;
	case CATCHES:
		skip_catches(b);
		return true;
	case MEMORY:
		skip_memory(b);
		return true;
	case S32:
		bytes_s32(b, "constant");
		return true;
	case S64:
		bytes_s64(b, "constant");
		return true;
	case BYTES4:
	case BYTES8:
		bytes_take(b, operands == BYTES4 ? 4 : 8, "constant");
		return true;
	case PREFIX_FC:
		return skip_bulk(b);
	case PREFIX_FD:
		return skip_vector(b);
	case PREFIX_FE:
		return skip_atomic(b);
	default:
		return false;
	}
}

/*
 * Looks through a body for an instruction of the old proposal, or where `callee` is none of WASM_NONE for a call of that
 * function. Gives its name, and in *at where it is; or NULL.
 */
static const char *find_instruction(struct bytes *b, uint32_t callee, size_t *at)
{
	uint32_t nlocals = bytes_u32(b, "local count");

	for (uint32_t i = 0; i < nlocals && bytes_ok(b); i++) {
		bytes_u32(b, "count");
		wasm_read_value_type(b, "local's type");
	}
	while (bytes_more(b)) {
		size_t i = 0;
		uint8_t op;

		*at = b->pos;
		op = bytes_u8(b, "opcode");
		while (i < sizeof opcodes / sizeof *opcodes && op > opcodes[i].last)
			i++;
		if (i == sizeof opcodes / sizeof *opcodes || op < opcodes[i].first)
			return NULL;
		if (callee != WASM_NONE && (op == 0x10 || op == 0x12)) {
			if (bytes_u32(b, "function") == callee)
				return "call";
			continue;
		}
		if (callee == WASM_NONE && opcodes[i].legacy)
			return opcodes[i].legacy;
		if (!skip_operands(b, (enum operands)opcodes[i].operands))
			return NULL;
	}
	return NULL;
}

/* In the body `only`, or in all where that is WASM_NONE; bodies are counted without what is imported. */
static const char *find_in_bodies(const struct wasm_module *m, uint32_t only, uint32_t callee, size_t *at)
{
	const struct wasm_section *code = wasm_section(m, WASM_SEC_CODE, "");
	struct bytes_error error = {0};
	struct bytes b;
	const char *found = NULL;
	uint32_t n;

	if (!code)
		return NULL;
	b = bytes_over(m->data, m->size, &error);
	b.pos = code->contents;
	b.end = code->contents + code->size;
	n = bytes_u32(&b, "body count");
	for (uint32_t i = 0; i < n && bytes_ok(&b) && !found; i++) {
		struct bytes_error own = {0};
		struct bytes body = bytes_part(&b, bytes_u32(&b, "body size"), "body");

		/* What is wrong with one body is the runtime's to tell, and no reason not to look at the next. */
		body.error = &own;
		if (bytes_ok(&b) && (only == WASM_NONE || only == i))
			found = find_instruction(&body, callee, at);
	}
	return found;
}

void check_bodies_exceptions(struct check *c)
{
	const char *found;
	size_t at = 0;

	if (!c->m->ntags)
		return;
	found = find_in_bodies(c->m, WASM_NONE, WASM_NONE, &at);
	if (!found)
		return;
	check_add(c, "legacy-exceptions", CHECK_ERROR, at,
		  "the module has '%s', an instruction of the first exceptions", found);
	check_why(c, "the runtime under lind-boot takes the standard's exceptions alone (try_table): the module does "
		     "not load");
	check_cure(c, "run lind-rust-opt with the wasm-opt of your lind-wasm, which translates setjmp's exceptions");
}

/* asyncify makes its functions when it is run: the epoch pass is in them only where it came after. */
void check_bodies_order(struct check *c)
{
	const struct wasm_export *e = wasm_export(c->m, "asyncify_start_unwind");
	const struct wasm_import *callback = wasm_import(c->m, "lind", "epoch_callback");
	size_t at = 0;

	if (!e || e->kind != WASM_FUNC || e->index < c->m->nimported_funcs || !callback || callback->kind != WASM_FUNC)
		return;
	if (!find_in_bodies(c->m, e->index - c->m->nimported_funcs, callback->index, &at))
		return;
	check_add(c, "passes-order", CHECK_ERROR, at, "asyncify was run before the epoch pass");
	check_why(c, "a signal's handler that forks, sleeps or ends the program breaks its stack: the call of it is "
		     "not among those that asyncify can leave and re-enter");
	check_cure(c, "run lind-rust-opt on the raw module: it orders the passes as lind-wasm does");
}
