/* SPDX-License-Identifier: Apache-2.0 */
/* What lind-boot looks up in a module by name. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "check_internal.h"

enum {
	ALWAYS,
	FINISHED,      /* the opt pass makes it */
	FINISHED_LIND, /* the epoch pass makes it */
	GRATE,	       /* asked for in grates; where it is there, its type counts in every module */
	OPTIONAL,      /* only its type counts */
	WITH_TLS,      /* asked for as soon as __wasm_init_tls is there */
	WHERE_MADE,    /* asked for where the module has a function of that name */
	IN_PROGRAMS,   /* not asked for in shared libraries */
};

struct export_rule {
	const char *name;
	enum wasm_kind kind;
	const char *type; /* a signature; for a global its letter, 'm' before it where it must be mutable */
	int when;
	enum check_severity missing, wrong;
	const char *why;
	const char *cure; /* where it is missing */
};

static const char cure_link[] = "link by lind-rust-clang, which exports it";
static const char cure_opt[] = "run lind-rust-opt on the raw module again, and let nothing remove exports afterwards";
static const char why_asyncify[] =
	"lind-boot calls it to leave and re-enter the program's stack: at every exit, and at fork, exec and in threads";

static const struct export_rule rules[] = {
	{"_start", WASM_FUNC, ">i", ALWAYS, CHECK_ERROR, CHECK_ERROR,
	 "it is where the program starts, and starts again in a child; its value is the exit status. Without it "
	 "nothing runs, and lind-boot waits for ever",
	 "link crt1.o: lind-rust-clang adds it unless -nostartfiles is given; leave --entry and --no-entry out"},
	{"__stack_pointer", WASM_GLOBAL, "mi", ALWAYS, CHECK_ERROR, CHECK_ERROR,
	 "lind-boot reads and sets it at start, fork, exec, in threads, and in every worker of a grate", cure_link},
	{"__stack_low", WASM_GLOBAL, "i", ALWAYS, CHECK_ERROR, CHECK_ERROR,
	 "lind-boot puts what it saves of a stack there; it is looked up at start", cure_link},
	{"signal_callback", WASM_FUNC, "ii>", ALWAYS, CHECK_ERROR, CHECK_ERROR,
	 "lind-boot delivers signals by it; the first one ends in a panic otherwise",
	 "link lind's libc whole: signal_callback comes with crt1.o; a function of the program's own by that name takes its "
	 "place: rename it"},
	{"__wasm_init_tls", WASM_FUNC, "i>", ALWAYS, CHECK_WARNING, CHECK_WARNING,
	 "a new thread gets its thread-local variables by it; otherwise it shares those of its parent, and Rust's "
	 "std::thread aborts",
	 cure_link},
	{"__get_aligned_tls_size", WASM_FUNC, ">i", WITH_TLS, CHECK_ERROR, CHECK_ERROR,
	 "lind-boot asks it how much a new thread's variables need as soon as __wasm_init_tls is there; otherwise "
	 "the first thread ends in a panic",
	 "link lind_utils.o: lind-rust-clang adds it"},
	{"__tls_base", WASM_GLOBAL, "i", ALWAYS, CHECK_WARNING, CHECK_WARNING,
	 "lind-boot restores it in a child; some versions need the export for that", cure_link},
	{"pass_fptr_to_wt", WASM_FUNC, "jjjjjjjjjjjjjj>i", GRATE, CHECK_ERROR, CHECK_ERROR,
	 "a grate's handlers are called through it with fourteen 64-bit values; its absence fails the first call, "
	 "another type the start",
	 "define it in the grate (extern \"C\", #[no_mangle], 14 × u64 -> i32) and link with the keyword GRATE "
	 "(--lind-grate)"},
	{"_initialize", WASM_FUNC, ">", OPTIONAL, CHECK_ERROR, CHECK_ERROR,
	 "lind-boot calls it before _start where it is there", ""},
	{"asyncify_start_unwind", WASM_FUNC, "i>", FINISHED, CHECK_ERROR, CHECK_ERROR, why_asyncify, cure_opt},
	{"asyncify_stop_unwind", WASM_FUNC, ">", FINISHED, CHECK_ERROR, CHECK_ERROR, why_asyncify, cure_opt},
	{"asyncify_start_rewind", WASM_FUNC, "i>", FINISHED, CHECK_ERROR, CHECK_ERROR, why_asyncify, cure_opt},
	{"asyncify_stop_rewind", WASM_FUNC, ">", FINISHED, CHECK_ERROR, CHECK_ERROR, why_asyncify, cure_opt},
	{"asyncify_get_state", WASM_FUNC, ">i", FINISHED, CHECK_WARNING, CHECK_WARNING,
	 "asyncify makes it with the other four; without it something has removed exports", cure_opt},
	{"epoch", WASM_GLOBAL, "mj", FINISHED_LIND, CHECK_ERROR, CHECK_ERROR,
	 "lind-boot writes to it to interrupt the program for signals and at its end; it is looked up at start",
	 cure_opt},
};

