/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <errno.h>

#include "lind-rust/archive.h"
#include "lind-rust/fs.h"
#include "lind-rust/objects.h"
#include "lind-rust/wasm.h"

typedef void visitor(void *arg, struct text member, const struct wasm_module *m);

static void visit_bytes(const void *data, size_t size, struct text member, visitor *visit, void *arg)
{
	struct wasm_module m;

	if (!wasm_is(data, size))
		return;
	if (wasm_read(&m, data, size))
		visit(arg, member, &m);
	wasm_free(&m);
}

/* A thin archive names files relative to its own directory. */
static void visit_file(const char *archive, struct text member, visitor *visit, void *arg)
{
	char *dir = lr_dir(archive), *name = xstrndup(member.s, member.n);
	char *path = *name == '/' ? xstrdup(name) : xasprintf("%s/%s", dir, name);
	struct buf file = {0};

	if (!lr_slurp(path, &file))
		visit_bytes(file.data, file.len, member, visit, arg);
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
			visit_bytes(member.data, member.size, member.name, visit, arg);
		else
			visit_file(path, member.name, visit, arg);
	}
	if (a.error.text[0] && error)
		*error = xasprintf("%s:0x%zx: %s", path, a.error.offset, a.error.text);
}

int lr_each_object(const char *path, visitor *visit, void *arg, char **error)
{
	struct buf file = {0};
	char *message = NULL;

	if (lr_slurp(path, &file))
		message = xasprintf("read '%s': %s", path, strerror(errno));
	else if (archive_is(file.data, file.len))
		visit_archive(path, &file, visit, arg, &message);
	else
		visit_bytes(file.data, file.len, (struct text){"", 0}, visit, arg);
	free(file.data);
	if (error)
		*error = message;
	else
		free(message);
	return message ? -1 : 0;
}

static bool is_hash(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if (!((t.s[i] >= '0' && t.s[i] <= '9') || (t.s[i] >= 'a' && t.s[i] <= 'f')))
			return false;
	return t.n == 16;
}

/* rustc names its files crate-hash.rest and its libraries libcrate-hash.rlib; the hash has 16 hexadecimal digits. */
char *lr_crate_name(struct text file)
{
	const char *slash = memrchr(file.s, '/', file.n), *end = file.s + file.n;
	const char *name = slash ? slash + 1 : file.s;
	bool library = (text_ends(file, ".rlib") || text_ends(file, ".a")) && end - name > 3 && !memcmp(name, "lib", 3);

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

static const char *unshared_cure(const char *crate)
{
	static const char *const std_crates[] = {"std",	 "core",      "alloc",	   "compiler_builtins", "panic_abort",
						 "unwind", "hashbrown", "std_detect", NULL};

	if (!crate)
		return "compile it by lind-rust-clang, which turns atomics and bulk-memory on";
	for (size_t i = 0; std_crates[i]; i++)
		if (!strcmp(crate, std_crates[i]))
			return "it is of the toolchain's own std, which was made without threads: build by lind-rust-cargo, which "
			       "uses the std that lind-rust-std has built";
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
	item.cure = unshared_cure(item.crate);
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

/*
 * Symbols of std, whose crate path is in them: of the old mangling (_ZN3std…), and of the new one (…_3std…, where a
 * disambiguator ends in '_'). Panics and allocation go through names in "__rustc", which std defines; before 2025 they
 * were plain names.
 */
static bool is_of_std(struct text name)
{
	static const char *const plain[] = {"rust_begin_unwind", "__rust_alloc", "__rust_dealloc", "__rust_realloc",
					    "__rust_start_panic", "rust_panic", NULL};

	for (size_t i = 0; plain[i]; i++)
		if (text_is(name, plain[i]))
			return true;
	if (text_starts(name, "_R"))
		return text_has(name, "_3std") || text_has(name, "_7___rustc");
	return text_starts(name, "_ZN3std") || text_starts(name, "_ZN7__rustc");
}

static void note_std(void *arg, struct text member, const struct wasm_module *m)
{
	bool *found = arg;

	(void)member;
	for (uint32_t i = 0; i < m->nsymbols && !*found; i++)
		*found = is_of_std(m->symbols[i].name);
}

bool lr_holds_rust_std(const char *path)
{
	bool found = false;

	lr_each_object(path, note_std, &found, NULL);
	return found;
}
