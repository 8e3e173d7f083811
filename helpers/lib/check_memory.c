/* SPDX-License-Identifier: Apache-2.0 */
/* The memory that a cage gives to a module, and the stack in it. */
#include <inttypes.h>

#include "check_internal.h"

/* Pages of 64 KiB in the 4 GiB that lind-boot reserves for each cage. */
#define MAX_PAGES 65536

/* What lind-boot lays out below a dynamic program's data: a stack, and a guard of 4 KiB on either side. */
#define DYNAMIC_STACK (8388608 + 2 * 4096)

/* What lind-boot lays out of a dynamic module ends below 2 GiB, by its numbers' sign. */
#define MOST_DYNAMIC (0x80000000 - 65536)

/* LLD's own default; what asyncify saves while it unwinds goes to the same place. */
#define SMALL_STACK 65536

static const char cure_memory[] =
	"link by lind-rust-clang, which passes --import-memory, --shared-memory and --max-memory (keyword MAX_MEMORY)";

static const struct wasm_memory *shared_import(const struct wasm_module *m)
{
	for (uint32_t i = 0; i < m->nmemories; i++)
		if (m->memories[i].import != WASM_NONE && m->memories[i].limits.shared)
			return &m->memories[i];
	return NULL;
}

static const struct wasm_memory *first_import(const struct wasm_module *m)
{
	for (uint32_t i = 0; i < m->nmemories; i++)
		if (m->memories[i].import != WASM_NONE)
			return &m->memories[i];
	return NULL;
}

static void no_shared_import(struct check *c)
{
	const struct wasm_module *m = c->m;
	const struct wasm_memory *imported = first_import(m);

	if (imported)
		check_add(c, "memory-not-shared", CHECK_ERROR, imported->offset, "the imported memory is not shared");
	else if (m->nmemories)
		check_add(c, "memory-not-imported", CHECK_ERROR, m->memories[0].offset,
			  "the memory is the module's own and not imported");
	else
		check_add(c, "memory-missing", CHECK_ERROR, check_section_offset(c, WASM_SEC_IMPORT),
			  "no memory is imported");
	check_why(c, "a cage's memory is made by the runtime and given to the module, its threads and its children: "
		     "lind-boot does not start a module that imports no shared memory");
	if (imported)
		check_cure(c, "%s; every object must be compiled with atomics and bulk-memory", cure_memory);
	else
		check_cure(c, "%s", cure_memory);
}

static void check_memory_limits(struct check *c, const struct wasm_memory *memory)
{
	const struct wasm_limits *l = &memory->limits;
	bool data = false;
	uint64_t needs = c->m->dylink.memory_size + (uint64_t)(c->is_library ? 0 : DYNAMIC_STACK);

	if (l->is64) {
		check_add(c, "memory-limits", CHECK_ERROR, memory->offset, "the memory has 64-bit addresses");
		check_why(c, "a cage's memory has 32-bit addresses and 4 GiB");
		check_cure(c, "compile for wasm32: no -mmemory64, no wasm64 target");
		return;
	}
	if (l->page_log2 != 16) {
		check_add(c, "memory-limits", CHECK_ERROR, memory->offset, "the memory's page size is 2^%u bytes",
			  l->page_log2);
		check_why(c, "a cage's memory has pages of 64 KiB");
		check_cure(c, "link without --page-size");
		return;
	}
	if (c->m->dylink.present && needs > MOST_DYNAMIC) {
		check_add(c, "memory-limits", CHECK_ERROR, memory->offset, "the program's %s %" PRIu64 " bytes",
			  c->is_library ? "data needs" : "data and stack need", needs);
		check_why(c,
			  "lind-boot has no place for 2 GiB of a dynamic program, or of a library: it does not start");
		check_cure(c, "allocate large variables when the program runs, or link it with LINKAGE static");
		return;
	}
	if (!l->has_max)
		check_add(c, "memory-limits", CHECK_ERROR, memory->offset, "the shared memory declares no maximum");
	else if (l->max > MAX_PAGES)
		check_add(c, "memory-limits", CHECK_ERROR, memory->offset,
			  "the memory's maximum is %" PRIu64 " pages, more than %d (4 GiB)", l->max, MAX_PAGES);
	else if (l->min > l->max)
		check_add(c, "memory-limits", CHECK_ERROR, memory->offset,
			  "the memory's minimum is %" PRIu64 " pages, more than its maximum of %" PRIu64, l->min,
			  l->max);
	else if ((data = c->m->dylink.present && needs > l->max * 65536))
		check_add(c, "memory-limits", CHECK_WARNING, memory->offset,
			  "the memory's maximum is %" PRIu64 " pages, and the program's %s %" PRIu64 " bytes", l->max,
			  c->is_library ? "data needs" : "data and stack need", needs);
	else
		return;
	check_why(c, data ? "lind-boot gives each cage 4 GiB, whatever its program says; a runtime that kept to it "
			    "would find no place"
			  : "a module with such limits is not valid; no runtime compiles it");
	check_cure(c, "set MAX_MEMORY (or -Wl,--max-memory=BYTES) to at most 4294967296, and above what the "
		      "program's data needs");
}