static const char cure_dynamic[] = "link with LINKAGE dynamic, which passes what -pie needs";
static const char why_relocs[] = "the loader calls it once the module's addresses are known; what it should write stays 0 "
				 "otherwise";
static const char cure_relocs[] = "link by lind-rust-clang, which exports what wasm-ld makes and does not export";

/* Of a dynamic program, and of a library but for the rows of the program's own. */
static const struct export_rule dynamic_rules[] = {
	{"__wasm_apply_data_relocs", WASM_FUNC, ">", ALWAYS, CHECK_ERROR, CHECK_ERROR,
	 "the loader calls it once the module's addresses are known; it is looked up at start", cure_dynamic},
	{"_start", WASM_FUNC, ">i", IN_PROGRAMS, CHECK_ERROR, CHECK_ERROR,
	 "it is where the program starts, and what tells lind-boot that it is no library",
	 "link by lind-rust-clang, which exports it, and let nothing remove exports afterwards"},
	{"__wasm_apply_tls_relocs", WASM_FUNC, ">", WHERE_MADE, CHECK_ERROR, CHECK_ERROR, why_relocs, cure_relocs},
	{"__wasm_apply_global_relocs", WASM_FUNC, ">", WHERE_MADE, CHECK_ERROR, CHECK_ERROR, why_relocs, cure_relocs},
	{"__wasm_call_ctors", WASM_FUNC, ">", WHERE_MADE, CHECK_ERROR, CHECK_ERROR,
	 "the loader calls it behind the relocations: it runs constructors", cure_dynamic},
	{"__stack_pointer", WASM_GLOBAL, "mi", IN_PROGRAMS, CHECK_ERROR, CHECK_ERROR,
	 "lind-boot reads and sets it at fork, exec and in threads", cure_relocs},
	{"__wasm_init_tls", WASM_FUNC, "i>", IN_PROGRAMS, CHECK_WARNING, CHECK_WARNING,
	 "a new thread gets its thread-local variables by it", cure_link},
	{"__get_aligned_tls_size", WASM_FUNC, ">i", WITH_TLS, CHECK_ERROR, CHECK_ERROR,
	 "lind-boot asks it how much a new thread's variables need as soon as __wasm_init_tls is there; otherwise "
	 "the first thread ends in a panic",
	 "link lind_utils.o: lind-rust-clang adds it"},
	{"__tls_base", WASM_GLOBAL, "i", IN_PROGRAMS, CHECK_WARNING, CHECK_WARNING,
	 "lind-boot restores it in a child; some versions need the export for that", cure_link},
	{"asyncify_start_unwind", WASM_FUNC, "i>", FINISHED, CHECK_ERROR, CHECK_ERROR, why_asyncify, cure_opt},
	{"asyncify_stop_unwind", WASM_FUNC, ">", FINISHED, CHECK_ERROR, CHECK_ERROR, why_asyncify, cure_opt},
	{"asyncify_start_rewind", WASM_FUNC, "i>", FINISHED, CHECK_ERROR, CHECK_ERROR, why_asyncify, cure_opt},
	{"asyncify_stop_rewind", WASM_FUNC, ">", FINISHED, CHECK_ERROR, CHECK_ERROR, why_asyncify, cure_opt},
};

static char *type_text(const struct wasm_module *m, const struct wasm_export *e)
{
	const struct wasm_global *g;
	struct buf b = {0};

	if (e->kind == WASM_FUNC) {
		wasm_signature_show(&b, wasm_func_signature(m, e->index));
		return b.data;
	}
	g = &m->globals[e->index];
	buf_printf(&b, "%s%s", g->is_mutable ? "mutable " : "", wasm_value_name(g->type));
	return b.data;
}

static char *rule_text(const struct export_rule *r)
{
	struct buf b = {0};

	if (r->kind == WASM_FUNC)
		wasm_signature_show(&b, r->type);
	else
		buf_printf(&b, "%s%s", *r->type == 'm' ? "mutable " : "", wasm_value_name(r->type[*r->type == 'm']));
	return b.data;
}

