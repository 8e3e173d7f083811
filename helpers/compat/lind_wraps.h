/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Functions that C's calls reach, too: the link binds each call of NAME, of whatever object, to __wrap_NAME (the table of
 * flags). Rust's calls come by the names that libc.rules gives them.
 */
#ifndef LIND_RUST_COMPAT_LIND_WRAPS_H
#define LIND_RUST_COMPAT_LIND_WRAPS_H

/*
 * The C library's own functions, by names that no program says: not by __real_NAME, since wasm-ld then calls nothing at all
 * where the program has no NAME itself.
 */
#ifdef __PIC__
#define C_LIBRARYS(name, of_archive) __attribute__((import_module("env"), import_name(#name)))
#else
#define C_LIBRARYS(name, of_archive) __asm__(#of_archive)
#endif

#define LIND_TEXT_OF(name) #name
#define LIND_TEXT(name) LIND_TEXT_OF(name)
/* __wrap_NAME is __lind_rust_OURS. */
#define WRAPS_BY(name, ours) \
	__typeof__(__lind_rust_##ours) __wrap_##name __attribute__((alias(LIND_TEXT(__lind_rust_##ours))))

#endif
