/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What C libraries of the project ask of those who include their headers, for C that crates compile in build scripts:
 * include directories and definitions.
 */
#ifndef LIND_RUST_C_USAGE_H
#define LIND_RUST_C_USAGE_H

#include "lind-rust/util.h"

struct lr_c_usage {
	struct strv include, define;
};

/* Write them to `path`, for LIND_RUST_CC_ARGS of lind-rust-clang's. Ends the program where that fails. */
void lr_c_usage_write(const struct lr_c_usage *u, const char *path);
/* BINDGEN_EXTRA_CLANG_ARGS for the C library's own headers: words as a shell's. Allocated. */
char *lr_bindgen_words(const char *sysroot);
/* The same with these: all words that bindgen's clang needs. Allocated; NULL where there are none. */
char *lr_c_usage_bindgen(const struct lr_c_usage *u, const char *sysroot);

#endif
