/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIND_RUST_COMPAT_LIND_MASKED_H
#define LIND_RUST_COMPAT_LIND_MASKED_H

#include <signal.h>

/*
 * A wait of at most so many milliseconds, -1 for ever, during which `mask` holds (NULL: the one that holds already).
 * What `wait` gives for nothing but time is 0; a signal that a handler of Rust's has seen meanwhile ends it with EINTR.
 */
int lind_masked_wait(const sigset_t *mask, int milliseconds, int (*wait)(void *, int milliseconds), void *argument);

/* The same without a mask: ended by whatever the C library's is ended by, but not by a signal of our own (lind_first.c). */
int lind_undisturbed_wait(int milliseconds, int (*wait)(void *, int milliseconds), void *argument);

#endif
