/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether functions' bodies can be read to their ends, name nothing that is not there and hand values of the right types
 * on, and whether the program's data gets into its memory.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "check_internal.h"
#include "check_operands.h"

/* As engines have it. */
#define MAX_LOCALS 50000

#define NOBODY UINT32_MAX
#define MANY (UINT32_MAX - 1)

enum { CODE_OK, CODE_BROKEN, CODE_FOREIGN, CODE_LARGE };

struct walk {
	struct check *c;
	const struct wasm_module *m;
	uint32_t function;
	struct operands operands;
	struct buf what; /* what is wrong with the last instruction */
	/* The last three i32.const in a row: what memory.init copies to, from where, how much. */
	int32_t constants[3];
	unsigned nconstants;
	/* They stand behind the base of a dynamic module's data, and this was added to it. */
	bool is_based;
	uint32_t from_base;
	/* Of each function. */
	bool *copies;
	uint32_t *caller; /* the one function that calls or names it, NOBODY or MANY */
	size_t copy_at; /* of the first memory.init with constants */
	size_t through_at; /* the first call through a table */
	bool fills;	   /* the table: the program does that itself */
	bool told_tail, told_bounds, told_size;
	uint64_t data_end; /* of what is copied or cleared behind that base */
	size_t data_end_at;
};

static bool among(struct walk *w, uint32_t index, uint64_t n, const char *what)
{
	if (index < n)
		return true;
	buf_printf(&w->what, "%s %" PRIu32 " is named, and there are %" PRIu64, what, index, n);
	return false;
}

/* Instructions of proposals that lind-boot has switched off, or the runtime under it lacks. */
static const char *foreign(const struct wasm_instruction *i)
{
	if (i->op == 0xfb)
		return "of garbage collection";
	if (i->op == 0x14 || i->op == 0x15 || (i->op >= 0xd3 && i->op <= 0xd6))
		return "of typed references";
	if (i->op >= 0xe0 && i->op <= 0xe6)
		return "of stack switching";
	if (i->op == 0xfc && i->sub >= 19 && i->sub <= 22)
		return "of wide arithmetic";
	if (i->op == 0xfd && i->sub > 0x113)
		return "of half-precision numbers";
	if (i->op == 0xfe)
		return "of shared-everything threads";
	return NULL;
}

/* A load or store as wide as its alignment at most, and an atomic one just as wide. */
static bool is_aligned(struct walk *w, const struct wasm_instruction *i)
{
	uint32_t natural = wasm_natural_align(i);

	if (i->align > natural)
		buf_printf(&w->what, "an alignment of 2^%" PRIu32 " bytes is more than the instruction 0x%02x has", i->align,
			   i->op);
	else if (i->op == 0xfe && i->align < natural)
		buf_printf(&w->what, "an alignment of 2^%" PRIu32 " bytes is less than an atomic instruction wants", i->align);
	else
		return true;
	return false;
}

/* Segments that code names are counted before it, so that it can be checked in one go. */
static bool is_segment(struct walk *w, uint32_t index)
{
	if (!w->m->has_data_count)
		buf_str(&w->what, "a data segment is named, and the module has no data count section");
	return w->m->has_data_count && among(w, index, w->m->ndata, "data segment");
}

