/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parity RULES DIR: writes view.c and view.rs into the current directory, C's and Rust's view of what the sources of the
 * crate libc in DIR describe: a line for each size, alignment, offset and constant. RULES are the overlay's: which sources
 * are measured, by which headers, and what C calls what. Lines that do not compile are for the caller to leave out: each
 * stands for itself.
 */
#include <fnmatch.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/fs.h"
#include "lind-rust/rules.h"
#include "lind-rust/rust_source.h"

static struct lr_rules rules;
static struct strv lines_c, lines_rust;
static size_t below;

static const char *value_of(enum lr_rule_kind kind, const char *name)
{
	const struct lr_rule *rule = lr_rule_of(&rules, kind, name);

	return rule ? rule->value : NULL;
}

static char *c_field(const char *structure, const char *field)
{
	char *full = xasprintf("%s.%s", structure, field);
	const char *other = value_of(LR_RULE_FIELD, full);
	size_t n = strlen(field);

	free(full);
	if (other)
		return xstrdup(other);
	return field[n - 1] == '_' ? xstrndup(field, n - 1) : xstrdup(field);
}

static void add(struct strv *lines, const char *key, char *value)
{
	strv_take(lines, xasprintf("\t{\"%s\", %s},", key, value));
	free(value);
}

static void add_rust(const char *key, char *value)
{
	strv_take(&lines_rust, xasprintf("    (\"%s\", %s),", key, value));
	free(value);
}

static void structure(const char *text, const struct rs_item *item, const char *name)
{
	static const char *const forms[] = {"struct ", ""};
	const char *c = value_of(LR_RULE_LIKE, name);
	char *size = xasprintf("size of %s", name), *align = xasprintf("alignment of %s", name);

	c = c ? c : name;
	add_rust(size, xasprintf("size_of::<libc::%s>() as i64", name));
	add_rust(align, xasprintf("align_of::<libc::%s>() as i64", name));
	for (int f = 0; f < 2; f++) {
		add(&lines_c, size, xasprintf("sizeof(%s%s)", forms[f], c));
		add(&lines_c, align, xasprintf("_Alignof(%s%s)", forms[f], c));
	}
	for (size_t i = 0; i < item->nfields; i++) {
		char *field = rs_text(text, item->fields[i].name), *in_c = c_field(name, field);
		char *at = xasprintf("offset of %s.%s", name, field), *wide = xasprintf("size of %s.%s", name, field);

		if (item->fields[i].is_pub) {
			add_rust(at, xasprintf("offset_of!(libc::%s, %s) as i64", name, field));
			add_rust(wide, xasprintf("field_size(|s: &libc::%s| &raw const s.%s)", name, field));
			for (int f = 0; f < 2; f++) {
				add(&lines_c, at, xasprintf("__builtin_offsetof(%s%s, %s)", forms[f], c, in_c));
				add(&lines_c, wide, xasprintf("sizeof(((%s%s *)0)->%s)", forms[f], c, in_c));
			}
		}
		free(field);
		free(in_c);
		free(at);
		free(wide);
	}
	free(size);
	free(align);
}

static void constant(const char *name)
{
	char *key = xasprintf("value of %s", name);

	add_rust(key, xasprintf("libc::%s as i64", name));
	add(&lines_c, key, xasprintf("(long long)(%s)", name));
	free(key);
}

static void type(const char *name)
{
	char *key = xasprintf("size of %s", name);

	add_rust(key, xasprintf("size_of::<libc::%s>() as i64", name));
	add(&lines_c, key, xasprintf("sizeof(%s)", name));
	free(key);
}

static int is_measured(const char *file)
{
	for (size_t i = 0; i < rules.n; i++)
		if (rules.v[i].kind == LR_RULE_MEASURE && !fnmatch(rules.v[i].what, file, 0))
			return 1;
	return 0;
}

static int visit(const char *path, const struct stat *st, int what, struct FTW *ftw)
{
	struct rs_items items = {0};
	struct buf b = {0};

	(void)st, (void)ftw;
	if (what != FTW_F || !is_measured(path + below))
		return 0;
	if (lr_slurp(path, &b))
		fatal("read '%s':", path);
	rs_scan(&items, b.data, b.len);
	for (size_t i = 0; i < items.n; i++) {
		char *name = rs_text(b.data, items.v[i].name);

		if (items.v[i].kind == RS_STRUCT)
			structure(b.data, &items.v[i], name);
		else if (items.v[i].kind == RS_CONST)
			constant(name);
		else if (items.v[i].kind == RS_TYPE)
			type(name);
		free(name);
	}
	rs_free(&items);
	free(b.data);
	return 0;
}

/* One of each: a crate describes a structure again for each branch of a cfg. */
static void write_lines(FILE *f, struct strv *lines)
{
	qsort(lines->v, lines->n, sizeof *lines->v, strv_cmp);
	for (size_t i = 0; i < lines->n; i++)
		if (!i || strcmp(lines->v[i - 1], lines->v[i]))
			fprintf(f, "%s\n", lines->v[i]);
}

static FILE *create(const char *path)
{
	FILE *f = fopen(path, "w");

	if (!f)
		fatal("write '%s':", path);
	return f;
}

static void write_c(void)
{
	FILE *f = create("view.c");

	fputs("#define _GNU_SOURCE 1\n", f);
	for (size_t i = 0; i < rules.n; i++)
		if (rules.v[i].kind == LR_RULE_HEADER)
			fprintf(f, "#if __has_include(<%s>)\n#include <%s>\n#endif\n", rules.v[i].what, rules.v[i].what);
	fputs("const struct { const char *what; long long value; } c_view[] = {\n", f);
	write_lines(f, &lines_c);
	fputs("\t{0, 0},\n};\n", f);
	if (fclose(f))
		fatal("write 'view.c':");
}

static void write_rust(void)
{
	FILE *f = create("view.rs");

	fputs("pub const VIEW: &[(&str, i64)] = &[\n", f);
	write_lines(f, &lines_rust);
	fputs("];\n", f);
	if (fclose(f))
		fatal("write 'view.rs':");
}

int main(int argc, char **argv)
{
	lr_program(argv[0]);
	if (argc != 3)
		fatal("usage: parity RULES DIR");
	lr_rules_read(&rules, argv[1]);
	below = strlen(argv[2]) + 1;
	if (nftw(argv[2], visit, 16, FTW_PHYS))
		fatal("read directory '%s':", argv[2]);
	write_c();
	write_rust();
	return 0;
}