void check_memory(struct check *c)
{
	const struct wasm_memory *memory = shared_import(c->m);

	if (!memory)
		no_shared_import(c);
	else
		check_memory_limits(c, memory);
	for (uint32_t i = 0; i < c->m->nmemories; i++) {
		const struct wasm_memory *other = &c->m->memories[i];

		if (!memory || other == memory || other->import != WASM_NONE)
			continue;
		check_add(c, "memory-extra", CHECK_WARNING, other->offset,
			  "the module has a second memory, of its own");
		check_why(c, "lind-boot copies one memory to a child: what is in another is lost at fork");
		check_cure(c, "link without multi-memory");
	}
}

static const struct wasm_global *exported_global(const struct wasm_module *m, const char *name)
{
	const struct wasm_export *e = wasm_export(m, name);
	const struct wasm_global *g = e && e->kind == WASM_GLOBAL ? &m->globals[e->index] : NULL;

	return g && g->known && g->type == 'i' ? g : NULL;
}

/* Where the memory's limits are wrong, check_memory has told. */
static bool memory_is_less(const struct wasm_module *m, uint32_t bytes)
{
	const struct wasm_memory *memory = shared_import(m);
	const struct wasm_limits *l = memory ? &memory->limits : NULL;

	return l && !l->is64 && l->page_log2 == 16 && l->has_max && l->max <= MAX_PAGES && l->min <= l->max && l->min * 65536 < bytes;
}

/* How much there is at the start; UINT64_MAX where that is not known, or wrong and told of elsewhere. */
static uint64_t room(const struct wasm_module *m, const struct wasm_segment *s)
{
	const struct wasm_limits *l = NULL;

	if (s->base != WASM_NONE)
		return UINT64_MAX;
	if (s->kind == WASM_TABLE)
		return s->to < m->ntables && m->tables[s->to].import == WASM_NONE ? m->tables[s->to].limits.min
										: UINT64_MAX;
	if (s->to < m->nmemories)
		l = &m->memories[s->to].limits;
	return l && !l->is64 && l->page_log2 == 16 && l->min <= MAX_PAGES ? l->min * 65536 : UINT64_MAX;
}

static bool is_based_on(const struct wasm_module *m, uint32_t global, const char *name)
{
	uint32_t import = global < m->nglobals ? m->globals[global].import : WASM_NONE;

	return import != WASM_NONE && text_is(m->imports[import].module, "env") && text_is(m->imports[import].name, name);
}

bool check_is_memory_base(const struct wasm_module *m, uint32_t global)
{
	return is_based_on(m, global, "__memory_base");
}

void check_add_layout(struct check *c, size_t offset, enum wasm_kind kind, uint64_t to)
{
	bool data = kind == WASM_MEMORY;

	check_add(c, "layout-too-small", CHECK_ERROR, offset,
		  "the module puts %s to %" PRIu64 ", and its dylink.0 section asks for %" PRIu32 " %s",
		  data ? "data up" : "functions into entries of the table up", to,
		  data ? c->m->dylink.memory_size : c->m->dylink.table_size, data ? "bytes" : "entries");
	check_why(c, data ? "lind-boot gives a module as much of the memory as it asks for: what is written behind that is written over "
			    "other modules' data"
			  : "lind-boot makes the table larger by as much as a module asks for: the rest is a trap at its start");
	check_cure(c, "link it again by lind-rust-clang; what rewrote it has changed dylink.0, or added to the module");
}