static bool names_are_there(struct walk *w, const struct wasm_instruction *i)
{
	const struct wasm_module *m = w->m;

	switch (i->op) {
	case 0x02: /* block, loop, if, try */
	case 0x03:
	case 0x04:
	case 0x06:
		return i->index == WASM_NONE || among(w, i->index, m->ntypes, "type");
	case 0x1f: /* try_table: its labels are outside of it */
		return (i->index == WASM_NONE || among(w, i->index, m->ntypes, "type")) &&
		       (i->second == WASM_NONE || among(w, i->second, m->ntags, "tag")) &&
		       among(w, i->label, operands_depth(&w->operands), "label");
	case 0x07: /* catch, throw */
	case 0x08:
		return among(w, i->index, m->ntags, "tag");
	case 0x09: /* rethrow, br, br_if, delegate */
	case 0x0c:
	case 0x0d:
	case 0x18:
		return among(w, i->index, operands_depth(&w->operands), "label");
	case 0x0e:
		return among(w, i->label, operands_depth(&w->operands), "label");
	case 0x10: /* call, return_call, ref.func */
	case 0x12:
	case 0xd2:
		return among(w, i->index, m->nfuncs, "function");
	case 0x11:
	case 0x13:
		return among(w, i->index, m->ntypes, "type") && among(w, i->second, m->ntables, "table");
	case 0x20:
	case 0x21:
	case 0x22:
		return among(w, i->index, w->operands.locals.len, "local");
	case 0x23:
		return among(w, i->index, m->nglobals, "global");
	case 0x24:
		if (!among(w, i->index, m->nglobals, "global"))
			return false;
		if (!m->globals[i->index].is_mutable)
			buf_printf(&w->what, "global %" PRIu32 " is written to, and is a constant", i->index);
		return m->globals[i->index].is_mutable;
	case 0x25:
	case 0x26:
		return among(w, i->index, m->ntables, "table");
	case 0x3f:
	case 0x40:
		return among(w, i->index, m->nmemories, "memory");
	case 0xfc:
		switch (i->sub) {
		case 8:
			return is_segment(w, i->index) && among(w, i->second, m->nmemories, "memory");
		case 9:
			return is_segment(w, i->index);
		case 10:
			return among(w, i->index, m->nmemories, "memory") &&
			       among(w, i->second, m->nmemories, "memory");
		case 11:
			return among(w, i->index, m->nmemories, "memory");
		case 12:
			return among(w, i->index, m->nelements, "element segment") &&
			       among(w, i->second, m->ntables, "table");
		case 13:
			return among(w, i->index, m->nelements, "element segment");
		case 14:
			return among(w, i->index, m->ntables, "table") && among(w, i->second, m->ntables, "table");
		case 15:
		case 16:
		case 17:
			return among(w, i->index, m->ntables, "table");
		default:
			return true;
		}
	case 0xfd:
		if (wasm_lanes(i) && !among(w, i->lane, wasm_lanes(i), "lane"))
			return false;
		/* fall through */
	default:
		return !i->has_memory || (among(w, i->memory, m->nmemories, "memory") && is_aligned(w, i));
	}
}

/* A segment has as much as is copied out of it: from where and how much are constants, the last two. */
static void note_size(struct walk *w, const struct wasm_instruction *i)
{
	const int32_t *last = w->constants + w->nconstants;
	uint32_t has = w->m->data_sizes[i->index];
	uint64_t end;

	if (w->nconstants < 2 || w->told_size)
		return;
	end = (uint64_t)(uint32_t)last[-2] + (uint32_t)last[-1];
	if (end <= has)
		return;
	w->told_size = true;
	check_add(w->c, "segment-bounds", CHECK_ERROR, i->at,
		  "data segment %" PRIu32 " has %" PRIu32 " bytes, and %" PRIu64 " are copied", i->index, has, end);
	check_why(w->c, "the copy, which is made when the program starts, ends in a trap");
	check_cure(w->c, "build it again; what rewrote it has cut the data section");
}

/* Where memory.init copies the program's data to, by the linker's own constants. */
static void note_copy(struct walk *w, const struct wasm_instruction *i)
{
	const struct wasm_memory *memory = &w->m->memories[i->second];
	const struct wasm_limits *l = &memory->limits;
	uint64_t to = (uint32_t)w->constants[0], size = (uint32_t)w->constants[2];

	/* In a dynamic module the address is one that the loader chooses. */
	if (w->nconstants != 3 && !w->m->dylink.present)
		return;
	w->copies[w->function] = true;
	if (!w->copy_at)
		w->copy_at = i->at;
	if (w->nconstants != 3 || w->told_bounds || l->is64 || l->page_log2 != 16 || l->min > 65536 ||
	    to + size <= l->min * 65536)
		return;
	w->told_bounds = true;
	check_add(w->c, "segment-bounds", CHECK_ERROR, i->at,
		  "data segment %" PRIu32 " is copied to bytes %" PRIu64 " to %" PRIu64 " of a memory of %" PRIu64,
		  i->index, to, to + size, l->min * 65536);
	check_why(w->c, "the copy, which is made when the program starts, ends in a trap");
	check_cure(w->c, "leave --initial-memory and --global-base out of the link: link by lind-rust-clang");
}

/* In a dynamic module: base, a constant that is added or subtracted, from where (or what to fill with), how much. */
static void note_based(struct walk *w, const struct wasm_instruction *i)
{
	uint64_t end = (uint64_t)w->from_base + (uint32_t)w->constants[1];

	if (w->is_based && w->nconstants == 1 && (i->op == 0x6a || i->op == 0x6b)) {
		w->from_base += i->op == 0x6a ? (uint32_t)w->constants[0] : 0u - (uint32_t)w->constants[0];
		return;
	}
	if (w->is_based && w->nconstants == 2 && i->op == 0xfc && (i->sub == 8 || i->sub == 11) && end > w->data_end) {
		w->data_end = end;
		w->data_end_at = i->at;
	}
	w->is_based = i->op == 0x23 && w->m->dylink.present && check_is_memory_base(w->m, i->index);
	w->from_base = 0;
}

