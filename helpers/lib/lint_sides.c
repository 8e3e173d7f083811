/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who has a function by which type. Bitcode (-flto) does not tell in words of WebAssembly: what has the function's name
 * in it is compiled to an object, beside the output, which is removed when it has been read.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lind-rust/ending.h"
#include "lind-rust/file_kind.h"
#include "lind-rust/fs.h"
#include "lind-rust/objects.h"
#include "lind-rust/proc.h"
#include "lind-rust/wasm.h"
#include "lint_internal.h"

struct search {
	const struct lr_lint *lint;
	const char *path;
	struct text function;
	char *dir; /* for what is compiled; NULL until there is something */
	struct lint_place *v;
	size_t n;
};

static bool make_directory(struct search *s)
{
	if (s->dir)
		return true;
	s->dir = lr_stage(s->lint->output);
	if (!mkdir(s->dir, 0700))
		return true;
	lr_spare(s->dir);
	free(s->dir);
	s->dir = NULL;
	return false;
}

static void remove_directory(struct search *s)
{
	if (!s->dir)
		return;
	lr_remove_tree(s->dir);
	lr_spare(s->dir);
	free(s->dir);
}

/* False where it cannot be compiled: bitcode of a newer LLVM, or none. */
static bool compile(struct search *s, const void *data, size_t size, struct buf *object)
{
	struct buf said = {0};
	struct lr_child c = {.in = LR_INHERIT, .out = LR_INHERIT, .err = LR_INHERIT};
	struct strv argv = {0};
	char *from, *to;
	bool done;

	if (!s->lint->compile.n || !make_directory(s))
		return false;
	from = xasprintf("%s/bitcode", s->dir);
	to = xasprintf("%s/object", s->dir);
	for (size_t i = 0; i < s->lint->compile.n; i++)
		strv_add(&argv, s->lint->compile.v[i]);
	strv_add(&argv, from);
	strv_add(&argv, "-o");
	strv_add(&argv, to);
	c.argv = &argv;
	done = !lr_write_if_changed(from, data, size, NULL) && !lr_capture(&c, &said, true) && !lr_slurp(to, object);
	free(said.data);
	free(argv.v);
	return done;
}

/* The place takes its strings along. */
static void add(struct search *s, struct lint_place p)
{
	s->v = xreallocarray(s->v, s->n + 1, sizeof *s->v);
	s->v[s->n++] = p;
}

/* The function that clang puts in the place of a call by a type that the function does not have. */
static const struct wasm_symbol *find_invalid_call(const struct wasm_module *m, struct text function)
{
	for (uint32_t i = 0; i < m->nsymbols; i++) {
		const struct wasm_symbol *symbol = &m->symbols[i];
		struct text called =
			symbol->kind == WASM_SYM_FUNC ? lint_invalid_call(symbol->name) : (struct text){NULL, 0};

		if (called.s && text_same(called, function))
			return symbol;
	}
	return NULL;
}

static void look(void *arg, struct text member, const struct wasm_module *m)
{
	struct search *s = arg;
	struct lint_place p = lint_place_of(s->path, member);
	const struct wasm_symbol *call = find_invalid_call(m, s->function);

	lint_look_in(&p, s->function, m);
	if (p.found)
		add(s, p);
	else
		lint_place_free(&p);
	if (!call)
		return;
	p = lint_place_of(s->path, member);
	p.found = p.called = true;
	p.signature = xstrdup(wasm_func_signature(m, call->index));
	add(s, p);
}

static void visit(void *arg, struct text member, const void *data, size_t size)
{
	struct search *s = arg;
	struct buf object = {0};

	if (lr_is_bitcode(data, size) && memmem(data, size, s->function.s, s->function.n) &&
	    compile(s, data, size, &object)) {
		data = object.data;
		size = object.len;
	}
	lr_as_object(data, size, member, look, s);
	free(object.data);
}

size_t lint_sides(const struct lr_lint *lint, struct text function, struct lint_place sides[2])
{
	struct search s = {.lint = lint, .function = function};
	size_t first = 0, second;

	for (size_t i = 0; i < lint->files.n; i++) {
		s.path = lint->files.v[i];
		lr_each_input(s.path, visit, &s, NULL);
	}
	remove_directory(&s);
	while (first < s.n && !s.v[first].defined)
		first++;
	if (first == s.n)
		first = 0;
	for (second = 0; second < s.n && !strcmp(s.v[second].signature, s.v[first].signature);)
		second++;
	for (size_t i = 0; i < s.n; i++) {
		if (i == first)
			sides[0] = s.v[i];
		else if (i == second)
			sides[1] = s.v[i];
		else
			lint_place_free(&s.v[i]);
	}
	free(s.v);
	return s.n ? 1 + (second < s.n) : 0;
}
