/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lind-rust/fs.h"
#include "lind-rust/sealed.h"
#include "lind-rust/shared_libs.h"

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

bool lr_has_shared_libs(struct lr_tools *t)
{
	static const char *const files[] = {"libc.so", "crt1_shared.o", "lind_utils.o"};
	bool all = true;

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *path = xasprintf("%s/lib/wasm32-wasi/%s", lr_need(t, LR_SYSROOT), files[i]);

		all &= !access(path, R_OK);
		free(path);
	}
	return all;
}

/* Where setjmp is used: lind-boot defines it, for all modules of a program. */
static const char stub[] = "#STUB\n__c_longjmp\n";

char *lr_shared_stub(struct lr_tools *t)
{
	struct lr_entry entry;
	char *key = lr_key_of("stub", stub), *dir = lr_sealed_open(&entry, lr_need(t, LR_CACHE), "stub", key), *made;

	if (entry.staging) {
		made = xasprintf("%s/stub", lr_sealed_staging(&entry));
		if (lr_write_if_changed(made, stub, strlen(stub), NULL))
			fatal("write '%s':", made);
		lr_sealed_publish(&entry);
	}
	free(key);
	return xasprintf("%s/stub", dir);
}
