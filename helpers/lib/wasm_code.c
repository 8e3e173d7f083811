/* SPDX-License-Identifier: Apache-2.0 */
/* Instructions of functions' bodies, with what they name. */
#include "wasm_internal.h"

/* What follows an opcode. */
enum operands {
	NONE,
	INDEX,	    /* one index, label or depth */
	INDICES,    /* two */
	BLOCK,	    /* a block's type */
	HEAP,	    /* a heap type */
	TABLE,	    /* br_table's labels */
	TYPES,	    /* select's types */
	CATCHES,    /* try_table: a block's type, then its catch clauses */
	MEMORY,	    /* alignment and offset */
	S32,
	S64,
	BYTES4,
	BYTES8,
	PREFIX_FC,  /* a second opcode */
	PREFIX_FD,
	PREFIX_FE,
	PREFIX_FB,  /* of garbage collection, which is not read */
};

/* Runs of opcodes with the same operands, in their order; what lies between is unknown. */
static const struct {
	uint8_t first, last, operands;
} opcodes[] = {
	{0x00, 0x01, NONE},   {0x02, 0x04, BLOCK},   {0x05, 0x05, NONE},  {0x06, 0x06, BLOCK},	   {0x07, 0x09, INDEX},
	{0x0a, 0x0b, NONE},   {0x0c, 0x0d, INDEX},   {0x0e, 0x0e, TABLE}, {0x0f, 0x0f, NONE},	   {0x10, 0x10, INDEX},
	{0x11, 0x11, INDICES}, {0x12, 0x12, INDEX},  {0x13, 0x13, INDICES}, {0x14, 0x15, INDEX},   {0x18, 0x18, INDEX},
	{0x19, 0x1b, NONE},   {0x1c, 0x1c, TYPES},   {0x1f, 0x1f, CATCHES}, {0x20, 0x26, INDEX},   {0x28, 0x3e, MEMORY},
	{0x3f, 0x40, INDEX},  {0x41, 0x41, S32},     {0x42, 0x42, S64},	  {0x43, 0x43, BYTES4},	   {0x44, 0x44, BYTES8},
	{0x45, 0xc4, NONE},   {0xd0, 0xd0, HEAP},    {0xd1, 0xd1, NONE},  {0xd2, 0xd2, INDEX},	   {0xd3, 0xd4, NONE},
	{0xd5, 0xd6, INDEX},  {0xfb, 0xfb, PREFIX_FB}, {0xfc, 0xfc, PREFIX_FC}, {0xfd, 0xfd, PREFIX_FD},
	{0xfe, 0xfe, PREFIX_FE},
};

static void read_memory(struct bytes *b, struct wasm_instruction *i)
{
	uint32_t align = bytes_u32(b, "alignment");

	i->has_memory = true;
	i->align = align & ~0x40u;
	/* The bit that says that a memory's index follows. */
	if (align & 0x40)
		i->memory = bytes_u32(b, "memory");
	bytes_u64(b, "offset");
}

static bool read_bulk(struct bytes *b, struct wasm_instruction *i)
{
	i->sub = bytes_u32(b, "opcode");
	if (i->sub > 17)
		return false;
	if (i->sub >= 8)
		i->index = bytes_u32(b, "index");
	if (i->sub == 8 || i->sub == 10 || i->sub == 12 || i->sub == 14)
		i->second = bytes_u32(b, "index");
	return true;
}

static bool read_vector(struct bytes *b, struct wasm_instruction *i)
{
	i->sub = bytes_u32(b, "opcode");
	if (i->sub <= 11 || (i->sub >= 84 && i->sub <= 93))
		read_memory(b, i);
	if (i->sub == 12)
		bytes_take(b, 16, "vector");
	for (int k = i->sub == 13 ? 16 : wasm_lanes(i) > 0; k; k--) {
		uint8_t lane = bytes_u8(b, "lane");

		i->lane = lane > i->lane ? lane : i->lane;
	}
	return wasm_effect(i) != NULL;
}

static bool read_atomic(struct bytes *b, struct wasm_instruction *i)
{
	i->sub = bytes_u32(b, "opcode");
	if (i->sub == 3)
		bytes_u8(b, "order");
	else if (i->sub <= 2 || (i->sub >= 0x10 && i->sub <= 0x4e))
		read_memory(b, i);
	else
		return false;
	return true;
}

static void read_block(struct bytes *b, struct wasm_instruction *i)
{
	int64_t type;

	/* A type of its own is one byte; an index of one is not negative. */
	if (bytes_more(b) && b->base[b->pos] >= 0x40 && b->base[b->pos] < 0x80) {
		if (b->base[b->pos] == 0x40)
			b->pos++;
		else
			wasm_read_value_type(b, "block's type");
		i->index = WASM_NONE;
		return;
	}
	type = bytes_s33(b, "block's type");
	i->index = (uint32_t)type;
}

