/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make's jobserver, where this program is a job of it (MAKEFLAGS; a pipe, or the fifo of make 4.4 and Ninja 1.13): a
 * job that only waits for another one lends its slot, so that the other one can use it, and one with work for several
 * cores takes those that are free.
 */
#ifndef LIND_RUST_JOBSERVER_H
#define LIND_RUST_JOBSERVER_H

#include <stdbool.h>
#include <stddef.h>

struct lr_slot {
	int in, out;
	char token;
	bool lent;
	char *above; /* while it is lent: this process's ancestors */
};

/* Open by MAKEFLAGS' words; false where there is no jobserver, or it cannot be reached. */
bool lr_slot_open(struct lr_slot *slot, const char *makeflags);
/*
 * Give the slot to whoever asks, and wait to have one back. Between the two this process does not work. A make that is
 * killed may take a slot along: where an ancestor of this process has died, none is waited for.
 */
void lr_slot_lend(struct lr_slot *slot);
void lr_slot_take_back(struct lr_slot *slot);

/*
 * For a program that can work on several cores: take slots that nobody uses at this moment, without waiting for one;
 * how many there were, at most `max`. They are given back by lr_slot_no_more.
 */
size_t lr_slot_more(const struct lr_slot *slot, char *tokens, size_t max);
void lr_slot_no_more(const struct lr_slot *slot, const char *tokens, size_t n);

#endif
