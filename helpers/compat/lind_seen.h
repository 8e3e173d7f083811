/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIND_RUST_COMPAT_LIND_SEEN_H
#define LIND_RUST_COMPAT_LIND_SEEN_H

/*
 * How many signals the handlers that Rust set have seen; how many of them had no SA_RESTART; how often the first thread
 * was asked to do something (lind_first.c), by a signal that is none of the program's.
 */
struct lind_seen {
	unsigned all, breaking, own;
};

struct lind_seen lind_seen(void);

/* A call was interrupted (EINTR). Is it to be made again, as all that came since had SA_RESTART or was our own? */
int lind_starts_again(struct lind_seen before);

/* The same for calls that SA_RESTART is nothing to (sleeping, polling). */
int lind_was_undisturbed(struct lind_seen before);

/* For who counts. */
void lind_count_seen(int breaking);
void lind_count_own(void);

#endif
