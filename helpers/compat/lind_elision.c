/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What lind-glibc's pthread_mutex_trylock() and pthread_mutex_timedlock() refer to for locks that the processor elides, and
 * lind-glibc does not have: without these they cannot be linked. No lock is of that kind.
 */
#include <errno.h>
#include <stdatomic.h>
#include <time.h>

int __lll_trylock_elision(_Atomic int *lock, short *adaption)
{
	int open = 0;

	(void)adaption;
	return atomic_compare_exchange_strong(lock, &open, 1) ? 0 : EBUSY;
}

int __lll_clocklock_elision(_Atomic int *lock, short *adaption, clockid_t clock, const void *until, int is_private)
{
	(void)clock;
	(void)until;
	(void)is_private;
	return __lll_trylock_elision(lock, adaption) ? ETIMEDOUT : 0;
}
