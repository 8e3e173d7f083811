/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make's jobserver, where this program is a job of it (MAKEFLAGS; a pipe, or the fifo of make 4.4 and Ninja 1.13): a job
 * that only waits for another one lends its slot, so that the other one can use it.
 */
#ifndef LIND_RUST_JOBSERVER_H
#define LIND_RUST_JOBSERVER_H

#include <stdbool.h>

struct lr_slot {
	int in, out;
	char token;
	bool lent;
};

/* Open by MAKEFLAGS' words; false where there is no jobserver, or it cannot be reached. */
bool lr_slot_open(struct lr_slot *slot, const char *makeflags);
/* Give the slot to whoever asks, and wait to have one back. Between the two this process does not work. */
void lr_slot_lend(struct lr_slot *slot);
void lr_slot_take_back(struct lr_slot *slot);

#endif
