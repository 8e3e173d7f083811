/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies of functions, read for five things: setjmp's exceptions in their first form, which clang writes, lind's
 * wasm-opt translates, and the runtime under lind-boot does not take, the order of the opt pass's halves, which of
 * asyncify's functions is which, whether a function does anything, and whether asyncify was in all that the epoch pass
 * was in.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "check_internal.h"
#include "wasm_internal.h"

/* The name of an instruction of the first proposal of exceptions, or NULL. */
static const char *legacy_name(uint8_t op)
{
	switch (op) {
	case 0x06:
		return "try";
	case 0x07:
		return "catch";
	case 0x09:
		return "rethrow";
	case 0x18:
		return "delegate";
	case 0x19:
		return "catch_all";
	default:
		return NULL;
	}
}

void check_bodies_exceptions(struct check *c)
{
	struct wasm_bodies all = {0};
	struct wasm_instruction i = {0};
	const char *found = NULL;
	struct bytes b;

	/* Without tags there are none. */
	while (c->m->ntags && !found && wasm_next_body(c->m, &all, &b)) {
		wasm_read_locals(&b, NULL, 0);
		while (!found && bytes_more(&b) && wasm_read_instruction(&b, &i))
			found = legacy_name(i.op);
	}
	if (!found)
		return;
	check_add(c, "legacy-exceptions", CHECK_ERROR, i.at,
		  "the module has '%s', an instruction of the first exceptions", found);
	check_why(c, "the runtime under lind-boot takes the standard's exceptions alone (try_table): the module does "
		     "not load");
	check_cure(c, "run lind-rust-opt with the wasm-opt of your lind-wasm, which translates setjmp's exceptions");
}

/* The body of one function; false where it has none. What is wrong with it is told in `all`, which begins as {0}. */
static bool find_body(const struct wasm_module *m, uint32_t function, struct wasm_bodies *all, struct bytes *body)
{
	while (wasm_next_body(m, all, body)) {
		if (all->function != function)
			continue;
		wasm_read_locals(body, NULL, 0);
		return true;
	}
	return false;
}

/* The place of a call of `callee` in the function `caller`, or 0. */
static size_t find_call(const struct wasm_module *m, uint32_t caller, uint32_t callee)
{
	struct wasm_bodies all = {0};
	struct wasm_instruction i;
	struct bytes b;

	if (find_body(m, caller, &all, &b))
		while (bytes_more(&b) && wasm_read_instruction(&b, &i))
			if ((i.op == 0x10 || i.op == 0x12) && i.index == callee)
				return i.at;
	return 0;
}

/* The function by which asyncify leaves a program, NULL without it or the epoch pass; and that one's import. */
static const struct wasm_export *find_passes(const struct wasm_module *m, uint32_t *callback)
{
	const struct wasm_export *e = wasm_export(m, "asyncify_start_unwind");
	const struct wasm_import *import = wasm_import(m, "lind", "epoch_callback");

	if (!e || e->kind != WASM_FUNC || e->index < m->nimported_funcs || !import || import->kind != WASM_FUNC)
		return NULL;
	*callback = import->index;
	return e;
}

/* asyncify makes its functions when it is run: the epoch pass is in them only where it came after. */
void check_bodies_order(struct check *c)
{
	uint32_t callback;
	const struct wasm_export *e = find_passes(c->m, &callback);
	size_t at = e ? find_call(c->m, e->index, callback) : 0;

	if (!at)
		return;
	check_add(c, "passes-order", CHECK_ERROR, at, "asyncify was run before the epoch pass");
	check_why(c, "a signal's handler that forks, sleeps or ends the program breaks its stack: the call of it is "
		     "not among those that asyncify can leave and re-enter");
	check_cure(c, "run lind-rust-opt on the raw module: it orders the passes as lind-wasm does");
}

/* What the function writes to asyncify's state before anything else, -1 where it begins otherwise; and where that is. */
static int32_t state_set_by(const struct wasm_module *m, uint32_t function, uint32_t *state)
{
	struct wasm_bodies all = {0};
	struct wasm_instruction first, second;
	struct bytes body;

	if (!find_body(m, function, &all, &body) || !wasm_read_instruction(&body, &first) ||
	    !wasm_read_instruction(&body, &second) || first.op != 0x41 || second.op != 0x24)
		return -1;
	*state = second.index;
	return first.value;
}

