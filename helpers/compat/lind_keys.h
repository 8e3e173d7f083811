/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keys of pthread's that have a destructor. A program and the shared libraries that it loads have a compat archive
 * each, and a key that one of them makes has a value in threads that another has begun: the program's table is for all.
 */
#ifndef LIND_RUST_COMPAT_LIND_KEYS_H
#define LIND_RUST_COMPAT_LIND_KEYS_H

#include <stdatomic.h>

/* glibc's. */
enum { LIND_KEYS = 1024 };

struct lind_keys {
	_Atomic(void (*)(void *)) destructors[LIND_KEYS];
	atomic_uint number;
};

/* A dynamic program exports it (the table of flags). In a library that another linker's program loads it is not there. */
struct lind_keys *lind_keys_of_program(void) __attribute__((weak, visibility("default")));

#endif