static bool type_fits(const struct wasm_module *m, const struct wasm_export *e, const struct export_rule *r)
{
	if (e->kind == WASM_FUNC)
		return !strcmp(wasm_func_signature(m, e->index), r->type);
	if (*r->type == 'm' && !m->globals[e->index].is_mutable)
		return false;
	return m->globals[e->index].type == r->type[*r->type == 'm'];
}

/* The name section's name of one of lind's functions, where `index` is that and not the one of rule r. */
static const char *is_other(const struct wasm_module *m, uint32_t index, const struct export_rule *r,
			    const struct export_rule *all, size_t n)
{
	size_t at = m->func_names.pos;
	uint32_t of;
	struct text name;

	while (wasm_name_next(m, &m->func_names, &at, &of, &name)) {
		if (of != index)
			continue;
		for (size_t i = 0; i < n; i++)
			if (all[i].kind == WASM_FUNC && &all[i] != r && text_is(name, all[i].name))
				return all[i].name;
		return NULL;
	}
	return NULL;
}

/* Functions that are alike may have been made one, which has one of their names; then there is none of the other. */
static void check_place(struct check *c, const struct wasm_export *e, const struct export_rule *r,
			const struct export_rule *all, size_t n)
{
	const char *other = e->kind == WASM_FUNC ? is_other(c->m, e->index, r, all, n) : NULL;

	if (!other || !check_has_function(c->m, r->name))
		return;
	check_add(c, "export-swapped", CHECK_ERROR, e->offset, "export '%s' is the function '%s'", r->name, other);
	check_why(c, "%s", r->why);
	check_cure(c, "build it again; what rewrote it has mixed its exports up");
}

/*
 * The epoch pass asks for signals in every function, and asyncify's write down what is done: what does nothing, not
 * even that, was made so afterwards.
 */
static void check_idle(struct check *c, const struct wasm_export *e, const struct export_rule *r)
{
	if (e->kind != WASM_FUNC || c->o.stage != CHECK_FINISHED || !(r->when == FINISHED || check_has_epoch(c)) ||
	    !check_is_idle(c->m, e->index))
		return;
	check_add(c, "export-idle", CHECK_ERROR, e->offset, "the function '%s' does nothing", r->name);
	check_why(c, "%s", r->why);
	check_cure(c, "run lind-rust-opt on the raw module again, and let nothing rewrite its output");
}

static void check_epoch(struct check *c, const struct wasm_export *e)
{
	const struct wasm_global *g = &c->m->globals[e->index];

	if (!g->known || !g->init)
		return;
	check_add(c, "export-type", CHECK_ERROR, e->offset, "'epoch' starts at %" PRId64 "; it should start at 0", g->init);
	check_why(c, "the program is interrupted at its first function, before there is anything that could be delivered");
	check_cure(c, "run lind-rust-opt on the raw module again, and let nothing rewrite its output");
}

static void check_there(struct check *c, const struct wasm_export *e, const struct export_rule *r)
{
	char *is, *should;

	if (e->kind != r->kind) {
		check_add(c, "export-kind", r->wrong, e->offset, "export '%s' is a %s; it should be a %s", r->name,
			  wasm_kind_name(e->kind), wasm_kind_name(r->kind));
		check_why(c, "%s", r->why);
		check_cure(c, "rename what the program exports by this name: it is lind's");
		return;
	}
	if (type_fits(c->m, e, r)) {
		if (!strcmp(r->name, "epoch"))
			check_epoch(c, e);
		return;
	}
	is = type_text(c->m, e);
	should = rule_text(r);
	check_add(c, "export-type", r->wrong, e->offset, "export '%s' has type %s; it should have %s", r->name, is,
		  should);
	check_why(c, "%s", r->why);
	check_cure(c, "rename or correct what the program exports by this name: lind expects its own");
	free(is);
	free(should);
}

bool check_has_function(const struct wasm_module *m, const char *name)
{
	size_t at = m->func_names.pos;
	struct text t;
	uint32_t index;

	while (wasm_name_next(m, &m->func_names, &at, &index, &t))
		if (index >= m->nimported_funcs && text_is(t, name))
			return true;
	return false;
}

static bool is_asked_for(const struct check *c, const struct export_rule *r)
{
	switch (r->when) {
	case FINISHED:
		/* Where the whole pass is missing, check_instrumentation says so once. */
		return c->o.stage == CHECK_FINISHED && check_asyncify_export(c->m);
	case FINISHED_LIND:
		return check_has_epoch(c);
	case GRATE:
		return c->o.kind == CHECK_GRATE;
	case IN_PROGRAMS:
		return !c->is_library;
	case OPTIONAL:
		return false;
	case WHERE_MADE:
		return check_has_function(c->m, r->name);
	case WITH_TLS:
		return wasm_export(c->m, "__wasm_init_tls");
	default:
		return true;
	}
}

