/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>

#include "lind-rust/archive.h"
#include "lind-rust/fs.h"
#include "lind-rust/objects.h"
#include "lind-rust/wasm.h"

typedef void visitor(void *arg, struct text member, const void *data, size_t size);

/* A thin archive names files relative to its own directory. */
static void visit_file(const char *archive, struct text member, visitor *visit, void *arg)
{
	char *dir = lr_dir(archive), *name = xstrndup(member.s, member.n);
	char *path = *name == '/' ? xstrdup(name) : xasprintf("%s/%s", dir, name);
	struct buf file = {0};

	if (!lr_slurp(path, &file))
		visit(arg, member, file.data, file.len);
	free(file.data);
	free(path);
	free(name);
	free(dir);
}

static void visit_archive(const char *path, const struct buf *file, visitor *visit, void *arg, char **error)
{
	struct archive_member member;
	struct archive a;

	archive_open(&a, file->data, file->len);
	while (archive_next(&a, &member)) {
		if (member.data)
			visit(arg, member.name, member.data, member.size);
		else
			visit_file(path, member.name, visit, arg);
	}
	if (a.error.text[0] && error)
		*error = xasprintf("%s:0x%zx: %s", path, a.error.offset, a.error.text);
}

int lr_each_input(const char *path, visitor *visit, void *arg, char **error)
{
	struct buf file = {0};
	char *message = NULL;

	if (lr_slurp_objects(path, &file))
		message = xasprintf("read '%s': %s", path, strerror(errno));
	else if (archive_is(file.data, file.len))
		visit_archive(path, &file, visit, arg, &message);
	else
		visit(arg, (struct text){"", 0}, file.data, file.len);
	free(file.data);
	if (error)
		*error = message;
	else
		free(message);
	return message ? -1 : 0;
}

void lr_as_object(const void *data, size_t size, struct text member,
		  void (*visit)(void *arg, struct text member, const struct wasm_module *m), void *arg)
{
	struct wasm_module m;

	if (!wasm_is(data, size))
		return;
	if (wasm_read(&m, data, size))
		visit(arg, member, &m);
	wasm_free(&m);
}

struct objects {
	void (*visit)(void *arg, struct text member, const struct wasm_module *m);
	void *arg;
};

static void visit_object(void *arg, struct text member, const void *data, size_t size)
{
	const struct objects *o = arg;

	lr_as_object(data, size, member, o->visit, o->arg);
}

int lr_each_object(const char *path, void (*visit)(void *arg, struct text member, const struct wasm_module *m),
		   void *arg, char **error)
{
	struct objects o = {visit, arg};

	return lr_each_input(path, visit_object, &o, error);
}

static bool is_hash(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if (!((t.s[i] >= '0' && t.s[i] <= '9') || (t.s[i] >= 'a' && t.s[i] <= 'f')))
			return false;
	return t.n == 16;
}

/* "anything.crate.hash-cgu.0.rcgu.o": a codegen unit, as rustc names it whatever its output is called. */
static char *crate_of_unit(struct text file)
{
	const char *end = file.s + file.n, *crate, *dot;

	for (const char *p = file.s; (p = memchr(p, '.', (size_t)(end - p))); p = crate) {
		crate = p + 1;
		dot = memchr(crate, '.', (size_t)(end - crate));
		if (dot && end - dot > 22 && is_hash((struct text){dot + 1, 16}) && !memcmp(dot + 17, "-cgu.", 5))
			return xstrndup(crate, (size_t)(dot - crate));
	}
	return NULL;
}

/* rustc names its files crate-hash.rest and its libraries libcrate-hash.rlib; the hash has 16 hexadecimal digits. */
char *lr_crate_name(struct text file)
{
	char *unit = text_ends(file, ".rcgu.o") ? crate_of_unit(file) : NULL;
	const char *slash = memrchr(file.s, '/', file.n), *end = file.s + file.n;
	const char *name = slash ? slash + 1 : file.s;
	bool library = (text_ends(file, ".rlib") || text_ends(file, ".a")) && end - name > 3 && !memcmp(name, "lib", 3);

	if (unit)
		return unit;
	if (library)
		name += 3;
	if (!library && !text_ends(file, ".o"))
		return NULL;
	for (const char *dash = name + 1; dash + 17 < end; dash++)
		if (*dash == '-' && is_hash((struct text){dash + 1, 16}) && dash[17] == '.')
			return xstrndup(name, (size_t)(dash - name));
	if (text_ends(file, ".rlib"))
		return xstrndup(name, (size_t)(end - name) - strlen(".rlib"));
	return NULL;
}

