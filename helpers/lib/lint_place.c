/* SPDX-License-Identifier: Apache-2.0 */
/* The files that wasm-ld names, and what they say of a function. */
#include <stdlib.h>
#include <string.h>

#include "lind-rust/fs.h"
#include "lind-rust/objects.h"
#include "lind-rust/wasm.h"
#include "lint_internal.h"

struct lint_place lint_place(struct text file)
{
	struct lint_place p = {.path = xstrndup(file.s, file.n)};
	char *open = strrchr(p.path, '(');

	/* A parenthesis may be a path's own. */
	if (file.n && file.s[file.n - 1] == ')' && open && !lr_exists(p.path)) {
		p.member = xstrndup(open + 1, strlen(open) - 2);
		*open = '\0';
	}
	if (p.member)
		p.crate = lr_crate_name(text_of(p.member));
	if (!p.crate)
		p.crate = lr_crate_name(text_of(p.path));
	return p;
}

void lint_place_free(struct lint_place *p)
{
	free(p->path);
	free(p->member);
	free(p->crate);
	free(p->signature);
}

void lint_look_in(struct lint_place *p, struct text function, const struct wasm_module *m)
{
	/* A shared library's symbols are its exports. */
	for (uint32_t i = 0; i < m->nexports && m->dylink.present; i++) {
		const struct wasm_export *e = &m->exports[i];

		if (e->kind != WASM_FUNC || !text_same(e->name, function))
			continue;
		p->found = p->defined = true;
		p->signature = xstrdup(wasm_func_signature(m, e->index));
		return;
	}
	for (uint32_t i = 0; i < m->nsymbols; i++) {
		const struct wasm_symbol *s = &m->symbols[i];

		if (s->kind != WASM_SYM_FUNC || s->flags & WASM_SYM_LOCAL || !text_same(s->name, function))
			continue;
		p->found = true;
		p->defined = !(s->flags & WASM_SYM_UNDEFINED);
		p->signature = xstrdup(wasm_func_signature(m, s->index));
		return;
	}
}

struct look {
	struct lint_place *place;
	struct text function;
};

static void look(void *arg, struct text member, const struct wasm_module *m)
{
	struct look *l = arg;

	if (!l->place->found && (!l->place->member || text_is(member, l->place->member)))
		lint_look_in(l->place, l->function, m);
}

void lint_look_up(struct lint_place *p, struct text function)
{
	struct look l = {p, function};

	lr_each_object(p->path, look, &l, NULL);
}

struct lint_place lint_place_of(const char *path, struct text member)
{
	struct lint_place p = {.path = xstrdup(path), .member = member.n ? xstrndup(member.s, member.n) : NULL};

	p.crate = lr_crate_name(member.n ? member : text_of(path));
	return p;
}

char *lint_place_name(const char *path, struct text member)
{
	struct lint_place p = lint_place_of(path, member);
	char *words = lint_place_words(&p);

	lint_place_free(&p);
	return words;
}

char *lint_place_words(const struct lint_place *p)
{
	struct buf b = {0};

	if (p->member) {
		buf_char(&b, '\'');
		text_show(&b, text_of(p->member));
		buf_str(&b, "' of ");
	}
	buf_char(&b, '\'');
	text_show(&b, text_of(p->path));
	buf_char(&b, '\'');
	if (p->crate) {
		buf_str(&b, ", crate '");
		text_show(&b, text_of(p->crate));
		buf_char(&b, '\'');
	}
	return b.data;
}
