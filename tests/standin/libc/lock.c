/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>
#include "lock.h"
#include "thread.h"

int
__futex_wait(volatile void *word, int value, long long ns)
{
	return __builtin_wasm_memory_atomic_wait32((int *)word, value, ns);
}

void
__futex_wake(volatile void *word, int count)
{
	__builtin_wasm_memory_atomic_notify((int *)word, (unsigned)count);
}

void
__lock(volatile int *lock)
{
	int seen = 0;

	if (__atomic_compare_exchange_n(lock, &seen, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
		return;
	while (__atomic_exchange_n(lock, 2, __ATOMIC_ACQUIRE) != 0)
		__futex_wait(lock, 2, -1);
}

void
__unlock(volatile int *lock)
{
	if (__atomic_exchange_n(lock, 0, __ATOMIC_RELEASE) == 2)
		__futex_wake(lock, 1);
}

void
__rlock(struct rlock *lock)
{
	int me = __self()->id;

	if (__atomic_load_n(&lock->owner, __ATOMIC_RELAXED) != me) {
		__lock(&lock->lock);
		__atomic_store_n(&lock->owner, me, __ATOMIC_RELAXED);
	}
	lock->depth++;
}

void
__runlock(struct rlock *lock)
{
	if (--lock->depth > 0)
		return;
	__atomic_store_n(&lock->owner, 0, __ATOMIC_RELAXED);
	__unlock(&lock->lock);
}
