/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <limits.h>
#include <semaphore.h>
#include <string.h>
#include "lock.h"
#include "thread.h"

int
sem_init(sem_t *sem, int shared, unsigned value)
{
	(void)shared;
	if (value > INT_MAX) {
		errno = EINVAL;
		return -1;
	}
	memset(sem, 0, sizeof(*sem));
	sem->__value = (int)value;
	return 0;
}

int
sem_destroy(sem_t *sem)
{
	(void)sem;
	return 0;
}

int
sem_getvalue(sem_t *restrict sem, int *restrict value)
{
	*value = __atomic_load_n(&sem->__value, __ATOMIC_RELAXED);
	return 0;
}

int
sem_post(sem_t *sem)
{
	__atomic_fetch_add(&sem->__value, 1, __ATOMIC_RELEASE);
	__futex_wake(&sem->__value, 1);
	return 0;
}

int
sem_trywait(sem_t *sem)
{
	int seen = __atomic_load_n(&sem->__value, __ATOMIC_RELAXED);

	while (seen > 0)
		if (__atomic_compare_exchange_n(&sem->__value, &seen, seen - 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
			return 0;
	errno = EAGAIN;
	return -1;
}

int
sem_timedwait(sem_t *restrict sem, const struct timespec *restrict until)
{
	while (sem_trywait(sem) != 0) {
		long long ns = until ? __until(CLOCK_REALTIME, until) : -1;

		if (ns == 0) {
			errno = ETIMEDOUT;
			return -1;
		}
		__futex_wait(&sem->__value, 0, ns);
	}
	return 0;
}

int
sem_wait(sem_t *sem)
{
	return sem_timedwait(sem, NULL);
}
