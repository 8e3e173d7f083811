/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/fs.h"
#include "lind-rust/layout.h"
#include "lind-rust/measure.h"
#include "lind-rust/probe.h"
#include "lind-rust/rust_source.h"

/* What is known of one name: where its probes are. C has `struct stat` and `sigset_t`: both forms are tried. */
struct named {
	char *name;
	enum rs_kind kind;
	struct strv fields; /* of RS_STRUCT: public ones, of all its definitions */
	size_t probe;       /* the first of its probes */
};

struct source {
	char *path;
	struct buf text;
	struct rs_items items;
};

struct measuring {
	const struct lr_overlay *overlay;
	const struct lr_rules *rules;
	struct source *sources;
	size_t nsources;
	struct named *names;
	size_t nnames, names_cap;
	struct lr_probe *probes;
	size_t nprobes, probes_cap;
	struct lr_sizes sizes; /* of Rust's types */
	struct source *numbers; /* of each rule of that kind; NULL text: the crate has no such file */
};

static int named_cmp(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int by_name = strcmp(x->name, y->name);

	return by_name ? by_name : (int)x->kind - (int)y->kind;
}

static struct named *find_named(const struct measuring *m, enum rs_kind kind, const char *name)
{
	struct named key = {.name = (char *)name, .kind = kind};

	return !m->nnames ? NULL : bsearch(&key, m->names, m->nnames, sizeof *m->names, named_cmp);
}

static size_t add_probe(struct measuring *m, char *a, char *b, char *c)
{
	if (m->nprobes == m->probes_cap) {
		m->probes_cap = m->probes_cap ? 2 * m->probes_cap : 4096;
		m->probes = xreallocarray(m->probes, m->probes_cap, sizeof *m->probes);
	}
	m->probes[m->nprobes] = (struct lr_probe){.expr = {a, b, c}};
	return m->nprobes++;
}

/* What C calls a field; the same name where no rule says otherwise. */
static char *c_field(const struct measuring *m, const char *structure, const char *field)
{
	char *full = xasprintf("%s.%s", structure, field);
	const struct lr_rule *rule = lr_rule_of(m->rules, LR_RULE_FIELD, full);

	free(full);
	/* Rust's keywords end in an underscore. */
	if (!rule && lr_ends(field, "_"))
		return xstrndup(field, strlen(field) - 1);
	return xstrdup(rule ? rule->value : field);
}

/* By its tag or by its typedef; of another structure where a rule says so. */
static char *c_structure(const struct measuring *m, const char *name, bool is_typedef)
{
	const struct lr_rule *rule = lr_rule_of(m->rules, LR_RULE_LIKE, name);

	if (rule)
		name = rule->value;
	return is_typedef ? xstrdup(name) : xasprintf("struct %s", name);
}

/* For each field, and first for the structure itself: two probes, by its tag and by its typedef. */
static void probe_struct(struct measuring *m, struct named *n)
{
	for (int f = 0; f < 2; f++) {
		char *c = c_structure(m, n->name, f);

		add_probe(m, xasprintf("sizeof(*(%s *)0)", c), xasprintf("_Alignof(__typeof__(*(%s *)0))", c), NULL);
		free(c);
	}
	for (size_t i = 0; i < n->fields.n; i++)
		for (int f = 0; f < 2; f++) {
			char *c = c_structure(m, n->name, f);
			char *field = c_field(m, n->name, n->fields.v[i]);

			add_probe(m, xasprintf("__builtin_offsetof(%s, %s)", c, field),
				  xasprintf("sizeof(((%s *)0)->%s)", c, field),
				  xasprintf("_Alignof(__typeof__(((%s *)0)->%s))", c, field));
			free(c);
			free(field);
		}
}

static void add_probes(struct measuring *m)
{
	for (size_t i = 0; i < m->nnames; i++) {
		struct named *n = &m->names[i];

		n->probe = m->nprobes;
		if (n->kind == RS_STRUCT)
			probe_struct(m, n);
		else if (n->kind == RS_CONST)
			add_probe(m, xstrdup(n->name), NULL, NULL);
		else
			/* An integer type alone: its size, whether it is signed. 1 is what clang calls an integer. */
			add_probe(m, xasprintf("sizeof(*(%s *)0)", n->name), xasprintf("(%s)-1 < 0", n->name),
				  xasprintf("__builtin_classify_type(*(%s *)0)", n->name));
	}
}

