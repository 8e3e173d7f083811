/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_LOCK_H
#define STANDIN_LOCK_H

/* The locks inside the library: one word, 0 free, 1 held, 2 held and wanted. */

void __lock(volatile int *lock);
void __unlock(volatile int *lock);

/* Sleeps while *word is `value`, for at most `ns` nanoseconds (-1: for ever).
   Gives 0 when woken, 1 when the value was another, 2 when time was up. */
int __futex_wait(volatile void *word, int value, long long ns);

/* Wakes up to `count` sleepers. */
void __futex_wake(volatile void *word, int count);

/* A lock that its holder may take again. */
struct rlock {
	volatile int lock;
	volatile int owner;
	int depth;
};

void __rlock(struct rlock *lock);
void __runlock(struct rlock *lock);

#endif
