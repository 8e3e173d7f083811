/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include "lock.h"
#include "thread.h"

int
pthread_mutex_init(pthread_mutex_t *restrict mutex, const pthread_mutexattr_t *restrict attr)
{
	memset(mutex, 0, sizeof(*mutex));
	mutex->__kind = attr ? attr->__kind : PTHREAD_MUTEX_DEFAULT;
	return 0;
}

int
pthread_mutex_destroy(pthread_mutex_t *mutex)
{
	return __atomic_load_n(&mutex->__lock, __ATOMIC_RELAXED) ? EBUSY : 0;
}

static int
held_by_me(pthread_mutex_t *mutex)
{
	return __atomic_load_n(&mutex->__owner, __ATOMIC_RELAXED) == __self()->id;
}

static void
own(pthread_mutex_t *mutex)
{
	__atomic_store_n(&mutex->__owner, __self()->id, __ATOMIC_RELAXED);
	mutex->__count = 1;
}

/* 0 when the lock need not be waited for, EBUSY when it must be. */
static int
again(pthread_mutex_t *mutex)
{
	if (mutex->__kind != PTHREAD_MUTEX_RECURSIVE || !held_by_me(mutex))
		return EBUSY;
	mutex->__count++;
	return 0;
}

int
pthread_mutex_trylock(pthread_mutex_t *mutex)
{
	int seen = 0;

	if (!__atomic_compare_exchange_n(&mutex->__lock, &seen, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
		return again(mutex);
	own(mutex);
	return 0;
}

/* Waits until the lock is free, or until `until`. */
static int
lock_slowly(pthread_mutex_t *mutex, const struct timespec *until)
{
	if (mutex->__kind == PTHREAD_MUTEX_ERRORCHECK && held_by_me(mutex))
		return EDEADLK;
	while (__atomic_exchange_n(&mutex->__lock, 2, __ATOMIC_ACQUIRE) != 0) {
		long long ns = until ? __until(CLOCK_REALTIME, until) : -1;

		if (ns == 0)
			return ETIMEDOUT;
		__futex_wait(&mutex->__lock, 2, ns);
	}
	own(mutex);
	return 0;
}

int
pthread_mutex_lock(pthread_mutex_t *mutex)
{
	return pthread_mutex_trylock(mutex) ? lock_slowly(mutex, NULL) : 0;
}

int
pthread_mutex_timedlock(pthread_mutex_t *restrict mutex, const struct timespec *restrict until)
{
	return pthread_mutex_trylock(mutex) ? lock_slowly(mutex, until) : 0;
}

int
pthread_mutex_unlock(pthread_mutex_t *mutex)
{
	if (mutex->__kind != PTHREAD_MUTEX_NORMAL) {
		if (!held_by_me(mutex))
			return EPERM;
		if (mutex->__kind == PTHREAD_MUTEX_RECURSIVE && --mutex->__count > 0)
			return 0;
	}
	__atomic_store_n(&mutex->__owner, 0, __ATOMIC_RELAXED);
	__unlock(&mutex->__lock);
	return 0;
}

int
pthread_mutexattr_init(pthread_mutexattr_t *attr)
{
	attr->__kind = PTHREAD_MUTEX_DEFAULT;
	return 0;
}

int
pthread_mutexattr_destroy(pthread_mutexattr_t *attr)
{
	(void)attr;
	return 0;
}

int
pthread_mutexattr_settype(pthread_mutexattr_t *attr, int kind)
{
	if (kind < PTHREAD_MUTEX_NORMAL || kind > PTHREAD_MUTEX_ERRORCHECK)
		return EINVAL;
	attr->__kind = kind;
	return 0;
}

int
pthread_mutexattr_gettype(const pthread_mutexattr_t *restrict attr, int *restrict kind)
{
	*kind = attr->__kind;
	return 0;
}
