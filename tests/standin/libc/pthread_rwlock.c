/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <string.h>
#include "lock.h"

/* The state is -1 with a writer inside, else the number of readers. */

enum { WRITER = -1 };

int
pthread_rwlock_init(pthread_rwlock_t *restrict lock, const pthread_rwlockattr_t *restrict attr)
{
	(void)attr;
	memset(lock, 0, sizeof(*lock));
	return 0;
}

int
pthread_rwlock_destroy(pthread_rwlock_t *lock)
{
	return __atomic_load_n(&lock->__state, __ATOMIC_RELAXED) ? EBUSY : 0;
}

int
pthread_rwlock_tryrdlock(pthread_rwlock_t *lock)
{
	int seen = __atomic_load_n(&lock->__state, __ATOMIC_RELAXED);

	while (seen != WRITER)
		if (__atomic_compare_exchange_n(&lock->__state, &seen, seen + 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
			return 0;
	return EBUSY;
}

int
pthread_rwlock_trywrlock(pthread_rwlock_t *lock)
{
	int seen = 0;

	return __atomic_compare_exchange_n(&lock->__state, &seen, WRITER, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED) ? 0 : EBUSY;
}

static int
wait_for(pthread_rwlock_t *lock, int (*try)(pthread_rwlock_t *))
{
	__atomic_fetch_add(&lock->__waiters, 1, __ATOMIC_SEQ_CST);
	for (;;) {
		int seen = __atomic_load_n(&lock->__state, __ATOMIC_SEQ_CST);

		if (try(lock) == 0)
			break;
		if (seen != 0)
			__futex_wait(&lock->__state, seen, -1);
	}
	__atomic_fetch_sub(&lock->__waiters, 1, __ATOMIC_SEQ_CST);
	return 0;
}

int
pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
	return pthread_rwlock_tryrdlock(lock) ? wait_for(lock, pthread_rwlock_tryrdlock) : 0;
}

int
pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
	return pthread_rwlock_trywrlock(lock) ? wait_for(lock, pthread_rwlock_trywrlock) : 0;
}

int
pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
	if (__atomic_load_n(&lock->__state, __ATOMIC_RELAXED) == WRITER)
		__atomic_store_n(&lock->__state, 0, __ATOMIC_SEQ_CST);
	else
		__atomic_sub_fetch(&lock->__state, 1, __ATOMIC_SEQ_CST);
	/* A writer that saw three readers sleeps on "three": wake at each step. */
	if (__atomic_load_n(&lock->__waiters, __ATOMIC_SEQ_CST))
		__futex_wake(&lock->__state, INT_MAX);
	return 0;
}
