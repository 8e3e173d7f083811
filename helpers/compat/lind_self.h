/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIND_RUST_COMPAT_LIND_SELF_H
#define LIND_RUST_COMPAT_LIND_SELF_H

#include <pthread.h>

/*
 * lind-glibc's record of the calling thread, which decides whether its malloc(), locks and streams are locked at all.
 * Before a thread is begun, by who begins it:
 */
void lind_self_has_company(void);
/* First of all in a thread that was begun, and in a grate's worker. */
void lind_self_begin(void);
/* Ends the calling thread, whose handle that is, and wakes who waits for its end. */
_Noreturn void lind_self_end(pthread_t own);

#endif
