/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a linker's inputs are: objects, archives and .rlib files. A linker names a member by a hash and no cure; here
 * are the facts for a better message.
 */
#ifndef LIND_RUST_OBJECTS_H
#define LIND_RUST_OBJECTS_H

#include <stdbool.h>
#include <stddef.h>

#include "lind-rust/bytes.h"
#include "lind-rust/util.h"

/*
 * Append a file as lr_slurp() does, but of a large archive leave out what is no object: rustc's metadata, 40 of the
 * 41 MB of its libcore. Its bytes are there, and the first of them are 0.
 */
int lr_slurp_objects(const char *path, struct buf *out);

/* An object whose code was not made for shared memory. */
struct lr_unshared {
	char *file;        /* the path asked about */
	char *member;      /* of an archive; NULL where the file itself is the object */
	char *crate;       /* the Rust crate it belongs to; NULL where it is not Rust */
	bool disallowed;   /* it has "-shared-mem": wasm-ld refuses it. Otherwise it links, and its atomics are plain */
	const char *lacks; /* "atomics", "bulk-memory", "atomics and bulk-memory", or "" where only disallowed */
	const char *cure;
};

/*
 * The members of an object or archive that must not be linked with --shared-memory, refused ones first. *list is
 * allocated (lr_unshared_free). 0 also where the file cannot be read or is neither: the linker tells that itself.
 */
size_t lr_unshared_members(const char *path, struct lr_unshared **list);
void lr_unshared_free(struct lr_unshared *list, size_t n);

/* Whether an object or archive holds Rust's std, or Rust code that needs it. False also where it cannot be read. */
bool lr_holds_rust_std(const char *path);

/* The crate of a library's or member's file name ("libserde-0123456789abcdef.rlib" gives "serde"); NULL. Allocated. */
char *lr_crate_name(struct text file);

/*
 * Call `visit` for a file, or for each member of it where it is an archive, of thin ones too; member is empty for the
 * file itself. -1 where the file cannot be read: *error (free it) says why.
 */
int lr_each_input(const char *path, void (*visit)(void *arg, struct text member, const void *data, size_t size),
		  void *arg, char **error);

/* The same of those alone that are objects of WebAssembly; and of bytes, where they are one. */
struct wasm_module;
void lr_as_object(const void *data, size_t size, struct text member,
		  void (*visit)(void *arg, struct text member, const struct wasm_module *m), void *arg);
int lr_each_object(const char *path, void (*visit)(void *arg, struct text member, const struct wasm_module *m),
		   void *arg, char **error);

#endif