/* What a dynamic module has in all, and what it copies to a place that its segments tell; check_code has the others. */
void check_layout(struct check *c)
{
	const struct wasm_module *m = c->m;
	uint64_t data = m->data_bytes, entries = 0;

	for (uint32_t i = 0; i < m->nsegments; i++) {
		const struct wasm_segment *s = &m->segments[i];

		if (s->kind == WASM_MEMORY && is_based_on(m, s->base, "__memory_base") && s->from + s->size > data)
			data = s->from + s->size;
		if (s->kind == WASM_TABLE && is_based_on(m, s->base, "__table_base") && s->from + s->size > entries)
			entries = s->from + s->size;
	}
	if (data > m->dylink.memory_size)
		check_add_layout(c, check_section_offset(c, WASM_SEC_DATA), WASM_MEMORY, data);
	if (entries > m->dylink.table_size)
		check_add_layout(c, check_section_offset(c, WASM_SEC_ELEMENT), WASM_TABLE, entries);
}

/* In a dynamic program the loader's table begins with what is no function. */
static bool fills_null(const struct wasm_module *m, const struct wasm_segment *s)
{
	return !m->dylink.present && s->kind == WASM_TABLE && s->to == 0 && s->base == WASM_NONE && !s->from && s->size;
}

static void check_null(struct check *c)
{
	uint32_t i = 0;

	while (i < c->m->nsegments && !fills_null(c->m, &c->m->segments[i]))
		i++;
	if (i == c->m->nsegments)
		return;
	check_add(c, "table-null", CHECK_ERROR, c->m->segments[i].offset,
		  "entry 0 of the table, which is NULL, has a function");
	check_why(c, "a pointer to it passes for none; or the table begins an entry too early, and each call through a "
		     "pointer calls another function");
	check_cure(c, "leave --table-base out of the link: link by lind-rust-clang; what rewrote the module may have "
		      "moved its table");
}

/* The first of each kind: the others are mostly wrong in the same way. */
void check_segments(struct check *c)
{
	const struct wasm_module *m = c->m;
	bool told[] = {[WASM_TABLE] = false, [WASM_MEMORY] = false};

	check_null(c);
	for (uint32_t i = 0; i < m->nsegments; i++) {
		const struct wasm_segment *s = &m->segments[i];
		bool data = s->kind == WASM_MEMORY;
		uint64_t has = room(m, s);

		if (told[s->kind] || s->from + s->size <= has)
			continue;
		told[s->kind] = true;
		check_add(c, "segment-bounds", CHECK_ERROR, s->offset,
			  "%s segment %" PRIu32 " goes to %s %" PRIu64 " to %" PRIu64 " of a %s of %" PRIu64,
			  data ? "data" : "element", s->index, data ? "bytes" : "entries", s->from, s->from + s->size,
			  data ? "memory" : "table", has);
		check_why(c, data ? "a runtime ends the program when it is copied there; lind-boot, whose memories are all of one size, "
				    "takes the place for other things"
				  : "it is copied there when the program starts, which ends in a trap before its first instruction");
		check_cure(c, data ? "leave --initial-memory and --global-base out of the link: link by lind-rust-clang"
				   : "build the module again; what rewrote it made the table smaller than what is in it");
	}
}

void check_stack(struct check *c)
{
	const struct wasm_global *low = exported_global(c->m, "__stack_low");
	const struct wasm_global *pointer = exported_global(c->m, "__stack_pointer");
	uint32_t from, to;

	if (!low || !pointer)
		return;
	from = (uint32_t)low->init;
	to = (uint32_t)pointer->init;
	if (to <= from) {
		check_add(c, "stack-layout", CHECK_ERROR, pointer->offset,
			  "__stack_pointer starts at %" PRIu32 ", not above __stack_low at %" PRIu32, to, from);
		check_why(c, "the stack grows down from the one to the other; lind-boot takes both as the stack's "
			     "bounds");
		check_cure(c, "export the linker's own __stack_low and __stack_pointer: link by lind-rust-clang");
	} else if (memory_is_less(c->m, to)) {
		check_add(c, "stack-layout", CHECK_ERROR, pointer->offset,
			  "__stack_pointer starts at %" PRIu32 ", above the memory that the module starts with", to);
		check_why(c, "a runtime ends the first function that uses the stack; lind-boot, whose memories are all of one size, takes "
			     "the place for other things");
		check_cure(c, "leave --initial-memory and --global-base out of the link: link by lind-rust-clang");
	} else if (to - from < SMALL_STACK) {
		check_add(c, "stack-small", CHECK_WARNING, pointer->offset, "the stack has %" PRIu32 " bytes",
			  to - from);
		check_why(c, "at exit, fork and in threads the frames of all active functions are saved at the "
			     "stack's lower end; where they meet the stack both are overwritten without a message");
		check_cure(c, "STACK_SIZE 1048576 (or -Wl,-z,stack-size=1048576)");
	}
}
