/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <pthread.h>
#include "lock.h"

int
pthread_spin_init(pthread_spinlock_t *lock, int shared)
{
	(void)shared;
	*lock = 0;
	return 0;
}

int
pthread_spin_destroy(pthread_spinlock_t *lock)
{
	(void)lock;
	return 0;
}

int
pthread_spin_lock(pthread_spinlock_t *lock)
{
	__lock(lock);
	return 0;
}

int
pthread_spin_trylock(pthread_spinlock_t *lock)
{
	int seen = 0;

	return __atomic_compare_exchange_n(lock, &seen, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED) ? 0 : EBUSY;
}

int
pthread_spin_unlock(pthread_spinlock_t *lock)
{
	__unlock(lock);
	return 0;
}
