/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A link beside its output. wasm-ld's module is not the finished one: the driver looks into it and adds what lind-boot
 * looks up. So the linker writes into a private directory beside the output, under the output's own base name, from
 * which it takes the module's name; the whole module comes to the output's place by one rename.
 *
 * clang is told of the output alone, since what it writes into objects and dependency files comes from that name. It
 * starts our wasm-ld, a link to lind-rust-clang beside the wasm-opt that does nothing, which becomes the real one with
 * another output.
 */
#ifndef LIND_RUST_LINK_ASIDE_H
#define LIND_RUST_LINK_ASIDE_H

#include "lind-rust/tools.h"
#include "lind-rust/util.h"

struct lr_aside {
	const char *output;
	char *dir;    /* the private directory; the linker's other files (--save-temps) come there as well */
	char *module; /* in it, the linker's output */
};

/* Make the directory, and tell our wasm-ld by the environment of it and of the linker that it becomes. */
void lr_aside_begin(struct lr_aside *aside, const char *output, const char *linker);
/* What the linker said, with the output's name for that of the private module. */
void lr_aside_rename(const struct lr_aside *aside, struct buf *said);
/* The module into the output's place; a device, a pipe and "-", which is stdout, get its bytes. Ends it. */
void lr_aside_publish(struct lr_aside *aside);
/* Remove what was linked. Ends it. */
void lr_aside_discard(struct lr_aside *aside);

/* Our wasm-ld: becomes the real one. */
_Noreturn void lr_aside_linker(struct lr_tools *tools, char **argv);

#endif
