/* SPDX-License-Identifier: Apache-2.0 */
/* The opt pass: done once and wholly in a finished module, not yet in a raw one. */
#include <stdlib.h>

#include "check_internal.h"

static const char *const asyncify_names[] = {
	"asyncify_start_unwind", "asyncify_stop_unwind", "asyncify_start_rewind",
	"asyncify_stop_rewind",	 "asyncify_get_state",	 NULL,
};

struct passes {
	const struct wasm_export *asyncify; /* the first of its exports */
	const struct wasm_export *epoch;
	const struct wasm_import *callback; /* the first of lind's */
	uint32_t ncallbacks;
	bool foreign_callback; /* check_imports has told */
};

const struct wasm_export *check_asyncify_export(const struct wasm_module *m)
{
	const struct wasm_export *e = NULL;

	for (size_t i = 0; asyncify_names[i] && !e; i++)
		e = wasm_export(m, asyncify_names[i]);
	return e;
}

static struct passes find_passes(const struct wasm_module *m)
{
	struct passes p = {.asyncify = check_asyncify_export(m), .epoch = wasm_export(m, "epoch")};

	for (uint32_t i = 0; i < m->nimports; i++) {
		if (!text_is(m->imports[i].name, "epoch_callback"))
			continue;
		if (!text_is(m->imports[i].module, "lind")) {
			p.foreign_callback = true;
			continue;
		}
		if (!p.ncallbacks++)
			p.callback = &m->imports[i];
	}
	return p;
}

bool check_has_asyncify(const struct wasm_module *m)
{
	for (size_t i = 0; asyncify_names[i]; i++)
		if (!wasm_export(m, asyncify_names[i]))
			return false;
	return true;
}

bool check_has_epoch(const struct check *c)
{
	return c->o.stage == CHECK_FINISHED && c->o.runtime == CHECK_LIND && wasm_import(c->m, "lind", "epoch_callback");
}

bool check_is_instrumented(const struct wasm_module *m)
{
	return check_has_asyncify(m) || wasm_import(m, "lind", "epoch_callback");
}

static void check_finished(struct check *c, const struct passes *p)
{
	bool epoch = p->epoch || p->callback || p->foreign_callback, lind = c->o.runtime == CHECK_LIND;
	size_t at = check_section_offset(c, WASM_SEC_EXPORT);

	/* A stock wasm-opt cannot instrument exceptions (setjmp); the stand-in runs such a module as it is. */
	if (!lind && !p->asyncify && !epoch && c->m->ntags)
		return;
	if (!p->asyncify && !epoch) {
		check_add(c, "not-instrumented", CHECK_ERROR, at, "the module is not instrumented");
		check_why(c, "lind-boot needs asyncify's exports to end a program and to fork, and the epoch pass "
			     "for signals");
		check_cure(c, "run lind-rust-opt on it; --stage raw checks what the linker wrote");
	} else if (!p->asyncify) {
		check_add(c, "half-instrumented", CHECK_ERROR, at, "the module has the epoch pass and no asyncify");
		check_why(c, "lind-boot ends in a panic when the program exits: it needs asyncify's exports");
		check_cure(c, "run lind-rust-opt on the raw module");
	} else if (!epoch && lind) {
		check_add(c, "half-instrumented", CHECK_ERROR, p->asyncify->offset,
			  "the module has asyncify and no epoch pass");
		check_why(c, "lind-boot looks the global 'epoch' up at start and ends in a panic without it");
		check_cure(c, "run lind-rust-opt on the raw module with the wasm-opt of lind-wasm: others have no "
			      "epoch pass (--runtime standin checks for the stand-in, which needs none)");
	} else if (p->epoch && !p->callback && !p->foreign_callback && lind) {
		check_add(c, "half-instrumented", CHECK_ERROR, p->epoch->offset,
			  "'epoch' is exported, but lind.epoch_callback is not imported");
		check_why(c, "no code asks whether a signal is there: the program cannot be interrupted or killed");
		check_cure(c, "the export is the program's own: rename it, and run lind-rust-opt on the raw module");
	}
	if (p->callback && p->ncallbacks > 1) {
		check_add(c, "instrumented-twice", CHECK_ERROR, p->callback->offset,
			  "lind.epoch_callback is imported %u times", p->ncallbacks);
		check_why(c, "the opt pass ran on a module that had it: each function is instrumented twice");
		check_cure(c, "run lind-rust-opt on the raw module, which the linker wrote, and not on its own "
			      "output");
	}
}

static void collision(struct check *c, size_t at, const char *kind, const char *name)
{
	check_add(c, "symbol-collision", CHECK_ERROR, at, "the program has its own %s '%s'", kind, name);
	check_why(c, "the opt pass adds one of that name, and stops when it is there");
	check_cure(c, "rename it, or make it local (static; in Rust without #[no_mangle])");
}

static const char *reserved_function(struct text name)
{
	if (text_is(name, "epoch_callback"))
		return "epoch_callback";
	for (size_t i = 0; asyncify_names[i]; i++)
		if (text_is(name, asyncify_names[i]))
			return asyncify_names[i];
	return NULL;
}

/* The pass names functions and globals as the name section does. */
static void check_collisions(struct check *c, const struct passes *p)
{
	const struct wasm_module *m = c->m;
	size_t at = m->func_names.pos;
	struct text name;
	uint32_t index;

	if (p->epoch)
		collision(c, p->epoch->offset, "export", "epoch");
	for (size_t i = 0; asyncify_names[i]; i++) {
		const struct wasm_export *e = wasm_export(m, asyncify_names[i]);

		if (e)
			collision(c, e->offset, "export", asyncify_names[i]);
	}
	for (size_t before = at; wasm_name_next(m, &m->func_names, &at, &index, &name); before = at)
		if (index >= m->nimported_funcs && reserved_function(name))
			collision(c, before, "function", reserved_function(name));
	at = m->global_names.pos;
	for (size_t before = at; wasm_name_next(m, &m->global_names, &at, &index, &name); before = at)
		if (text_is(name, "epoch"))
			collision(c, before, "global", "epoch");
}

static void check_raw(struct check *c, const struct passes *p)
{
	bool asyncify = check_has_asyncify(c->m);

	if (!asyncify && !p->callback) {
		check_collisions(c, p);
		return;
	}
	check_add(c, "already-instrumented", CHECK_ERROR, asyncify ? p->asyncify->offset : p->callback->offset,
		  "the module is already instrumented (%s)",
		  asyncify && p->callback ? "asyncify and epoch"
		  : asyncify		  ? "asyncify"
					  : "epoch");
	check_why(c, "the opt pass runs once: it fails on, or instruments twice, what has been through it");
	check_cure(c, "take the module that the linker wrote (raw/), not the finished one; clang runs a wasm-opt of "
		      "its own unless lind-rust-clang links");
}

void check_instrumentation(struct check *c)
{
	struct passes p = find_passes(c->m);

	if (c->o.stage == CHECK_RAW)
		check_raw(c, &p);
	else
		check_finished(c, &p);
}
