/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIND_RUST_COMPAT_LIND_CHILDREN_H
#define LIND_RUST_COMPAT_LIND_CHILDREN_H

#include <signal.h>
#include <sys/types.h>

/* For lind_wait.c, where that is: a child was begun. */
void lind_child_is(pid_t process);

/*
 * Runs it in the first thread, at that one's next look for signals, and waits for it. An error number where that cannot be.
 */
int lind_in_first_thread(void (*run)(void *), void *argument);

/* Whether this is the thread that main() is in. */
int lind_is_first_thread(void);

/*
 * For who begins a thread or forks: lind gives that a copy of the word by which it says that a signal has come, and
 * takes back the first thread's alone, behind a handler. A thread begun while it is said asks the host at each of its
 * turns, for ever, and takes the first thread's signals; a child asks until a signal comes. Held, nothing comes, and
 * the word is not said.
 */
struct lind_held {
	sigset_t mask;
	int locked, masked;
};

void lind_hold_signals(struct lind_held *held);
void lind_release_signals(const struct lind_held *held);

#endif
