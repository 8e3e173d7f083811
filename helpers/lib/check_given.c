/* SPDX-License-Identifier: Apache-2.0 */
/* What a dynamic module takes from those that are loaded with it: libc.so, and what is preloaded. */
#include <stdlib.h>
#include <string.h>

#include "check_internal.h"

static int compare_exports(const void *a, const void *b)
{
	return text_cmp((*(const struct wasm_export *const *)a)->name, (*(const struct wasm_export *const *)b)->name);
}

static int compare_name(const void *name, const void *export)
{
	return text_cmp(*(const struct text *)name, (*(const struct wasm_export *const *)export)->name);
}

void check_library_open(struct check_library *l, const char *name, const struct wasm_module *m)
{
	*l = (struct check_library){.name = name, .m = m};
	if (!m->nexports)
		return;
	l->by_name = xreallocarray(NULL, m->nexports, sizeof *l->by_name);
	for (uint32_t i = 0; i < m->nexports; i++)
		l->by_name[i] = &m->exports[i];
	qsort(l->by_name, m->nexports, sizeof *l->by_name, compare_exports);
}

void check_library_free(struct check_library *l)
{
	free(l->by_name);
	l->by_name = NULL;
}

static const struct wasm_export *find(const struct check_library *l, struct text name)
{
	const struct wasm_export *const *found =
		l->m->nexports ? bsearch(&name, l->by_name, l->m->nexports, sizeof *l->by_name, compare_name) : NULL;

	return found ? *found : NULL;
}

/* The first that has it, as lind-boot's loader takes it. */
static const struct wasm_export *find_given(const struct check *c, struct text name, const struct check_library **by)
{
	for (size_t i = 0; i < c->o.nlibraries; i++) {
		const struct wasm_export *e = find(&c->o.libraries[i], name);

		*by = &c->o.libraries[i];
		if (e)
			return e;
	}
	return NULL;
}

/* The linker says it of the symbol, whose address is another import. */
static bool is_weak(const struct wasm_dylink *d, struct text name)
{
	for (uint32_t i = 0; i < d->nweak; i++)
		if (text_same(d->weak[i], name))
			return true;
	return false;
}

/* count.wasm of the link is count.so or another at run time. */
static bool is_same_library(struct text needed, const char *name)
{
	const char *end = strrchr(name, '.');
	size_t n = end ? (size_t)(end - name) : strlen(name);

	return text_is(needed, name) || (needed.n > n && needed.s[n] == '.' && !memcmp(needed.s, name, n));
}

/* A library that it was linked with and that nobody has named: what is missing may be there. */
static const struct text *unknown_library(const struct check *c)
{
	const struct wasm_dylink *d = &c->m->dylink;

	for (uint32_t i = 0; i < d->nneeded; i++) {
		bool known = false;

		for (size_t k = 0; k < c->o.nlibraries; k++)
			known |= is_same_library(d->needed[i], c->o.libraries[k].name);
		if (!known)
			return &d->needed[i];
	}
	return NULL;
}

static void not_given(struct check *c, const struct wasm_import *import, bool address)
{
	char *name = check_import_name(import);

	if (c->is_library) {
		check_add(c, "unknown-import", CHECK_NOTE, import->offset, "'%s' is left to the program that loads it", name);
	} else {
		check_add(c, "unknown-import", CHECK_ERROR, import->offset,
			  address ? "no library that is preloaded defines '%s', whose address the program takes"
				  : "no library that is preloaded defines the imported function '%s'",
			  name);
		check_why(c, address ? "lind-boot leaves 0 in its place: what is read, written or called there is another's"
				     : "lind-boot puts a trap in its place: the program ends at the call");
		check_cure(c, "link what defines it into the program, or, where lind's libc.a has it and libc.so has not, link with "
			      "LINKAGE static; a library that it is preloaded with is named by --preload");
	}
	free(name);
}

static void wrong_kind(struct check *c, const struct wasm_import *import, const struct wasm_export *e,
		       const struct check_library *by, enum wasm_kind needed)
{
	char *name = check_import_name(import);

	check_add(c, "import-kind", CHECK_ERROR, import->offset, "'%s' is taken for a %s; %s's is a %s", name,
		  needed == WASM_FUNC ? "function" : "variable", by->name,
		  e->kind == WASM_FUNC ? "function" : e->kind == WASM_GLOBAL ? "variable" : wasm_kind_name(e->kind));
	check_why(c, text_is(import->module, "env")
			     ? "kinds of imports must agree, or the module does not start"
			     : "lind-boot leaves 0 in its place: what is read, written or called there is another's");
	check_cure(c, "find the object that declares it, and compile it against lind's headers");
	free(name);
}

static void compare_types(struct check *c, const struct wasm_import *import, const struct wasm_export *e,
			  const struct check_library *by)
{
	const char *is = check_import_signature(c->m, import), *should = wasm_func_signature(by->m, e->index);
	struct buf shown = {0}, wanted = {0};
	char *name;

	if (!is || !should || !strcmp(is, should))
		return;
	name = check_import_name(import);
	wasm_signature_show(&shown, is);
	wasm_signature_show(&wanted, should);
	check_add(c, "import-type", CHECK_ERROR, import->offset, "import '%s' has type %s; %s's has %s", name, shown.data, by->name,
		  wanted.data);
	check_why(c, "types of imports must agree exactly, or the module does not start");
	check_cure(c, "declare it as lind's headers do, and link objects that were compiled against the same sysroot");
	free(shown.data);
	free(wanted.data);
	free(name);
}