/* What the opt pass makes is of no interest before it. */
static bool is_looked_at(const struct check *c, const struct export_rule *r)
{
	if (r->when == FINISHED || r->when == FINISHED_LIND)
		return c->o.stage == CHECK_FINISHED;
	return true;
}

static void check_rule(struct check *c, const struct export_rule *r, const struct export_rule *all, size_t n)
{
	const struct wasm_export *e = wasm_export(c->m, r->name);

	if (e && is_looked_at(c, r)) {
		check_there(c, e, r);
		check_place(c, e, r, all, n);
		check_idle(c, e, r);
		return;
	}
	if (e || !is_asked_for(c, r))
		return;
	check_add(c, "missing-export", r->missing, check_section_offset(c, WASM_SEC_EXPORT), "%s '%s' is not exported",
		  wasm_kind_name(r->kind), r->name);
	check_why(c, "%s", r->why);
	check_cure(c, "%s", r->cure);
}

static void check_rules(struct check *c, const struct export_rule *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check_rule(c, &all[i], all, n);
}

static int by_name(const void *a, const void *b)
{
	const struct wasm_export *x = *(const struct wasm_export *const *)a, *y = *(const struct wasm_export *const *)b;
	int order = text_cmp(x->name, y->name);

	return order ? order : (x->offset > y->offset) - (x->offset < y->offset);
}

static void check_duplicates(struct check *c)
{
	const struct wasm_module *m = c->m;
	const struct wasm_export **v = xreallocarray(NULL, m->nexports, sizeof *v);

	for (uint32_t i = 0; i < m->nexports; i++)
		v[i] = &m->exports[i];
	qsort(v, m->nexports, sizeof *v, by_name);
	for (uint32_t i = 1; i < m->nexports; i++) {
		char *name;

		if (!text_same(v[i - 1]->name, v[i]->name))
			continue;
		name = text_shown(v[i]->name);
		check_add(c, "duplicate-export", CHECK_ERROR, v[i]->offset, "'%s' is exported twice", name);
		check_why(c, "a module with two exports of one name is not valid; no runtime compiles it");
		check_cure(c, "export it in one way: by export_name in the source, or by --export (GRATE) at the "
			      "link, not both");
		free(name);
	}
	free(v);
}

/* lind-boot looks for it before _start, as wasmtime does. */
static void check_unnamed(struct check *c)
{
	const struct wasm_export *e = wasm_export(c->m, "");

	if (!e || e->kind != WASM_FUNC)
		return;
	check_add(c, "unnamed-export", CHECK_ERROR, e->offset, "a function is exported by the empty name");
	check_why(c, "lind-boot runs it in place of _start: the C library is never started");
	check_cure(c, "leave out the export_name (Rust: #[export_name = \"\"]) that makes it, or give it a name");
}

void check_exports(struct check *c)
{
	check_rules(c, rules, sizeof rules / sizeof *rules);
	check_unnamed(c);
	check_duplicates(c);
}

/* The opt pass exports the imported one once more, for lind-boot to find. */
static void check_signal_callback(struct check *c)
{
	const struct wasm_export *e = wasm_export(c->m, "signal_callback");

	if (!e && check_has_epoch(c)) {
		check_add(c, "signal-callback", CHECK_ERROR, check_section_offset(c, WASM_SEC_EXPORT),
			  "a dynamic program does not export libc.so's 'signal_callback'");
		check_why(c, "a signal that comes while the program's own functions run ends in a panic: lind-boot "
			     "looks for it there");
		check_cure(c, "run lind-rust-opt on the raw module: it takes the passes of dynamic programs by itself");
		return;
	}
	if (!e || (c->o.stage == CHECK_FINISHED && e->kind == WASM_FUNC && e->index < c->m->nimported_funcs))
		return;
	check_add(c, "signal-callback", CHECK_ERROR, e->offset, "a dynamic program has its own 'signal_callback'");
	check_why(c, "lind-boot delivers signals by libc.so's, which knows the handlers");
	check_cure(c, "rename it, or leave lind's static libc and crt1.o out of the link");
}

void check_dynamic_exports(struct check *c)
{
	check_rules(c, dynamic_rules, sizeof dynamic_rules / sizeof *dynamic_rules);
	/* lind-boot takes the first that it finds: libc.so's, or a library's that is none. */
	if (!c->is_library && c->o.runtime == CHECK_LIND)
		check_signal_callback(c);
	check_duplicates(c);
}
