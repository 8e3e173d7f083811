/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The operand stack of a function, as https://webassembly.github.io/spec/core/appendix/algorithm.html has it: what an
 * instruction takes is there, and of its type. Of references those to functions, to exceptions and external ones are
 * told apart; all others may stand for any.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "check_internal.h"
#include "check_operands.h"

/* An operand behind a branch, where nothing ever comes to. */
#define ANY '?'
/* A function that has more at a time is no linker's; what many results at each call would take is bounded. */
#define MAX_OPERANDS 1000000

/* A block, its own values before and behind it as letters of a signature. */
struct operands_block {
	uint8_t op;
	bool is_dead;
	size_t below; /* how many operands are not its own */
	const char *in, *out;
	size_t nin, nout;
};

static bool is_reference(char letter)
{
	return wasm_fits('r', letter);
}

static bool fits(char wanted, char letter)
{
	return wanted == ANY || letter == ANY || wasm_fits(wanted, letter);
}

static struct operands_block *block(struct operands *o)
{
	return &o->blocks[o->nblocks - 1];
}

static void push(struct operands *o, const char *letters, size_t n)
{
	o->is_off |= o->stack.len + n > MAX_OPERANDS;
	if (!o->is_off)
		buf_add(&o->stack, letters, n);
}

static void instruction_name(struct operands *o, const struct wasm_instruction *i)
{
	if (i->op == 0x0b)
		buf_str(o->what, "a block's end");
	else if (i->op >= 0xfb && i->op <= 0xfe)
		buf_printf(o->what, "instruction 0x%02x 0x%02" PRIx32, i->op, i->sub);
	else
		buf_printf(o->what, "instruction 0x%02x", i->op);
}

/* What is there, as a letter; 0 where it does not fit, which is told. */
static char pop(struct operands *o, const struct wasm_instruction *i, char wanted)
{
	char letter;

	if (o->is_off)
		return ANY;
	if (o->stack.len == block(o)->below) {
		if (block(o)->is_dead)
			return ANY;
		instruction_name(o, i);
		if (wanted == ANY)
			buf_str(o->what, " takes a value, and there is none");
		else
			buf_printf(o->what, " takes %s, and nothing is there", wasm_value_name(wanted));
		return 0;
	}
	letter = o->stack.data[--o->stack.len];
	if (fits(wanted, letter))
		return letter;
	instruction_name(o, i);
	buf_printf(o->what, " takes %s where there is %s", wasm_value_name(wanted), wasm_value_name(letter));
	return 0;
}

static bool pop_all(struct operands *o, const struct wasm_instruction *i, const char *letters, size_t n)
{
	while (n)
		if (!pop(o, i, letters[--n]))
			return false;
	return true;
}

/* Whether a branch that may not be taken has what it takes: that stays, and popping leaves its letters where they were.
 */
static bool has_all(struct operands *o, const struct wasm_instruction *i, const char *letters, size_t n)
{
	size_t height = o->stack.len;

	if (!pop_all(o, i, letters, n))
		return false;
	o->stack.len = height;
	return true;
}

static void leave_dead(struct operands *o)
{
	o->stack.len = block(o)->below;
	block(o)->is_dead = true;
}

static void begin(struct operands *o, uint8_t op, struct operands_block type)
{
	type.op = op;
	type.is_dead = false;
	type.below = o->stack.len;
	if (o->nblocks == o->room) {
		o->room = o->room ? 2 * o->room : 64;
		o->blocks = xreallocarray(o->blocks, o->room, sizeof *o->blocks);
	}
	o->blocks[o->nblocks++] = type;
	push(o, type.in, type.nin);
}

static struct operands_block type_of(const char *signature)
{
	size_t n = strcspn(signature, ">");

	return (struct operands_block){
		.in = signature, .nin = n, .out = signature + n + 1, .nout = strlen(signature + n + 1)};
}

