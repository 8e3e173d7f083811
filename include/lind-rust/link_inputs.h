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

#endif