static void note_name(struct measuring *m, const struct source *s, const struct rs_item *item)
{
	struct named *n;
	char *name = rs_text(s->text.data, item->name);

	if (m->nnames == m->names_cap) {
		m->names_cap = m->names_cap ? 2 * m->names_cap : 4096;
		m->names = xreallocarray(m->names, m->names_cap, sizeof *m->names);
	}
	n = &m->names[m->nnames++];
	*n = (struct named){.name = name, .kind = item->kind};
	for (size_t i = 0; i < item->nfields; i++)
		if (item->fields[i].is_pub)
			strv_take(&n->fields, rs_text(s->text.data, item->fields[i].name));
}

/* One entry a name: the fields of several definitions (of branches of cfg) are joined. */
static void unite_names(struct measuring *m)
{
	size_t to = 0;

	if (!m->nnames)
		return;
	qsort(m->names, m->nnames, sizeof *m->names, named_cmp);
	for (size_t i = 0; i < m->nnames; i++) {
		if (!to || named_cmp(&m->names[to - 1], &m->names[i])) {
			struct named *n = &m->names[to++];
			struct strv all = m->names[i].fields;

			*n = m->names[i];
			n->fields = (struct strv){0};
			for (size_t k = 0; k < all.n; k++)
				if (!strv_has(&n->fields, all.v[k]))
					strv_add(&n->fields, all.v[k]);
		} else {
			for (size_t k = 0; k < m->names[i].fields.n; k++)
				if (!strv_has(&m->names[to - 1].fields, m->names[i].fields.v[k]))
					strv_add(&m->names[to - 1].fields, m->names[i].fields.v[k]);
		}
	}
	m->nnames = to;
}

static void read_source(struct source *s, char *path)
{
	memset(s, 0, sizeof *s);
	s->path = path;
	buf_add(&s->text, "", 0);
	if (lr_slurp(s->path, &s->text))
		fatal("read '%s':", s->path);
	rs_scan(&s->items, s->text.data, s->text.len);
}

/* The files of rules "numbers", as they were before anything is changed; of several versions of a crate, one has each. */
static void read_numbers(struct measuring *m, const char *dir)
{
	m->numbers = xreallocarray(NULL, m->rules->n ? m->rules->n : 1, sizeof *m->numbers);
	for (size_t i = 0; i < m->rules->n; i++) {
		char *path;

		m->numbers[i] = (struct source){0};
		if (m->rules->v[i].kind != LR_RULE_NUMBERS)
			continue;
		path = xasprintf("%s/%s", dir, m->rules->v[i].value);
		if (lr_exists(path))
			read_source(&m->numbers[i], path);
		else
			free(path);
	}
}

static void read_sources(struct measuring *m, const char *dir, const struct strv *files)
{
	m->sources = xreallocarray(NULL, files->n, sizeof *m->sources);
	for (size_t i = 0; i < files->n; i++) {
		struct source *s = &m->sources[m->nsources++];

		read_source(s, xasprintf("%s/%s", dir, files->v[i]));
		for (size_t k = 0; k < s->items.n; k++)
			if (s->items.v[k].kind != RS_FN)
				note_name(m, s, &s->items.v[k]);
	}
	unite_names(m);
}

/* ---- what was found ---- */

/* The probes of the form by which C has the structure: 0 its tag, 1 its typedef; -1 where it has none. */
static int c_form(const struct measuring *m, const struct named *n)
{
	return m->probes[n->probe].found ? 0 : m->probes[n->probe + 1].found ? 1 : -1;
}

static const struct lr_probe *field_probe(const struct measuring *m, const struct named *n, int form, const char *field)
{
	for (size_t i = 0; i < n->fields.n; i++)
		if (!strcmp(n->fields.v[i], field))
			return &m->probes[n->probe + 2 + 2 * i + (size_t)form];
	return NULL;
}

static bool is_name(const char *s)
{
	for (; *s; s++)
		if (!isalnum((unsigned char)*s) && *s != '_' && *s != ':')
			return false;
	return true;
}

