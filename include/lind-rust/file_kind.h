/* SPDX-License-Identifier: Apache-2.0 */
/* What a file is that somebody took for a module or an object: by its first bytes, with the way to what was meant. */
#ifndef LIND_RUST_FILE_KIND_H
#define LIND_RUST_FILE_KIND_H

#include <stdbool.h>
#include <stddef.h>

struct lr_file_kind {
	const char *name; /* "an archive of objects" */
	const char *cure;
	bool spoiled; /* an object that looks like this was one, or will be: the cure is for objects, too */
};

/* NULL for a core module (or object) of WebAssembly, whole or not, and for bytes that tell nothing. */
const struct lr_file_kind *lr_file_kind(const void *data, size_t size);

/* LLVM's bitcode, as objects of -flto are; also where it is cut off. */
bool lr_is_bitcode(const void *data, size_t size);

/* What to do about a module that is malformed: how it came to be so, where all of its bytes tell. */
const char *lr_malformed_cure(const void *data, size_t size);

#endif
