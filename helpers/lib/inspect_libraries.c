/* SPDX-License-Identifier: Apache-2.0 */
/* For --check: the modules that a dynamic one is loaded with. */
#include <stdlib.h>
#include <string.h>

#include "inspect.h"
#include "lind-rust/fs.h"

/* Kept until the program's end: all names point into it. */
struct inspect_library {
	char *path;
	struct buf bytes;
	struct wasm_module m;
};

static void add(struct inspect_libraries *l, const char *path)
{
	struct inspect_library *read = xreallocarray(NULL, 1, sizeof *read);

	*read = (struct inspect_library){.path = xstrdup(path)};
	if (lr_slurp(path, &read->bytes))
		fatal("read '%s':", path);
	wasm_read(&read->m, read->bytes.data, read->bytes.len);
	if (check_is_precompiled(&read->m))
		fatal_hint("name the module that it was made from", "'%s' is precompiled: what it exports cannot be read", path);
	if (read->m.error.text[0] || !read->m.dylink.present)
		fatal_hint("name what lind-rust-clang -shared or a CDYLIB makes", "'%s' is no shared library%s%s", path,
			   read->m.error.text[0] ? ": " : "", read->m.error.text);
	l->read = xreallocarray(l->read, l->n + 1, sizeof(struct inspect_library *));
	l->v = xreallocarray(l->v, l->n + 1, sizeof *l->v);
	l->read[l->n] = read;
	check_library_open(&l->v[l->n++], lr_base(read->path), &read->m);
}

/* Where nobody has named a lind-wasm, nothing is known; a sysroot without libc.so is none of dynamic programs. */
static char *libc_of(struct lr_tools *tools)
{
	char *path;

	if (!lr_tool_named(tools, LR_SYSROOT) && !lr_tool_named(tools, LR_LIND_ROOT))
		return NULL;
	if (!lr_find(tools, LR_SYSROOT))
		return NULL;
	path = xasprintf("%s/lib/wasm32-wasi/libc.so", tools->path[LR_SYSROOT]);
	if (lr_exists(path))
		return path;
	free(path);
	return NULL;
}

void inspect_libraries_for(struct check_options *options, struct inspect_libraries *l, struct lr_tools *tools,
			   const struct strv *preloads)
{
	char *libc = l->looked_for ? NULL : libc_of(tools), *libm;

	if (!libc && !l->looked_for && preloads->n)
		fatal_hint("say by --sysroot or LIND_WASM_ROOT which lind it is; its sysroot must have its shared libraries",
			   "--preload: there is no libc.so of lind, which comes first");
	l->looked_for = true;
	if (libc) {
		add(l, libc);
		libm = xasprintf("%s/lib/wasm32-wasi/libm.so", tools->path[LR_SYSROOT]);
		if (lr_exists(libm))
			add(l, libm);
		free(libm);
		for (size_t i = 0; i < preloads->n; i++)
			add(l, preloads->v[i]);
	}
	free(libc);
	options->libraries = l->v;
	options->nlibraries = l->n;
}

void inspect_libraries_free(struct inspect_libraries *l)
{
	for (size_t i = 0; i < l->n; i++) {
		check_library_free(&l->v[i]);
		wasm_free(&l->read[i]->m);
		free(l->read[i]->bytes.data);
		free(l->read[i]->path);
		free(l->read[i]);
	}
	free(l->v);
	free(l->read);
}