/* The type behind the opcode, which was read before and is good. */
static struct operands_block block_type(struct operands *o, const struct wasm_instruction *i, struct bytes *again)
{
	static const char letters[] = "ijfdvFXEr";
	const char *signature;

	if (i->index == WASM_NONE) {
		struct operands_block type = {.in = letters, .out = letters};

		if (again->base[again->pos] == 0x40) {
			again->pos++;
		} else {
			type.out = strchr(letters, wasm_read_value_type(again, "type"));
			type.nout = 1;
		}
		return type;
	}
	bytes_s33(again, "type");
	signature = o->m->types[i->index].signature;
	return type_of(signature ? signature : ">");
}

/* What a branch to it takes. */
static const char *label_type(struct operands *o, uint32_t label, size_t *n)
{
	const struct operands_block *b = &o->blocks[o->nblocks - 1 - label];

	*n = b->op == 0x03 ? b->nin : b->nout;
	return b->op == 0x03 ? b->in : b->out;
}

static bool ends(struct operands *o, const struct wasm_instruction *i)
{
	if (!pop_all(o, i, block(o)->out, block(o)->nout))
		return false;
	if (o->is_off || o->stack.len == block(o)->below)
		return true;
	buf_printf(o->what, "at a block's end there are %zu values too many", o->stack.len - block(o)->below);
	return false;
}

static bool end(struct operands *o, const struct wasm_instruction *i)
{
	struct operands_block b = *block(o);

	if (!ends(o, i))
		return false;
	if (b.op == 0x04 && (b.nin != b.nout || memcmp(b.in, b.out, b.nin))) {
		buf_str(o->what, "an if without an else does not give what it takes");
		return false;
	}
	o->nblocks--;
	if (o->nblocks)
		push(o, b.out, b.nout);
	return true;
}

/* else, catch and catch_all: the block goes on with other values. */
static bool go_on(struct operands *o, const struct wasm_instruction *i, const char *before, const char *letters,
		  size_t n)
{
	if (!strchr(before, block(o)->op)) {
		buf_str(o->what, i->op == 0x05 ? "it has an else without an if" : "it has a catch without a try");
		return false;
	}
	if (!ends(o, i))
		return false;
	block(o)->op = i->op;
	block(o)->is_dead = false;
	o->stack.len = block(o)->below;
	push(o, letters, n);
	return true;
}

static bool call(struct operands *o, const struct wasm_instruction *i, const char *signature)
{
	struct operands_block type = type_of(signature);

	if (!pop_all(o, i, type.in, type.nin))
		return false;
	if (i->op != 0x12 && i->op != 0x13) {
		push(o, type.out, type.nout);
		return true;
	}
	if (strcmp(type.out, type_of(wasm_func_signature(o->m, o->function)).out)) {
		buf_str(o->what, "a tail call gives other types than its function");
		return false;
	}
	leave_dead(o);
	return true;
}

static bool call_indirect(struct operands *o, const struct wasm_instruction *i)
{
	const char *signature = o->m->types[i->index].signature;
	char table = o->m->tables[i->second].type;

	if (!signature || !fits('F', table)) {
		buf_printf(o->what,
			   signature ? "table %" PRIu32 " is called and holds no functions"
				     : "type %" PRIu32 " is called and is no function's",
			   signature ? i->second : i->index);
		return false;
	}
	return pop(o, i, 'i') && call(o, i, signature);
}

static bool br_table(struct operands *o, const struct wasm_instruction *i, struct bytes *again)
{
	uint32_t n = bytes_u32(again, "count");
	size_t arity = 0, first = 0;

	if (!pop(o, i, 'i'))
		return false;
	for (uint32_t k = 0; k <= n; k++) {
		const char *letters = label_type(o, bytes_u32(again, "label"), &arity);

		first = k ? first : arity;
		if (arity != first) {
			buf_str(o->what, "br_table's labels take different numbers of values");
			return false;
		}
		if (!has_all(o, i, letters, arity))
			return false;
	}
	leave_dead(o);
	return true;
}