static void note_tail_call(struct walk *w, const struct wasm_instruction *i)
{
	if (w->told_tail || w->c->o.stage != CHECK_RAW || (i->op != 0x12 && i->op != 0x13))
		return;
	w->told_tail = true;
	check_add(w->c, "tail-call", CHECK_ERROR, i->at, "function %s has a tail call",
		  check_function_words(w->m, w->function));
	check_why(w->c, "asyncify, a half of the opt pass, knows no tail calls: wasm-opt stops there");
	check_cure(w->c, "leave -mtail-call (in Rust +tail-call), musttail and become out");
}

static void note(struct walk *w, const struct wasm_instruction *i)
{
	if (i->op == 0x41) {
		if (w->nconstants == 3)
			memmove(w->constants, w->constants + 1, 2 * sizeof *w->constants);
		w->nconstants -= w->nconstants == 3;
		w->constants[w->nconstants++] = i->value;
		return;
	}
	if (i->op == 0xfc && i->sub == 8) {
		note_copy(w, i);
		note_size(w, i);
	}
	note_based(w, i);
	w->nconstants = 0;
	if ((i->op == 0x10 || i->op == 0x12 || i->op == 0xd2) && i->index != w->function && w->caller[i->index] != w->function)
		w->caller[i->index] = w->caller[i->index] == NOBODY ? w->function : MANY;
	if ((i->op == 0x11 || i->op == 0x13) && !w->through_at)
		w->through_at = i->at;
	w->fills |= i->op == 0x26 || (i->op == 0xfc && (i->sub == 12 || i->sub == 14 || i->sub == 15 || i->sub == 17));
	note_tail_call(w, i);
}

/* What is wrong with a body, its place in *at and the words in w->what. */
static int walk_body(struct walk *w, struct bytes *b, size_t *at)
{
	struct wasm_instruction i = {.at = b->pos};
	const char *whose, *signature = wasm_func_signature(w->m, w->function);
	uint64_t nlocals = strcspn(signature, ">");

	w->operands.locals.len = 0;
	buf_add(&w->operands.locals, signature, nlocals);
	nlocals += wasm_read_locals(b, &w->operands.locals, MAX_LOCALS);
	operands_begin(&w->operands, w->m, w->function);
	w->nconstants = 0;
	w->is_based = false;
	*at = i.at;
	if (bytes_ok(b) && nlocals > MAX_LOCALS) {
		buf_printf(&w->what, "%" PRIu64 " local variables, more than %d", nlocals, MAX_LOCALS);
		return CODE_LARGE;
	}
	while (bytes_more(b)) {
		bool known = wasm_read_instruction(b, &i);

		*at = i.at;
		if (!bytes_ok(b))
			break;
		if (!known) {
			whose = foreign(&i);
			if (whose)
				buf_str(&w->what, whose);
			else
				buf_printf(&w->what, "instruction 0x%02x is not known", i.op);
			return whose ? CODE_FOREIGN : CODE_BROKEN;
		}
		whose = foreign(&i);
		if (whose && i.op != 0xfe) {
			buf_str(&w->what, whose);
			return CODE_FOREIGN;
		}
		if (!names_are_there(w, &i) || !operands_step(&w->operands, &i, b))
			return CODE_BROKEN;
		note(w, &i);
		if (operands_depth(&w->operands) || b->pos == b->end)
			continue;
		buf_printf(&w->what, "it goes on for %zu bytes behind its end", b->end - b->pos);
		return CODE_BROKEN;
	}
	if (!bytes_ok(b)) {
		*at = b->error->offset;
		buf_str(&w->what, b->error->text);
		return CODE_BROKEN;
	}
	if (!operands_depth(&w->operands))
		return CODE_OK;
	buf_str(&w->what, "it has no end");
	return CODE_BROKEN;
}

static void tell(struct walk *w, int wrong, size_t at)
{
	char *function = check_function_words(w->m, w->function);

	if (wrong == CODE_FOREIGN) {
		check_add(w->c, "instruction-unsupported", CHECK_ERROR, at, "function %s has an instruction %s",
			  function, w->what.data);
		check_why(w->c, "lind-boot has that proposal switched off: the module does not load");
		check_cure(w->c, "leave it out of -C target-feature, -m and -mcpu, and run wasm-opt without -all");
	} else if (wrong == CODE_LARGE) {
		check_add(w->c, "too-many-locals", CHECK_ERROR, at, "function %s has %s", function, w->what.data);
		check_why(w->c, "no engine compiles such a function");
		check_cure(w->c, "let the compiler optimise it: opt-level = 1 in [profile.dev.package.NAME] for its crate, -O1 for C");
	} else {
		check_add(w->c, "code-malformed", CHECK_ERROR, at, "function %s cannot be compiled: %s", function,
			  w->what.data);
		check_why(w->c, "no runtime loads a module with such a function");
		check_cure(w->c,
			   "build it again; a file that was overwritten looks like this, or what rewrote it is broken");
	}
	free(function);
}

