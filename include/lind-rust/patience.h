/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIND_RUST_PATIENCE_H
#define LIND_RUST_PATIENCE_H

#include <sys/types.h>

/*
 * A step that may take long: where it takes longer than LIND_RUST_PROGRESS seconds (5; 0: never), stderr is told what
 * is being done and for how long it has been, and again after twice as long; a step that is short says nothing. `what`
 * is kept, and completes "program: <what>, 5 s".
 */
void lr_patience(const char *what);
void lr_patience_end(void);

/* For lind-rust/proc.h: say it where it is time; and wait for a child meanwhile, without collecting it. */
void lr_patience_tick(void);
void lr_patience_wait(pid_t pid);

#endif