struct unshared {
	const char *path;
	struct lr_unshared *list;
	size_t n, nrefused;
};

static const char *lacks(const struct wasm_module *m)
{
	bool atomics = wasm_feature(m, "atomics") == '+', bulk = wasm_feature(m, "bulk-memory") == '+';

	if (atomics)
		return bulk ? "" : "bulk-memory";
	return bulk ? "atomics" : "atomics and bulk-memory";
}

static const char *unshared_cure(const char *crate, bool is_rust)
{
	static const char *const std_crates[] = {
		"std", "core", "alloc", "compiler_builtins", "panic_abort", "unwind", "hashbrown", "std_detect", NULL};

	if (!is_rust)
		return "compile it by lind-rust-clang, which turns atomics and bulk-memory on";
	for (size_t i = 0; std_crates[i] && crate; i++)
		if (!strcmp(crate, std_crates[i]))
			return "it is of the toolchain's own std, which was made without threads: build by "
			       "lind-rust-cargo, which uses the std that lind-rust-std has built";
	return "compile it by lind-rust-cargo, which turns atomics and bulk-memory on for every crate";
}

static void note_unshared(void *arg, struct text member, const struct wasm_module *m)
{
	struct unshared *u = arg;
	struct lr_unshared item = {.disallowed = wasm_feature(m, "shared-mem") == '-', .lacks = lacks(m)};

	/* As wasm-ld: an object that says nothing about features is accepted, and so is one without code. */
	if (!item.disallowed && (!*item.lacks || !m->has_features || !m->nbodies))
		return;
	item.file = xstrdup(u->path);
	item.member = member.n ? xstrndup(member.s, member.n) : NULL;
	item.crate = lr_crate_name(member.n ? member : text_of(u->path));
	if (!item.crate)
		item.crate = lr_crate_name(text_of(u->path));
	/* C that a build script compiled lies in a crate's library too, under a name of its own. */
	item.cure = unshared_cure(item.crate, text_ends(member, ".rcgu.o"));
	u->list = xreallocarray(u->list, u->n + 1, sizeof *u->list);
	if (item.disallowed) {
		memmove(u->list + u->nrefused + 1, u->list + u->nrefused, (u->n - u->nrefused) * sizeof *u->list);
		u->list[u->nrefused++] = item;
	} else {
		u->list[u->n] = item;
	}
	u->n++;
}

size_t lr_unshared_members(const char *path, struct lr_unshared **list)
{
	struct unshared u = {.path = path};

	lr_each_object(path, note_unshared, &u, NULL);
	*list = u.list;
	return u.n;
}

void lr_unshared_free(struct lr_unshared *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(list[i].file);
		free(list[i].member);
		free(list[i].crate);
	}
	free(list);
}

/* Symbols of std have its crate's path in them: _ZN3std… of the old mangling, …_3std… of the new one. */
static bool is_of_std(struct text name)
{
	if (text_starts(name, "_R"))
		return text_has(name, "_3std");
	return text_starts(name, "_ZN3std");
}

/* Panics and allocation go through names that std defines, or a program without std: plain ones until 2025. */
static bool is_of_runtime(struct text name)
{
	static const char *const plain[] = {"rust_begin_unwind", "__rust_alloc",       "__rust_dealloc",
					    "__rust_realloc",	 "__rust_start_panic", NULL};

	for (size_t i = 0; plain[i]; i++)
		if (text_is(name, plain[i]))
			return true;
	return text_starts(name, "_R") ? text_has(name, "_7___rustc") : text_starts(name, "_ZN7__rustc");
}

struct rust {
	bool std;
	struct strv wanted, defined; /* of the runtime's names */
};

static void note_rust(void *arg, struct text member, const struct wasm_module *m)
{
	struct rust *r = arg;

	(void)member;
	for (uint32_t i = 0; i < m->nsymbols && !r->std; i++) {
		const struct wasm_symbol *s = &m->symbols[i];

		if (is_of_std(s->name))
			r->std = true;
		else if (is_of_runtime(s->name))
			strv_take(s->flags & WASM_SYM_UNDEFINED ? &r->wanted : &r->defined,
				  xstrndup(s->name.s, s->name.n));
	}
}

static void strv_free(struct strv *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->v[i]);
	free(s->v);
}

bool lr_holds_rust_std(const char *path)
{
	struct rust r = {0};

	lr_each_object(path, note_rust, &r, NULL);
	/* A library without std has a panic handler of its own inside. */
	for (size_t i = 0; i < r.wanted.n && !r.std; i++)
		r.std = !strv_has(&r.defined, r.wanted.v[i]);
	strv_free(&r.wanted);
	strv_free(&r.defined);
	return r.std;
}