/* The farthest label, and the highest tag, stand for all. */
static void read_catches(struct bytes *b, struct wasm_instruction *i)
{
	uint32_t n;

	read_block(b, i);
	i->second = WASM_NONE;
	n = bytes_u32(b, "catch count");
	for (uint32_t k = 0; k < n && bytes_ok(b); k++) {
		uint32_t label, tag;

		if (bytes_u8(b, "catch's kind") < 2) {
			tag = bytes_u32(b, "tag");
			i->second = i->second == WASM_NONE || tag > i->second ? tag : i->second;
		}
		label = bytes_u32(b, "label");
		i->label = label > i->label ? label : i->label;
	}
}

static void read_vec(struct bytes *b, struct wasm_instruction *i, bool types)
{
	uint32_t n = bytes_u32(b, "count"), label;

	for (uint32_t k = 0; k < n && bytes_ok(b); k++) {
		if (types) {
			wasm_read_value_type(b, "type");
			continue;
		}
		label = bytes_u32(b, "label");
		i->label = label > i->label ? label : i->label;
	}
	if (types)
		return;
	label = bytes_u32(b, "label");
	i->label = label > i->label ? label : i->label;
}

static bool read_operands(struct bytes *b, struct wasm_instruction *i, enum operands operands)
{
	switch (operands) {
	case NONE:
		return true;
	case INDICES:
		i->index = bytes_u32(b, "index");
		i->second = bytes_u32(b, "index");
		return true;
	case INDEX:
		i->index = bytes_u32(b, "index");
		return true;
	case BLOCK:
		read_block(b, i);
		return true;
	case HEAP:
		wasm_read_heap_type(b, "type");
		return true;
	case TABLE:
	case TYPES:
		read_vec(b, i, operands == TYPES);
		return true;
	case CATCHES:
		read_catches(b, i);
		return true;
	case MEMORY:
		read_memory(b, i);
		return true;
	case S32:
		i->value = bytes_s32(b, "constant");
		return true;
	case S64:
		bytes_s64(b, "constant");
		return true;
	case BYTES4:
	case BYTES8:
		bytes_take(b, operands == BYTES4 ? 4 : 8, "constant");
		return true;
	case PREFIX_FC:
		return read_bulk(b, i);
	case PREFIX_FD:
		return read_vector(b, i);
	case PREFIX_FE:
		return read_atomic(b, i);
	default:
		i->sub = bytes_u32(b, "opcode");
		return false;
	}
}

/* -1 for an opcode of no proposal that is known here. */
static int operands_of(uint8_t op)
{
	static int8_t known[256];
	static bool filled;

	if (!filled) {
		for (size_t i = 0; i < sizeof known; i++)
			known[i] = -1;
		for (size_t i = 0; i < sizeof opcodes / sizeof *opcodes; i++)
			for (unsigned k = opcodes[i].first; k <= opcodes[i].last; k++)
				known[k] = (int8_t)opcodes[i].operands;
		filled = true;
	}
	return known[op];
}

uint64_t wasm_read_locals(struct bytes *b, struct buf *letters, uint64_t most)
{
	uint32_t n = bytes_u32(b, "local count");
	uint64_t all = 0;

	for (uint32_t i = 0; i < n && bytes_ok(b); i++) {
		uint32_t count = bytes_u32(b, "count");
		char letter = wasm_read_value_type(b, "local's type");

		all += count;
		for (; count && most; count--, most--)
			buf_char(letters, letter);
	}
	return all;
}

bool wasm_read_instruction(struct bytes *b, struct wasm_instruction *i)
{
	int operands;

	*i = (struct wasm_instruction){.at = b->pos};
	i->op = bytes_u8(b, "opcode");
	operands = bytes_ok(b) ? operands_of(i->op) : -1;
	return operands >= 0 && read_operands(b, i, (enum operands)operands) && bytes_ok(b);
}

bool wasm_next_body(const struct wasm_module *m, struct wasm_bodies *all, struct bytes *body)
{
	const struct wasm_section *code = wasm_section(m, WASM_SEC_CODE, "");

	if (!code)
		return false;
	if (!all->list.base) {
		all->list = bytes_over(m->data, m->size, &all->list_error);
		all->list.pos = code->contents;
		all->list.end = code->contents + code->size;
		all->left = bytes_u32(&all->list, "body count");
		all->function = m->nimported_funcs;
	} else {
		all->function++;
	}
	if (!all->left || !bytes_ok(&all->list))
		return false;
	all->left--;
	*body = bytes_part(&all->list, bytes_u32(&all->list, "body size"), "body");
	/* What is wrong with one body is no reason not to look at the next. */
	all->error = (struct bytes_error){0};
	body->error = &all->error;
	return bytes_ok(&all->list);
}
