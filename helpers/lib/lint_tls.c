/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A variable that is thread-local in one file and not in another. wasm-ld refuses the one way round and says nothing of
 * the other, in which the program reads and writes some other place in memory.
 */
#include <stdlib.h>
#include <string.h>

#include "lind-rust/fs.h"
#include "lind-rust/objects.h"
#include "lind-rust/wasm.h"
#include "lint_internal.h"

/* The files are mostly wrong in the same way. */
enum { EXPLAINED = 3 };

struct variable {
	char *name, *place; /* of the first file that has it as thread-local */
	bool told;
};

struct variables {
	struct variable *v;
	size_t n, told;
	const char *path;
	bool thread_local_only;
};

static struct variable *find(struct variables *all, struct text name)
{
	for (size_t i = 0; i < all->n; i++)
		if (text_is(name, all->v[i].name))
			return &all->v[i];
	return NULL;
}

static void add(struct variables *all, struct text name, char *place)
{
	all->v = xreallocarray(all->v, all->n + 1, sizeof *all->v);
	all->v[all->n++] = (struct variable){xstrndup(name.s, name.n), place, false};
}

static void tell(struct variables *all, struct variable *v, const char *other)
{
	char *shown = text_shown(text_of(v->name));

	/* Those that were collected are thread-local. */
	warn("'%s' is thread-local in %s and not in %s: they would use two places in memory", shown, v->place, other);
	hint("declare it alike, in a header that both include (_Thread_local; in C++ thread_local)");
	free(shown);
	v->told = true;
	all->told++;
}

/* Names of Rust and C++ come from one source, or differ. */
static bool is_of_c(const struct wasm_symbol *s)
{
	return s->kind == WASM_SYM_DATA && !(s->flags & WASM_SYM_LOCAL) && s->name.n && !text_starts(s->name, "_Z") &&
	       !text_starts(s->name, "_R") && !text_starts(s->name, ".");
}

static void collect(struct variables *all, const struct wasm_symbol *s, struct text member)
{
	if (s->flags & WASM_SYM_TLS && !find(all, s->name))
		add(all, s->name, lint_place_name(all->path, member));
	/* Who declares it without the header. */
	else if (text_is(s->name, "errno") && !find(all, s->name))
		add(all, s->name, xstrdup("the C library (<errno.h>)"));
}

static void hold_to_that(struct variables *all, const struct wasm_symbol *s, struct text member)
{
	struct variable *v = s->flags & WASM_SYM_TLS ? NULL : find(all, s->name);
	char *place;

	if (!v || v->told || all->told == EXPLAINED)
		return;
	place = lint_place_name(all->path, member);
	tell(all, v, place);
	free(place);
}

/* First what is thread-local is collected, of the few files that have such; then all are held to that. */
static void look(void *arg, struct text member, const struct wasm_module *m)
{
	struct variables *all = arg;

	for (uint32_t i = 0; i < m->nsymbols; i++)
		if (is_of_c(&m->symbols[i]))
			(all->thread_local_only ? collect : hold_to_that)(all, &m->symbols[i], member);
}

static bool is_system(const struct lr_lint *lint, const char *path)
{
	return lint->system && lr_starts(path, lint->system);
}

size_t lint_thread_locals(const struct lr_lint *lint)
{
	struct variables all = {.thread_local_only = true};

	for (size_t i = 0; i < lint->files.n; i++) {
		all.path = lint->files.v[i];
		if (!is_system(lint, all.path))
			lr_each_object(all.path, look, &all, NULL);
	}
	all.thread_local_only = false;
	for (size_t i = 0; i < lint->files.n && all.n; i++) {
		all.path = lint->files.v[i];
		if (!is_system(lint, all.path))
			lr_each_object(all.path, look, &all, NULL);
	}
	for (size_t i = 0; i < all.n; i++) {
		free(all.v[i].name);
		free(all.v[i].place);
	}
	free(all.v);
	return all.told;
}