/* Two and two are of one type: which is which their bodies tell, by the state that they begin with. */
void check_bodies_states(struct check *c)
{
	static const struct {
		const char *name;
		int32_t state;
	} starts[] = {{"asyncify_start_unwind", 1}, {"asyncify_start_rewind", 2}};

	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		const struct wasm_export *e = wasm_export(c->m, starts[i].name);
		uint32_t state;

		if (!e || e->kind != WASM_FUNC || state_set_by(c->m, e->index, &state) != starts[!i].state)
			continue;
		check_add(c, "export-swapped", CHECK_ERROR, e->offset, "export '%s' is the function '%s'", starts[i].name,
			  starts[!i].name);
		check_why(c, "lind-boot saves the stack by the one and brings it back by the other: the first fork or exit fails");
		check_cure(c, "run lind-rust-opt on the raw module again, and let nothing rewrite its output");
	}
}

/* nop, block, loop, end, return, drop, those of locals, and constants. */
static bool is_without_effect(uint8_t op)
{
	return op == 0x01 || op == 0x02 || op == 0x03 || op == 0x0b || op == 0x0f || op == 0x1a ||
	       (op >= 0x20 && op <= 0x22) || (op >= 0x41 && op <= 0x44);
}

bool check_is_idle(const struct wasm_module *m, uint32_t function)
{
	struct wasm_bodies all = {0};
	struct wasm_instruction i;
	struct bytes body;

	if (!find_body(m, function, &all, &body))
		return false;
	while (bytes_more(&body))
		if (!wasm_read_instruction(&body, &i) || !is_without_effect(i.op))
			return false;
	return bytes_ok(&body);
}

/* A function that asks for signals, and not whether it is being left. */
struct skipped {
	uint32_t n, first, of;
	bool essential; /* one of them begins the program or makes its system calls */
};

/* The loader calls these before there is anything to leave, and asyncify's own are the ones that leave. */
static void note_exempt(const struct wasm_module *m, bool *exempt)
{
	size_t at = m->func_names.pos;
	struct text name;
	uint32_t index;

	for (uint32_t i = 0; i < m->nexports; i++) {
		const struct wasm_export *e = &m->exports[i];

		if (e->kind == WASM_FUNC &&
		    (text_starts(e->name, "asyncify_") || text_starts(e->name, "__wasm_apply_")))
			exempt[e->index] = true;
	}
	/* One whose export was taken away is told of as that. */
	while (wasm_name_next(m, &m->func_names, &at, &index, &name))
		if (index < m->nfuncs && text_starts(name, "__wasm_apply_"))
			exempt[index] = true;
}

static void look_for_state(struct skipped *s, const struct wasm_module *m, uint32_t state, uint32_t callback,
			   const bool *exempt)
{
	const struct wasm_import *call = wasm_import(m, "lind", "make-syscall");
	const struct wasm_export *start = wasm_export(m, "_start");
	struct wasm_bodies all = {0};
	struct wasm_instruction i;
	struct bytes b;

	while (wasm_next_body(m, &all, &b)) {
		bool asks = false, is_in = false,
		     makes = start && start->kind == WASM_FUNC && start->index == all.function;

		wasm_read_locals(&b, NULL, 0);
		while (!is_in && bytes_more(&b) && wasm_read_instruction(&b, &i)) {
			asks |= i.op == 0x10 && i.index == callback;
			makes |= i.op == 0x10 && call && call->kind == WASM_FUNC && i.index == call->index;
			is_in = i.op == 0x23 && i.index == state;
		}
		if (exempt[all.function] || !(asks || is_in))
			continue;
		s->of++;
		if (is_in)
			continue;
		if (!s->n++)
			s->first = all.function;
		s->essential |= makes;
	}
}

/*
 * Every function can come to the callback, which leaves the program's stack at its end and where a handler forks:
 * asyncify is in all of them, unless it was told to leave some out. Compilers' ports do so with functions that never
 * wait.
 */
void check_bodies_asyncified(struct check *c)
{
	uint32_t callback, state;
	const struct wasm_export *e = find_passes(c->m, &callback);
	struct skipped s = {0};
	bool *exempt, error;
	char *name;

	if (!e || state_set_by(c->m, e->index, &state) != 1)
		return;
	exempt = xreallocarray(NULL, c->m->nfuncs + 1, sizeof *exempt);
	memset(exempt, 0, c->m->nfuncs + 1);
	note_exempt(c->m, exempt);
	look_for_state(&s, c->m, state, callback, exempt);
	free(exempt);
	if (!s.n)
		return;
	error = s.essential || s.n > s.of / 10;
	name = check_function_words(c->m, s.first);
	check_add(c, "asyncify-partial", error ? CHECK_ERROR : CHECK_WARNING, e->offset,
		  "asyncify is not in %" PRIu32 " of %" PRIu32 " functions, the first of them %s", s.n, s.of, name);
	check_why(c, "where one of them is active, fork, exec, threads and the program's end cannot leave its stack, "
		     "and break it");
	check_cure(c, "run lind-rust-opt on the raw module, without wasm-opt's asyncify-ignore-imports, -imports, "
		      "-onlylist or -removelist");
	free(name);
}
