/* SPDX-License-Identifier: Apache-2.0 */
/* Each kind of lock keeps its promise with four threads at it. */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include "check.h"

enum { THREADS = 4, ROUNDS = 3000 };

static pthread_mutex_t recursive;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_spinlock_t spin;
static pthread_barrier_t barrier;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static sem_t sem;
static long counts[4];
static int initialised;
static int serials;

static void
initialise(void)
{
	initialised++;
}

static void
add(long *count)
{
	long seen = *(volatile long *)count;

	*(volatile long *)count = seen + 1;
}

static void *
work(void *arg)
{
	pthread_once(&once, initialise);
	CHECK_INT(initialised, 1);
	if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD)
		__atomic_add_fetch(&serials, 1, __ATOMIC_SEQ_CST);
	for (int i = 0; i < ROUNDS; i++) {
		pthread_mutex_lock(&recursive);
		CHECK_INT(pthread_mutex_trylock(&recursive), 0);
		add(&counts[0]);
		pthread_mutex_unlock(&recursive);
		pthread_mutex_unlock(&recursive);
		pthread_rwlock_rdlock(&rwlock);
		CHECK(counts[1] >= 0);
		pthread_rwlock_unlock(&rwlock);
		pthread_rwlock_wrlock(&rwlock);
		add(&counts[1]);
		pthread_rwlock_unlock(&rwlock);
		pthread_spin_lock(&spin);
		add(&counts[2]);
		pthread_spin_unlock(&spin);
		sem_wait(&sem);
		add(&counts[3]);
		sem_post(&sem);
	}
	return arg;
}

static void
error_checks(void)
{
	pthread_mutexattr_t attr;
	pthread_mutex_t mutex;

	pthread_mutexattr_init(&attr);
	CHECK_INT(pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_ERRORCHECK), 0);
	pthread_mutex_init(&mutex, &attr);
	CHECK_INT(pthread_mutex_unlock(&mutex), EPERM);
	CHECK_INT(pthread_mutex_lock(&mutex), 0);
	CHECK_INT(pthread_mutex_lock(&mutex), EDEADLK);
	CHECK_INT(pthread_mutex_trylock(&mutex), EBUSY);
	CHECK_INT(pthread_mutex_unlock(&mutex), 0);
	CHECK_INT(pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_RECURSIVE), 0);
	pthread_mutex_init(&recursive, &attr);
}

int
main(void)
{
	pthread_t threads[THREADS];

	error_checks();
	CHECK_INT(pthread_barrier_init(&barrier, NULL, THREADS), 0);
	CHECK_INT(pthread_spin_init(&spin, 0), 0);
	CHECK_INT(sem_init(&sem, 0, 1), 0);
	for (int i = 0; i < THREADS; i++)
		CHECK_INT(pthread_create(&threads[i], NULL, work, NULL), 0);
	for (int i = 0; i < THREADS; i++)
		CHECK_INT(pthread_join(threads[i], NULL), 0);
	for (int i = 0; i < 4; i++)
		CHECK_INT(counts[i], THREADS * ROUNDS);
	CHECK_INT(serials, 1);
	return 0;
}
