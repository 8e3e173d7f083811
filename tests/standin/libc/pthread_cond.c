/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <string.h>
#include "lock.h"
#include "thread.h"

int
pthread_cond_init(pthread_cond_t *restrict cond, const pthread_condattr_t *restrict attr)
{
	memset(cond, 0, sizeof(*cond));
	cond->__clock = attr ? attr->__clock : CLOCK_REALTIME;
	return 0;
}

int
pthread_cond_destroy(pthread_cond_t *cond)
{
	(void)cond;
	return 0;
}

/* A waiter sleeps while the number is the one it saw under the mutex. */
static int
wait(pthread_cond_t *cond, pthread_mutex_t *mutex, const struct timespec *until)
{
	unsigned seq = __atomic_load_n(&cond->__seq, __ATOMIC_RELAXED);
	unsigned depth = mutex->__count;
	long long ns = until ? __until(cond->__clock, until) : -1;
	int error;

	mutex->__count = 1; /* a recursive one is let go of altogether */
	error = pthread_mutex_unlock(mutex);
	if (error) {
		mutex->__count = depth;
		return error;
	}
	if (ns != 0)
		ns = __futex_wait(&cond->__seq, (int)seq, ns) == 2 ? 0 : ns;
	pthread_mutex_lock(mutex);
	mutex->__count = depth;
	return ns == 0 ? ETIMEDOUT : 0;
}

int
pthread_cond_wait(pthread_cond_t *restrict cond, pthread_mutex_t *restrict mutex)
{
	return wait(cond, mutex, NULL);
}

int
pthread_cond_timedwait(pthread_cond_t *restrict cond, pthread_mutex_t *restrict mutex,
	const struct timespec *restrict until)
{
	if (until->tv_nsec < 0 || until->tv_nsec > 999999999)
		return EINVAL;
	return wait(cond, mutex, until);
}

static int
wake(pthread_cond_t *cond, int count)
{
	__atomic_fetch_add(&cond->__seq, 1, __ATOMIC_RELEASE);
	__futex_wake(&cond->__seq, count);
	return 0;
}

int
pthread_cond_signal(pthread_cond_t *cond)
{
	return wake(cond, 1);
}

int
pthread_cond_broadcast(pthread_cond_t *cond)
{
	return wake(cond, INT_MAX);
}

int
pthread_condattr_init(pthread_condattr_t *attr)
{
	attr->__clock = CLOCK_REALTIME;
	return 0;
}

int
pthread_condattr_destroy(pthread_condattr_t *attr)
{
	(void)attr;
	return 0;
}

int
pthread_condattr_setclock(pthread_condattr_t *attr, clockid_t clock)
{
	if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
		return EINVAL;
	attr->__clock = clock;
	return 0;
}

int
pthread_condattr_getclock(const pthread_condattr_t *restrict attr, clockid_t *restrict clock)
{
	*clock = attr->__clock;
	return 0;
}