static bool select_one(struct operands *o, const struct wasm_instruction *i, struct bytes *again)
{
	char wanted = ANY, a, b;

	if (i->op == 0x1c) {
		if (bytes_u32(again, "count") != 1) {
			buf_str(o->what, "select has not one type");
			return false;
		}
		wanted = wasm_read_value_type(again, "type");
	}
	if (!pop(o, i, 'i'))
		return false;
	a = pop(o, i, wanted);
	b = a ? pop(o, i, wanted == ANY ? a : wanted) : 0;
	if (!b)
		return false;
	a = a == ANY ? b : a;
	if (wanted == ANY && a != ANY && is_reference(a)) {
		buf_str(o->what, "select without a type has references");
		return false;
	}
	push(o, wanted == ANY ? &a : &wanted, 1);
	return true;
}

/* What each catch clause hands to its label is what the label takes. */
static bool try_table(struct operands *o, const struct wasm_instruction *i, struct bytes *again)
{
	struct operands_block type = block_type(o, i, again);
	uint32_t n = bytes_u32(again, "catch count");

	if (!pop_all(o, i, type.in, type.nin))
		return false;
	for (uint32_t k = 0; k < n; k++) {
		uint8_t kind = bytes_u8(again, "kind");
		const char *given = kind < 2 ? wasm_tag_signature(o->m, bytes_u32(again, "tag")) : "", *taken;
		size_t ngiven = strcspn(given, ">"), ntaken;
		bool good;

		taken = label_type(o, bytes_u32(again, "label"), &ntaken);
		good = kind < 4 && ntaken == ngiven + (kind & 1) && (!(kind & 1) || fits(taken[ngiven], 'E'));
		for (size_t v = 0; good && v < ngiven; v++)
			good = fits(taken[v], given[v]);
		if (good)
			continue;
		buf_str(o->what, "a catch clause gives other values than its label takes");
		return false;
	}
	begin(o, i->op, type);
	return true;
}

static bool control(struct operands *o, const struct wasm_instruction *i, struct bytes *again)
{
	struct operands_block type;
	const char *letters;
	size_t n;

	switch (i->op) {
	case 0x00: /* unreachable */
		leave_dead(o);
		return true;
	case 0x02: /* block, loop, if, try */
	case 0x03:
	case 0x04:
	case 0x06:
		type = block_type(o, i, again);
		if ((i->op == 0x04 && !pop(o, i, 'i')) || !pop_all(o, i, type.in, type.nin))
			return false;
		begin(o, i->op, type);
		return true;
	case 0x05: /* else */
		return go_on(o, i, "\4", block(o)->in, block(o)->nin);
	case 0x07: /* catch, catch_all */
		letters = wasm_tag_signature(o->m, i->index);
		return go_on(o, i, "\6\7", letters, strcspn(letters, ">"));
	case 0x19:
		return go_on(o, i, "\6\7", "", 0);
	case 0x08: /* throw */
		letters = wasm_tag_signature(o->m, i->index);
		n = strcspn(letters, ">");
		break;
	case 0x09: /* rethrow */
		if (!strchr("\7\31", o->blocks[o->nblocks - 1 - i->index].op)) {
			buf_str(o->what, "it has a rethrow outside of a catch");
			return false;
		}
		leave_dead(o);
		return true;
	case 0x0a: /* throw_ref */
		letters = "E";
		n = 1;
		break;
	case 0x0b: /* end */
		return end(o, i);
	case 0x0c: /* br */
		letters = label_type(o, i->index, &n);
		break;
	case 0x0d: /* br_if */
		letters = label_type(o, i->index, &n);
		if (!pop(o, i, 'i') || !pop_all(o, i, letters, n))
			return false;
		push(o, letters, n);
		return true;
	case 0x0e:
		return br_table(o, i, again);
	case 0x0f: /* return */
		letters = o->blocks[0].out;
		n = o->blocks[0].nout;
		break;
	case 0x18: /* delegate */
		if (block(o)->op != 0x06) {
			buf_str(o->what, "it has a delegate without a try");
			return false;
		}
		return end(o, i);
	default: /* 0x1f */
		return try_table(o, i, again);
	}
	if (!pop_all(o, i, letters, n))
		return false;
	leave_dead(o);
	return true;
}

