/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <string.h>
#include "lock.h"

int
pthread_barrier_init(pthread_barrier_t *restrict barrier,
	const pthread_barrierattr_t *restrict attr, unsigned count)
{
	(void)attr;
	if (!count)
		return EINVAL;
	memset(barrier, 0, sizeof(*barrier));
	barrier->__total = count;
	return 0;
}

int
pthread_barrier_destroy(pthread_barrier_t *barrier)
{
	(void)barrier;
	return 0;
}

int
pthread_barrier_wait(pthread_barrier_t *barrier)
{
	unsigned round = __atomic_load_n(&barrier->__round, __ATOMIC_ACQUIRE);

	if (__atomic_add_fetch(&barrier->__arrived, 1, __ATOMIC_ACQ_REL) == barrier->__total) {
		__atomic_store_n(&barrier->__arrived, 0, __ATOMIC_RELAXED);
		__atomic_fetch_add(&barrier->__round, 1, __ATOMIC_RELEASE);
		__futex_wake(&barrier->__round, INT_MAX);
		return PTHREAD_BARRIER_SERIAL_THREAD;
	}
	while (__atomic_load_n(&barrier->__round, __ATOMIC_ACQUIRE) == round)
		__futex_wait(&barrier->__round, (int)round, -1);
	return 0;
}