/* What is called from outside. __wasm_init_tls copies a thread's data. */
static void note_begun(const struct wasm_module *m, bool *begun)
{
	for (uint32_t i = 0; i < m->nfuncs; i++)
		begun[i] = m->start == i || m->funcs[i].is_named;
	for (uint32_t k = 0; k < m->nexports; k++)
		if (m->exports[k].kind == WASM_FUNC && !(m->dylink.present && text_is(m->exports[k].name, "__wasm_init_tls")))
			begun[m->exports[k].index] = true;
}

/* Followed from caller to caller, where there is one. What was seen before is not reached: else nobody would ask again. */
static bool is_reached(const struct walk *w, uint32_t function, const bool *begun, bool *seen)
{
	for (; !seen[function]; function = w->caller[function]) {
		seen[function] = true;
		if (begun[function] || w->caller[function] == MANY)
			return true;
		if (w->caller[function] == NOBODY)
			return false;
	}
	return false;
}

/* The linker makes one function that copies, and names it, or one that calls it, as the one to start with. */
static void check_copied(struct walk *w)
{
	const struct wasm_module *m = w->m;
	bool *begun = xreallocarray(NULL, m->nfuncs + 1, sizeof *begun), *seen = xreallocarray(NULL, m->nfuncs + 1, sizeof *seen);
	bool any = false, reached = false;

	note_begun(m, begun);
	memset(seen, 0, m->nfuncs + 1);
	for (uint32_t i = 0; i < m->nfuncs && !reached; i++) {
		any |= w->copies[i];
		reached = w->copies[i] && is_reached(w, i, begun, seen);
	}
	free(begun);
	free(seen);
	if (!any || reached)
		return;
	check_add(w->c, "data-not-copied", CHECK_ERROR, w->copy_at,
		  "nothing calls what copies the program's data into its memory");
	check_why(w->c, "its variables and constants are zeros: the program goes astray at its start");
	check_cure(
		w->c,
		"build it again; what rewrote it has taken the start section away, or another function's place in it");
}

/* Of a table of one entry that is the one that stands for NULL. */
static void check_table(struct walk *w)
{
	const struct wasm_module *m = w->m;
	uint64_t wanted = m->dylink.present ? m->dylink.table_size : 0;

	if (!m->dylink.present && m->ntables && m->tables[0].import == WASM_NONE && m->tables[0].limits.min > 1)
		wanted = m->tables[0].limits.min - 1;
	if (!wanted || !w->through_at || w->fills || m->element_entries)
		return;
	check_add(w->c, "table-empty", CHECK_ERROR, w->through_at,
		  "functions are called through a table that has room for %" PRIu64 ", and nothing puts one there", wanted);
	check_why(w->c, "each call through a function pointer ends in a trap");
	check_cure(w->c, "build it again; what rewrote it has taken the element section away");
}

void check_code(struct check *c)
{
	struct walk w = {.c = c, .m = c->m};
	struct wasm_bodies all = {0};
	struct bytes body;
	bool good = true;

	w.operands.what = &w.what;
	w.copies = xreallocarray(NULL, c->m->nfuncs + 1, sizeof *w.copies);
	w.caller = xreallocarray(NULL, c->m->nfuncs + 1, sizeof *w.caller);
	memset(w.copies, 0, c->m->nfuncs + 1);
	memset(w.caller, 0xff, (c->m->nfuncs + 1) * sizeof *w.caller);
	/* The first: the others are mostly wrong in the same way. */
	while (good && wasm_next_body(c->m, &all, &body)) {
		size_t at;
		int wrong;

		w.function = all.function;
		wrong = walk_body(&w, &body, &at);
		good = wrong == CODE_OK;
		if (!good)
			tell(&w, wrong, at);
	}
	if (good) {
		if (w.data_end > c->m->dylink.memory_size && c->m->data_bytes <= c->m->dylink.memory_size)
			check_add_layout(c, w.data_end_at, WASM_MEMORY, w.data_end);
		check_copied(&w);
		check_table(&w);
	}
	free(w.copies);
	free(w.caller);
	operands_free(&w.operands);
	free(w.what.data);
}