/* Instructions whose types are those of what they name. */
static bool by_name(struct operands *o, const struct wasm_instruction *i, struct bytes *again)
{
	const struct wasm_module *m = o->m;
	char letter;

	switch (i->op) {
	case 0x10: /* call, return_call */
	case 0x12:
		return call(o, i, wasm_func_signature(m, i->index));
	case 0x11:
	case 0x13:
		return call_indirect(o, i);
	case 0x1a: /* drop */
		return pop(o, i, ANY);
	case 0x1b:
	case 0x1c:
		return select_one(o, i, again);
	case 0x20: /* local.get */
		push(o, &o->locals.data[i->index], 1);
		return true;
	case 0x21: /* local.set, local.tee */
	case 0x22:
		if (!pop(o, i, o->locals.data[i->index]))
			return false;
		push(o, &o->locals.data[i->index], i->op == 0x22);
		return true;
	case 0x23: /* global.get */
		push(o, &m->globals[i->index].type, 1);
		return true;
	case 0x24:
		return pop(o, i, m->globals[i->index].type);
	case 0x25: /* table.get */
		if (!pop(o, i, 'i'))
			return false;
		push(o, &m->tables[i->index].type, 1);
		return true;
	case 0x26:
		return pop(o, i, m->tables[i->index].type) && pop(o, i, 'i');
	case 0xd0: /* ref.null */
		letter = wasm_read_heap_type(again, "type");
		push(o, &letter, 1);
		return true;
	case 0xd1: /* ref.is_null */
		letter = pop(o, i, ANY);
		if (letter && letter != ANY && !is_reference(letter)) {
			buf_printf(o->what, "ref.is_null takes a reference where there is %s", wasm_value_name(letter));
			return false;
		}
		push(o, "i", 1);
		return letter;
	case 0xd2: /* ref.func */
		push(o, "F", 1);
		return true;
	default: /* table.grow and table.fill */
		letter = m->tables[i->index].type;
		if (!pop(o, i, 'i') || !pop(o, i, letter))
			return false;
		if (i->sub == 17)
			return pop(o, i, 'i');
		push(o, "i", 1);
		return true;
	}
}

void operands_begin(struct operands *o, const struct wasm_module *m, uint32_t function)
{
	struct operands_block type = type_of(wasm_func_signature(m, function));

	o->m = m;
	o->function = function;
	o->stack.len = 0;
	o->nblocks = 0;
	o->is_off = false;
	for (uint32_t i = 0; i < m->nmemories; i++)
		o->is_off |= m->memories[i].limits.is64;
	for (uint32_t i = 0; i < m->ntables; i++)
		o->is_off |= m->tables[i].limits.is64;
	type.nin = 0;
	begin(o, 0x02, type);
}

bool operands_step(struct operands *o, const struct wasm_instruction *i, const struct bytes *b)
{
	const char *effect = wasm_effect(i);
	struct bytes again = *b;

	if (effect) {
		struct operands_block type = type_of(effect);

		if (!pop_all(o, i, type.in, type.nin))
			return false;
		push(o, type.out, type.nout);
		return true;
	}
	again.pos = i->at + 1;
	again.end = b->pos;
	if (i->op < 0x10 || i->op == 0x18 || i->op == 0x19 || i->op == 0x1f)
		return control(o, i, &again);
	return by_name(o, i, &again);
}

size_t operands_depth(const struct operands *o)
{
	return o->nblocks;
}

void operands_free(struct operands *o)
{
	free(o->blocks);
	free(o->stack.data);
	free(o->locals.data);
}
