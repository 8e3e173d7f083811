/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies of functions, read for two things: setjmp's exceptions in their first form, which clang writes, lind's wasm-opt
 * translates, and the runtime under lind-boot does not take, and the order of the opt pass's halves.
 */
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

/* The place of a call of `callee` in the function `caller`, or 0. */
static size_t find_call(const struct wasm_module *m, uint32_t caller, uint32_t callee)
{
	struct wasm_bodies all = {0};
	struct wasm_instruction i;
	struct bytes b;

	while (wasm_next_body(m, &all, &b)) {
		if (all.function != caller)
			continue;
		wasm_read_locals(&b, NULL, 0);
		while (bytes_more(&b) && wasm_read_instruction(&b, &i))
			if ((i.op == 0x10 || i.op == 0x12) && i.index == callee)
				return i.at;
		return 0;
	}
	return 0;
}

/* asyncify makes its functions when it is run: the epoch pass is in them only where it came after. */
void check_bodies_order(struct check *c)
{
	const struct wasm_export *e = wasm_export(c->m, "asyncify_start_unwind");
	const struct wasm_import *callback = wasm_import(c->m, "lind", "epoch_callback");
	size_t at;

	if (!e || e->kind != WASM_FUNC || e->index < c->m->nimported_funcs || !callback || callback->kind != WASM_FUNC)
		return;
	at = find_call(c->m, e->index, callback->index);
	if (!at)
		return;
	check_add(c, "passes-order", CHECK_ERROR, at, "asyncify was run before the epoch pass");
	check_why(c, "a signal's handler that forks, sleeps or ends the program breaks its stack: the call of it is "
		     "not among those that asyncify can leave and re-enter");
	check_cure(c, "run lind-rust-opt on the raw module: it orders the passes as lind-wasm does");
}
