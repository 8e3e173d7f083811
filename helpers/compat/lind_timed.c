/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Waiting until a time for what threads share. lind-glibc's own never end: the host is given an address of the
 * program's where it expects one of its own. Here it is asked again and again, a millisecond apart. A condition may be
 * woken without a reason, and is after each of them: who waits for one looks whether it holds.
 */
#include <pthread.h>
#include <semaphore.h>

#include "lind.h"

enum { SECOND = 1000 * 1000 * 1000, STEP = 1000 * 1000 };

int __lind_rust_nanosleep(const struct rust_timespec *request, struct rust_timespec *left);

static int is_time(const struct rust_timespec *t)
{
	return t->nsec >= 0 && t->nsec < SECOND;
}

/* 0 after a step towards that time, the number of an error at it. */
static int step(const struct rust_timespec *until, clockid_t clock)
{
	struct rust_timespec wait = {0, STEP, 0};
	struct host_time now = {0, 0};
	int64_t left;

	if (clock_gettime(clock, (struct timespec *)&now))
		return errno;
	if (until->sec < now.sec || (until->sec == now.sec && until->nsec <= now.fraction))
		return ETIMEDOUT;
	if (until->sec - now.sec < 2) {
		left = (until->sec - now.sec) * SECOND + until->nsec - now.fraction;
		if (left < STEP)
			wait.nsec = (int32_t)left;
	}
	__lind_rust_nanosleep(&wait, NULL);
	return 0;
}

/* `of` says EBUSY until it has the lock. */
static int lock_until(int (*of)(void *), void *lock, const struct rust_timespec *until)
{
	int number, late;

	while ((number = of(lock)) == EBUSY) {
		if (!is_time(until))
			return EINVAL;
		late = step(until, CLOCK_REALTIME);
		if (late)
			return late;
	}
	return number;
}

static int try_mutex(void *p)
{
	return pthread_mutex_trylock(p);
}

static int try_read(void *p)
{
	return pthread_rwlock_tryrdlock(p);
}

static int try_write(void *p)
{
	return pthread_rwlock_trywrlock(p);
}

static int try_semaphore(void *p)
{
	if (!sem_trywait(p))
		return 0;
	return errno == EAGAIN ? EBUSY : errno;
}

int __lind_rust_pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct rust_timespec *until)
{
	return lock_until(try_mutex, mutex, until);
}

int __lind_rust_pthread_rwlock_timedrdlock(pthread_rwlock_t *lock, const struct rust_timespec *until)
{
	return lock_until(try_read, lock, until);
}

int __lind_rust_pthread_rwlock_timedwrlock(pthread_rwlock_t *lock, const struct rust_timespec *until)
{
	return lock_until(try_write, lock, until);
}

int __lind_rust_sem_timedwait(sem_t *sem, const struct rust_timespec *until)
{
	int number = lock_until(try_semaphore, sem, until);

	return number ? lind_fails(number) : 0;
}

#if __has_include(<gnu/lib-names.h>)
/* glibc keeps the condition's clock in the second bit of its flags, the word behind two counters and two pairs. */
static clockid_t clock_of(const pthread_cond_t *cond)
{
	return cond->__data.__wrefs & 2 ? CLOCK_MONOTONIC : CLOCK_REALTIME;
}
#else
static clockid_t clock_of(const pthread_cond_t *cond)
{
	(void)cond;
	return CLOCK_REALTIME;
}
#endif

int __lind_rust_pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex, const struct rust_timespec *until)
{
	int number;

	if (!is_time(until))
		return EINVAL;
	number = pthread_mutex_unlock(mutex);
	if (number)
		return number;
	number = step(until, clock_of(cond));
	pthread_mutex_lock(mutex);
	return number;
}
