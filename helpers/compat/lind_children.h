/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIND_RUST_COMPAT_LIND_CHILDREN_H
#define LIND_RUST_COMPAT_LIND_CHILDREN_H

#include <sys/types.h>

/* For lind_wait.c, where that is: a child was begun. */
void lind_child_is(pid_t process);

/*
 * Runs it in the first thread, at that one's next look for signals, and waits for it. An error number where that cannot be.
 */
int lind_in_first_thread(void (*run)(void *), void *argument);

/* Whether this is the thread that main() is in. */
int lind_is_first_thread(void);

#endif
