/* SPDX-License-Identifier: Apache-2.0 */
/* One function, two types: wasm-ld warns, or clang has not, and the call becomes a trap. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/linkmsg.h"
#include "lind-rust/wasm.h"
#include "lint_internal.h"

/* What a value of WebAssembly is in the languages, on wasm32. */
static const char *in_languages(char letter)
{
	switch (letter) {
	case 'i':
		return "i32 (in C int, long, size_t, a pointer; in Rust i32, u32, usize, c_long, a pointer)";
	case 'j':
		return "i64 (in C long long, int64_t; in Rust i64, u64)";
	case 'f':
		return "f32 (in C float; in Rust f32)";
	case 'd':
		return "f64 (in C double; in Rust f64)";
	default:
		return wasm_value_name(letter);
	}
}

/* Where the two types part, which is what there is to change in one of the sources. */
static void explain_difference(const char *a, const char *b)
{
	size_t na = strcspn(a, ">"), nb = strcspn(b, ">");

	if (na != nb) {
		hint("one has %zu parameter%s, the other %zu: declare it with the same ones. A struct by value and "
		     "'...' add a pointer (in Rust a struct needs #[repr(C)]),",
		     na, na == 1 ? "" : "s", nb);
		hint("and so does a result that is a struct, of 128 bits or a long double, in front; a parameter of "
		     "these is two i64");
		return;
	}
	for (size_t i = 0; i < na; i++) {
		if (a[i] == b[i])
			continue;
		hint("parameter %zu is %s in one,", i + 1, in_languages(a[i]));
		hint("and %s in the other: declare it alike", in_languages(b[i]));
		return;
	}
	if (!a[na + 1] != !b[nb + 1])
		hint("one returns a value, the other does not: declare it alike");
	else if (a[na + 1] != b[nb + 1]) {
		hint("it returns %s in one,", in_languages(a[na + 1]));
		hint("and %s in the other: declare it alike", in_languages(b[nb + 1]));
	}
}

static void print_place(const struct lint_place *p, const char *type)
{
	char *words = lint_place_words(p);
	const char *how = p->defined ? "defined as" : p->called ? "called as" : "declared as";

	hint("%s %s in %s", p->found ? how : "has type", type, words);
	free(words);
}

/* ">>> defined as (i32) -> i32 in file": both parts; false at another line. */
static bool read_side(const char *line, size_t n, struct text *type, struct text *file)
{
	static const char lead[] = ">>> defined as ";
	const char *in;

	if (n < sizeof lead || memcmp(line, lead, sizeof lead - 1))
		return false;
	line += sizeof lead - 1;
	n -= sizeof lead - 1;
	in = memmem(line, n, " in ", 4);
	if (!in)
		return false;
	*type = (struct text){line, (size_t)(in - line)};
	*file = (struct text){in + 4, n - type->n - 4};
	return true;
}

/* The two sides of a message. */
struct mismatch {
	struct text function;
	struct lint_place places[2];
	char *types[2];
	size_t n;
	char *elsewhere; /* the type of a side that is in none of the files, compiled in the same call; or NULL */
};

static struct mismatch read_mismatch(struct text function, const char *details, size_t n)
{
	struct mismatch m = {.function = function};
	struct text file, type;

	for (const char *end; n && m.n < 2; n -= (size_t)(end - details), details = end) {
		const char *newline = memchr(details, '\n', n);

		end = newline ? newline + 1 : details + n;
		if (!read_side(details, newline ? (size_t)(newline - details) : n, &type, &file))
			continue;
		m.types[m.n] = xstrndup(type.s, type.n);
		m.places[m.n++] = lint_place(file);
	}
	return m;
}

static void free_mismatch(struct mismatch *m)
{
	for (size_t i = 0; i < m->n; i++) {
		lint_place_free(&m->places[i]);
		free(m->types[i]);
	}
	free(m->elsewhere);
}

static char *type_words(const char *signature)
{
	struct buf b = {0};

	wasm_signature_show(&b, signature);
	return b.data;
}

/* configure and CMake ask whether there is a function by a program that calls it as char f(void), and never runs. */
static bool is_probe(const struct lr_lint *lint, const struct mismatch *m)
{
	static const char *const files[] = {"conftest", "cmTC_", "meson-private", NULL};

	for (size_t i = 0; i < m->n && m->n == 2; i++) {
		if (strcmp(m->types[i], "() -> i32"))
			continue;
		if (lr_starts(m->places[1 - i].path, lint->system))
			return true;
		for (size_t k = 0; files[k]; k++)
			if (strstr(m->places[i].path, files[k]))
				return true;
	}
	return false;
}

