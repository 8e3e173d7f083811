/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The machine's cores, shared by all cargos that build in one tree at the same time, where no make hands out its jobs:
 * each has a jobserver of its own, whose tokens are put in and taken out again as others come and go. What is held is
 * held by locks of files in a directory, which end with their process, however that ends.
 */
#ifndef LIND_RUST_CORES_H
#define LIND_RUST_CORES_H

#include <stdbool.h>

/*
 * Wait for one core, then take those that are free as well. NULL where cores are not shared: there is a jobserver
 * already (MAKEFLAGS), or `dir` cannot be written. Else what cargo needs in its environment, "MAKEFLAGS=…". Allocated.
 * One at a time in a process.
 */
char *lr_cores_take(const char *dir);
/* While cargo runs, from time to time: a core for whoever has none, and more of those that are free. */
void lr_cores_turn(void);
/* How long to wait at most from one turn to the next, in ms; `otherwise` where no cores are shared. */
int lr_cores_interval(int otherwise);
void lr_cores_give_back(void);

#endif
