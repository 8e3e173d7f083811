/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <unistd.h>

#include "lind-rust/cache.h"
#include "lind-rust/fs.h"
#include "lind-rust/shared_libs.h"
#include "lind-rust/wasm.h"

char *lr_shared_file(struct lr_tools *t, const char *name)
{
	char *path = xasprintf("%s/lib/wasm32-wasi/%s", lr_need(t, LR_SYSROOT), name);

	if (access(path, R_OK))
		fatal_hint(t->standin ? "set LIND_WASM_ROOT to a built lind-wasm: the stand-in has no shared C library; or link with "
					"LINKAGE static"
				      : "build lind-wasm's sysroot with its shared libraries again, or link with LINKAGE static",
			   "a dynamic program cannot be linked: there is no '%s'", path);
	return path;
}

/* Where setjmp is used: lind-boot defines it, for all modules of a program. */
static const char tag[] = "__c_longjmp";

/* Not what wasm-ld makes of every module, nor what each has for itself. */
static bool is_of_interface(const struct wasm_export *e)
{
	return e->kind == WASM_FUNC && !text_starts(e->name, "__wasm_") && !text_is(e->name, "__get_aligned_tls_size");
}

static void write_stub(const char *library, const char *stub)
{
	struct buf bytes = {0}, text = {0};
	struct wasm_module m;

	if (lr_slurp(library, &bytes) || !wasm_read(&m, bytes.data, bytes.len))
		fatal_hint("build lind-wasm's sysroot again", "'%s' cannot be read as a module", library);
	buf_printf(&text, "#STUB\n%s\n", tag);
	for (uint32_t i = 0; i < m.nexports; i++)
		if (is_of_interface(&m.exports[i]))
			buf_printf(&text, "%.*s\n", (int)m.exports[i].name.n, m.exports[i].name.s);
	if (lr_write_if_changed(stub, text.data, text.len, NULL))
		fatal("write '%s':", stub);
	wasm_free(&m);
	free(bytes.data);
	free(text.data);
}

char *lr_shared_stub(struct lr_tools *t)
{
	char *library = lr_shared_file(t, "libm.so"), *made;
	struct lr_entry entry;
	struct buf m = {0};

	lr_key_add_stat(&m, "library", library);
	lr_key_add(&m, "tag", tag);
	lr_cache_open(&entry, lr_need(t, LR_CACHE), "stub", lr_hash(m.data, m.len));
	if (entry.staging) {
		made = xasprintf("%s/stub", entry.staging);
		write_stub(library, made);
		lr_cache_publish(&entry, made);
	}
	free(library);
	free(m.data);
	return entry.path;
}