static void check_given(struct check *c, const struct wasm_import *import, const struct check_library *own, bool complete)
{
	bool address = !text_is(import->module, "env");
	enum wasm_kind needed = text_is(import->module, "GOT.mem") ? WASM_GLOBAL : WASM_FUNC;
	const struct check_library *by = own;
	const struct wasm_export *e = address ? find(own, import->name) : NULL;

	if (!e)
		e = find_given(c, import->name, &by);
	if (e && e->kind != needed)
		wrong_kind(c, import, e, by, needed);
	else if (e && !address)
		compare_types(c, import, e, by);
	else if (!e && complete && !is_weak(&c->m->dylink, import->name))
		not_given(c, import, address);
}

/* Of the stack's bounds, which lind-boot defines. */
static bool is_stack_bound(const struct wasm_import *import)
{
	return text_is(import->module, "GOT.mem") &&
	       (text_is(import->name, "__stack_low") || text_is(import->name, "__stack_high"));
}

void check_given_imports(struct check *c)
{
	const struct text *unknown;
	struct check_library own;

	if (!c->o.nlibraries)
		return;
	unknown = unknown_library(c);
	check_library_open(&own, "the program", c->m);
	for (uint32_t i = 0; i < c->m->nimports; i++) {
		const struct wasm_import *import = &c->m->imports[i];
		bool called = import->kind == WASM_FUNC && text_is(import->module, "env");
		bool address = import->kind == WASM_GLOBAL && text_starts(import->module, "GOT.");

		if ((called || address) && !is_stack_bound(import))
			check_given(c, import, &own, !unknown || c->is_library);
	}
	check_library_free(&own);
	if (unknown && !c->is_library) {
		char *name = text_shown(*unknown);

		check_add(c, "unknown-import", CHECK_NOTE, 0,
			  "it was linked with '%s': what it takes from that was not looked up (--preload names it)", name);
		free(name);
	}
}

/* What each dynamic module exports for itself, and lind-boot leaves to it. */
static bool is_own(struct text name)
{
	static const char *const names[] = {
		"memory",	   "signal_callback",	     "__stack_pointer",
		"__tls_base",	   "__get_aligned_tls_size", "__wasm_call_ctors",
		"__wasm_init_tls",
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_is(name, names[i]))
			return true;
	return text_starts(name, "asyncify_") || text_starts(name, "__wasm_apply_");
}

static void taken(struct check *c, const struct wasm_export *e, const struct check_library *by)
{
	char *name = text_shown(e->name);

	if (c->is_library) {
		check_add(c, "export-taken", CHECK_NOTE, e->offset,
			  "'%s' is exported, as by %s: dlopen() can load it, and it cannot be preloaded",
			  name, by->name);
	} else {
		check_add(c, "export-taken", CHECK_ERROR, e->offset, "'%s' is exported, and %s has it", name, by->name);
		check_why(c, "lind-boot ends in a panic at the start: what a program and its libraries export has one "
			     "name each");
		check_cure(c, "rename it, or export it not: leave --export, --export-dynamic and --export-all for it "
			      "out of the link");
	}
	free(name);
}

static bool is_namesake(const struct check *c, const struct check_library *l)
{
	return c->m->has_name && l->m->has_name && text_same(c->m->name, l->m->name);
}

/* Of one name, and exporting mostly the same: a library among those that are given may be the one that is looked at. */
static bool is_itself(const struct check *c, const struct check_library *l)
{
	uint32_t n = 0, same = 0;

	if (!c->is_library || !is_namesake(c, l))
		return false;
	for (uint32_t i = 0; i < c->m->nexports; i++) {
		if (is_own(c->m->exports[i].name))
			continue;
		n++;
		same += find(l, c->m->exports[i].name) != NULL;
	}
	return same * 2 >= n;
}

/* By these names lind-boot knows what to copy for a child or a thread. */
static void check_given_name(struct check *c, const struct check_library *l)
{
	char *name;

	if (!is_namesake(c, l))
		return;
	name = text_shown(c->m->name);
	check_add(c, "module-name-taken", CHECK_ERROR, 0, "the module's name is '%s', and so is %s's", name, l->name);
	check_why(c, "lind-boot finds a running module by its name when it makes a child or a thread, and panics over "
		     "two of one");
	check_cure(c, "link it to a file of another name: that is the module's");
	free(name);
}

void check_given_exports(struct check *c)
{
	for (size_t i = 0; i < c->o.nlibraries; i++) {
		if (is_itself(c, &c->o.libraries[i]))
			return;
		check_given_name(c, &c->o.libraries[i]);
	}
	for (uint32_t i = 0; i < c->m->nexports; i++) {
		const struct wasm_export *e = &c->m->exports[i];
		const struct check_library *by;

		if (!is_own(e->name) && find_given(c, e->name, &by))
			taken(c, e, by);
	}
}
