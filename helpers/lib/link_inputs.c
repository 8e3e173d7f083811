/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lind-rust/cache.h"
#include "lind-rust/fs.h"
#include "lind-rust/link_inputs.h"

static const char *const libs[] = {"crt1.o", "lind_utils.o", "libc.a", "libm.a", "crt1_shared.o", "libc.so"};

void lr_link_files(struct lr_tools *tools, struct strv *files)
{
	char *bin = lr_self_dir();

	for (size_t i = 0; i < sizeof libs / sizeof *libs; i++) {
		char *path = xasprintf("%s/lib/wasm32-wasi/%s", lr_need(tools, LR_SYSROOT), libs[i]);

		if (lr_exists(path))
			strv_add(files, path);
		free(path);
	}
	strv_printf(files, "%s/lind-rust-clang", bin);
	strv_add(files, lr_need(tools, LR_CLANG));
	strv_add(files, lr_need(tools, LR_WASM_LD));
	free(bin);
}

char *lr_link_inputs(struct lr_tools *tools, const struct strv *libraries, const char *crate)
{
	struct strv files = {0};
	struct buf m = {0};

	lr_link_files(tools, &files);
	for (size_t i = 0; i < files.n; i++)
		lr_key_add_stat(&m, "file", files.v[i]);
	lr_key_add_tree(&m, "compat", lr_data_file("compat"));
	for (size_t i = 0; i < libraries->n; i++) {
		char *hash = lr_hash_file(libraries->v[i]);

		if (!hash)
			fatal_hint("LINK_LIBRARIES takes targets and files that exist when the crate is built",
				   "library '%s' for crate '%s' cannot be read", libraries->v[i], crate);
		lr_key_add(&m, libraries->v[i], hash);
		free(hash);
	}
	return lr_hash(m.data, m.len);
}

char *lr_unit_variable(const char *source, const char *name)
{
	char *real = lr_realpath(source), *key = xasprintf("%s\n%s", real ? real : source, name);
	char *hash = lr_hash(key, strlen(key)), *variable = xasprintf("LIND_RUST_UNIT_%s", hash);

	free(real);
	free(key);
	free(hash);
	return variable;
}
