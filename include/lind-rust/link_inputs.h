/* SPDX-License-Identifier: Apache-2.0 */
/* What a link of a Rust program reads behind cargo's back. */
#ifndef LIND_RUST_LINK_INPUTS_H
#define LIND_RUST_LINK_INPUTS_H

#include "lind-rust/tools.h"

/*
 * The hash of paths and sizes of all that a link reads beside Rust's own objects, and of the bytes of `libraries`: as a
 * word of the link (--lind-inputs=), it makes cargo link again where one of them changed. A library that cannot be read
 * ends the program; `crate` names whose it is. Allocated.
 */
char *lr_link_inputs(struct lr_tools *tools, const struct strv *libraries, const char *crate);

/* Append the files of that which belong to lind and its tools, libraries excepted. */
void lr_link_files(struct lr_tools *tools, struct strv *files);

/*
 * The variable that holds one program's words for rustc, with a 0x1f between them, where cargo builds several programs by
 * one call: named by its source file and the program's name. Allocated.
 */
char *lr_unit_variable(const char *source, const char *name);

#endif