static bool kept(const struct measuring *m, const char *name)
{
	return lr_rule_of(m->rules, LR_RULE_KEEP, name);
}

/* The integer type of what C has under this name; NULL where it is none. */
static const char *integer_type(const struct measuring *m, const char *name)
{
	static const char *const types[2][4] = {{"u8", "u16", "u32", "u64"}, {"i8", "i16", "i32", "i64"}};
	const struct lr_rule *rule = lr_rule_of(m->rules, LR_RULE_TYPE, name);
	const struct named *n = find_named(m, RS_TYPE, name);
	const struct lr_probe *p = n ? &m->probes[n->probe] : NULL;

	if (rule)
		return rule->value;
	if (!p || !p->found || p->value[2] != 1 || kept(m, name))
		return NULL;
	for (int i = 0; i < 4; i++)
		if (p->value[0] == 1 << i)
			return types[!!p->value[1]][i];
	return NULL;
}

/* ---- the changes ---- */

/* The text with some spans replaced; changes come in the order of the text. */
struct edit {
	struct buf out;
	const char *text;
	size_t at;
	bool changed;
};

static void put(struct edit *e, struct rs_span span, const char *with)
{
	buf_add(&e->out, e->text + e->at, span.from - e->at);
	buf_str(&e->out, with);
	e->at = span.to;
	e->changed = true;
}

/* The value of a constant in a source; NULL where it is not there. */
static char *value_in(const struct source *s, const char *name)
{
	for (size_t i = 0; i < s->items.n; i++) {
		const struct rs_item *item = &s->items.v[i];
		char *other = rs_text(s->text.data, item->name);
		bool same = item->kind == RS_CONST && !strcmp(other, name);

		free(other);
		if (same)
			return rs_text(s->text.data, item->value);
	}
	return NULL;
}

/*
 * The value that a rule "numbers" gives; NULL where none is for this name. -1, which no kernel has, for a number that is
 * not in the rule's file.
 */
static char *number_of(const struct measuring *m, const char *name)
{
	for (size_t i = 0; i < m->rules->n; i++) {
		const struct lr_rule *rule = &m->rules->v[i];
		char *value;

		if (rule->kind != LR_RULE_NUMBERS || !m->numbers[i].path || !lr_starts(name, rule->what))
			continue;
		value = value_in(&m->numbers[i], name);
		return value ? value : xstrdup("-1");
	}
	return NULL;
}

static void change_const(const struct measuring *m, struct edit *e, const struct rs_item *item, const char *name)
{
	const struct named *n = find_named(m, RS_CONST, name);
	char *type = rs_text(e->text, item->type);
	char *value = number_of(m, name);

	if (value) {
		put(e, item->value, value);
		free(value);
	} else if (n && m->probes[n->probe].found && is_name(type) && !kept(m, name)) {
		value = xasprintf("%lldi64 as %s", m->probes[n->probe].value[0], type);
		put(e, item->value, value);
		free(value);
	}
	free(type);
}

static void change_type(const struct measuring *m, struct edit *e, const struct rs_item *item, const char *name)
{
	const char *integer = integer_type(m, name);
	char *type = rs_text(e->text, item->type);
	size_t size, align;

	/* A name that says the same stays: c_int, not i32. */
	if (integer && is_name(type) &&
	    (lr_rule_of(m->rules, LR_RULE_TYPE, name) || !lr_size_of(&m->sizes, type, &size, &align) ||
	     size != (size_t)(atoi(integer + 1) / 8)))
		put(e, item->type, integer);
	free(type);
}

static void change_fn(const struct measuring *m, struct edit *e, const struct rs_item *item, const char *name)
{
	const struct lr_rule *rule = lr_rule_of(m->rules, LR_RULE_LINK, name);
	struct rs_span before = {item->begin, item->begin};
	char *others, *attributes;

	if (!rule)
		return;
	/* Of two names that it is linked by rustc takes the first: the crate's own must go. */
	if (item->attributes.to > item->attributes.from)
		before.from = item->attributes.from;
	others = rs_attributes_without(e->text, item->attributes, "link_name");
	attributes = xasprintf("%s#[link_name = \"%s\"] ", others, rule->value);
	put(e, before, attributes);
	free(others);
	free(attributes);
}

