/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Waiting until a time. lind-glibc's forms for 64-bit seconds have Rust's structure, but some hand its address to the
 * host, which reads the padding, too.
 */
#include <pthread.h>
#include <semaphore.h>

#include "lind.h"

int __pthread_cond_timedwait64(pthread_cond_t *cond, pthread_mutex_t *mutex, const void *until);
int __pthread_mutex_timedlock64(pthread_mutex_t *mutex, const void *until);
int __pthread_rwlock_timedrdlock64(pthread_rwlock_t *lock, const void *until);
int __pthread_rwlock_timedwrlock64(pthread_rwlock_t *lock, const void *until);
int __sem_timedwait64(sem_t *sem, const void *until);

int __lind_rust_pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex, const struct rust_timespec *until)
{
	struct host_time t;

	return __pthread_cond_timedwait64(cond, mutex, host_timespec(&t, until));
}

int __lind_rust_pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct rust_timespec *until)
{
	struct host_time t;

	return __pthread_mutex_timedlock64(mutex, host_timespec(&t, until));
}

int __lind_rust_pthread_rwlock_timedrdlock(pthread_rwlock_t *lock, const struct rust_timespec *until)
{
	struct host_time t;

	return __pthread_rwlock_timedrdlock64(lock, host_timespec(&t, until));
}

int __lind_rust_pthread_rwlock_timedwrlock(pthread_rwlock_t *lock, const struct rust_timespec *until)
{
	struct host_time t;

	return __pthread_rwlock_timedwrlock64(lock, host_timespec(&t, until));
}

int __lind_rust_sem_timedwait(sem_t *sem, const struct rust_timespec *until)
{
	struct host_time t;

	return __sem_timedwait64(sem, host_timespec(&t, until));
}