/* Of bitcode wasm-ld knows types when all has become one object, lto.tmp, and names that or the wrong file. */
static void look_up_sides(const struct lr_lint *lint, struct mismatch *m)
{
	struct mismatch found = {.function = m->function};
	bool all = m->n == 2;

	for (size_t i = 0; i < m->n; i++) {
		lint_look_up(&m->places[i], m->function);
		all &= m->places[i].found;
	}
	if (all)
		return;
	found.n = lint_sides(lint, m->function, found.places);
	if (!found.n)
		return;
	for (size_t i = 0; i < found.n; i++)
		found.types[i] = type_words(found.places[i].signature);
	if (found.n == 1 && m->elsewhere)
		found.elsewhere = xstrdup(m->elsewhere);
	for (size_t i = 0; i < m->n && found.n == 1 && !found.elsewhere; i++)
		if (strcmp(m->types[i], found.types[0]))
			found.elsewhere = xstrdup(m->types[i]);
	free_mismatch(m);
	*m = found;
}

static void explain(const struct lr_lint *lint, struct mismatch *m)
{
	bool cast = !m->n, called;
	char *name = text_shown(m->function);

	look_up_sides(lint, m);
	called = cast && m->n < 2;
	for (size_t i = 0; i < m->n; i++)
		called |= m->places[i].called;
	warn(called ? "'%s' is called by a type that it does not have: the call would be a trap at run time"
		    : "'%s' is declared with two types: the call would be a trap at run time",
	     name);
	/* The definition first: it is mostly the other side that is wrong. */
	for (size_t i = 0; i < m->n; i++) {
		size_t k = m->n == 2 && m->places[1].defined && !m->places[0].defined ? 1 - i : i;

		print_place(&m->places[k], m->types[k]);
	}
	if (m->elsewhere)
		hint(cast ? "called as %s: a cast of a function's address does not change what it takes"
			  : "declared as %s in another file: declare it alike",
		     m->elsewhere);
	if (m->n == 2 && m->places[0].signature && m->places[1].signature)
		explain_difference(m->places[0].signature, m->places[1].signature);
	free(name);
}

uint32_t lint_function(const struct wasm_module *m, const char *lead, struct text name)
{
	size_t at = m->func_names.pos, n = strlen(lead);
	struct text found;
	uint32_t index;

	while (wasm_name_next(m, &m->func_names, &at, &index, &found))
		if (text_starts(found, lead) && text_same((struct text){found.s + n, found.n - n}, name))
			return index;
	return WASM_NONE;
}

/*
 * The functions that wasm-ld has put in the place of calls have names of their own; unused ones are not there. Without
 * names there is no telling.
 */
static bool is_called(const struct wasm_module *m, struct text function)
{
	return !m->func_names.count || lint_function(m, "signature_mismatch:", function) != WASM_NONE;
}

struct text lint_invalid_call(struct text name)
{
	static const char lead[] = ".L", tail[] = "_bitcast_invalid";
	const char *at = text_starts(name, lead) ? memmem(name.s, name.n, tail, sizeof tail - 1) : NULL;

	/* Behind it may stand a number, where there are several. */
	return at ? (struct text){name.s + strlen(lead), (size_t)(at - name.s) - strlen(lead)} : (struct text){NULL, 0};
}

/*
 * A call that clang could not make fit: through a cast, or of a function that another file of bitcode has by another
 * type. The linker has seen nothing of it.
 */
static size_t explain_invalid_calls(const struct lr_lint *lint, const struct wasm_module *m)
{
	size_t at = m->func_names.pos;
	struct strv told = {0};
	struct text name;
	uint32_t index;

	while (wasm_name_next(m, &m->func_names, &at, &index, &name)) {
		struct mismatch found = {.function = lint_invalid_call(name)};
		char *function;

		if (!found.function.s)
			continue;
		function = xstrndup(found.function.s, found.function.n);
		if (strv_has(&told, function)) {
			free(function);
			continue;
		}
		strv_take(&told, function);
		found.elsewhere = type_words(wasm_func_signature(m, index));
		explain(lint, &found);
		free_mismatch(&found);
	}
	return told.n;
}

size_t lint_signatures(const struct lr_lint *lint, const char *said, const struct wasm_module *m)
{
	/* Of a shared library's function it is an error, and there is no output. */
	const char *words = m ? "function signature mismatch: " : "error: function signature mismatch: ";
	size_t n = 0;

	for (size_t at = 0, len, all = strlen(said); at < all; at += len) {
		const char *message = said + at, *name, *end;
		struct mismatch found;

		len = lr_link_message_length(message, all - at);
		name = memmem(message, len, words, strlen(words));
		if (!name || lr_link_message_is_known(message, len))
			continue;
		name += strlen(words);
		end = memchr(name, '\n', len - (size_t)(name - message));
		if (!end || (m && !is_called(m, (struct text){name, (size_t)(end - name)})))
			continue;
		found = read_mismatch((struct text){name, (size_t)(end - name)}, end + 1,
				      len - (size_t)(end + 1 - message));
		if (!is_probe(lint, &found)) {
			explain(lint, &found);
			n++;
		}
		free_mismatch(&found);
	}
	return n + (m ? explain_invalid_calls(lint, m) : 0);
}