static void change_struct(const struct measuring *m, struct edit *e, const struct rs_item *item, const char *name)
{
	const struct named *n = find_named(m, RS_STRUCT, name);
	int form = n ? c_form(m, n) : -1;
	struct lr_layout layout = {.size = form < 0 ? 0 : (size_t)m->probes[n->probe + (size_t)form].value[0]};
	char *body;

	if (form < 0 || kept(m, name))
		return;
	for (size_t i = 0; i < item->nfields; i++) {
		const struct rs_field *f = &item->fields[i];
		struct lr_layout_field field = {.offset = LR_ANYWHERE};
		const struct lr_probe *p;

		if (!rs_active(e->text, f->attributes, &m->overlay->cfgs))
			continue;
		field.name = rs_text(e->text, f->name);
		field.type = rs_text(e->text, f->type);
		field.is_pub = f->is_pub;
		p = f->is_pub ? field_probe(m, n, form, field.name) : NULL;
		if (p && p->found) {
			field.offset = (size_t)p->value[0];
			field.size = (size_t)p->value[1];
		}
		lr_layout_add(&layout, &field);
	}
	body = lr_layout_fit(&layout, &m->sizes);
	if (body)
		put(e, item->value, body);
	free(body);
}

static void change_source(struct measuring *m, struct source *s)
{
	struct edit e = {.text = s->text.data};

	buf_add(&e.out, "", 0);
	for (size_t i = 0; i < s->items.n; i++) {
		const struct rs_item *item = &s->items.v[i];
		char *name = rs_text(s->text.data, item->name);

		if (item->kind == RS_CONST)
			change_const(m, &e, item, name);
		else if (item->kind == RS_TYPE)
			change_type(m, &e, item, name);
		else if (item->kind == RS_FN)
			change_fn(m, &e, item, name);
		else
			change_struct(m, &e, item, name);
		free(name);
	}
	buf_str(&e.out, s->text.data + e.at);
	if (e.changed && lr_write_if_changed(s->path, e.out.data, e.out.len, NULL))
		fatal("write '%s':", s->path);
	free(e.out.data);
}

/* Rust's own sizes: of aliases as they will be, of structures as C has them. */
static void learn_sizes(struct measuring *m)
{
	for (size_t i = 0; i < m->nsources; i++) {
		const struct source *s = &m->sources[i];

		for (size_t k = 0; k < s->items.n; k++) {
			const struct rs_item *item = &s->items.v[k];
			char *name = rs_text(s->text.data, item->name), *type = rs_text(s->text.data, item->type);
			const struct named *n = find_named(m, item->kind, name);
			const char *integer;

			if (item->kind == RS_TYPE) {
				integer = integer_type(m, name);
				lr_sizes_alias(&m->sizes, name, integer ? integer : type);
			} else if (item->kind == RS_CONST && n && m->probes[n->probe].found) {
				lr_sizes_number(&m->sizes, name, m->probes[n->probe].value[0]);
			} else if (item->kind == RS_STRUCT && n && c_form(m, n) >= 0) {
				const struct lr_probe *p = &m->probes[n->probe + (size_t)c_form(m, n)];

				lr_sizes_struct(&m->sizes, name, (size_t)p->value[0], (size_t)p->value[1]);
			}
			free(name);
			free(type);
		}
	}
	lr_sizes_ready(&m->sizes);
}

void lr_measure(const struct lr_overlay *overlay, const struct lr_rules *rules, const char *dir, const struct strv *files)
{
	struct measuring m = {.overlay = overlay, .rules = rules};
	struct strv headers = {0};
	char *scratch;

	for (size_t i = 0; i < rules->n; i++)
		if (rules->v[i].kind == LR_RULE_HEADER)
			strv_add(&headers, rules->v[i].what);
	read_sources(&m, dir, files);
	read_numbers(&m, dir);
	add_probes(&m);
	/* The copy is an entry of the cache in the making: a directory beside it goes with that, whatever happens. */
	scratch = lr_dir(dir);
	lr_probe_run(overlay->tools, &headers, m.probes, m.nprobes, scratch);
	free(scratch);
	learn_sizes(&m);
	for (size_t i = 0; i < m.nsources; i++)
		change_source(&m, &m.sources[i]);
}
