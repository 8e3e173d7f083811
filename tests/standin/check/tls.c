/* SPDX-License-Identifier: Apache-2.0 */
/* Thread-local variables are each thread's own; key destructors run at its end. */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include "check.h"

enum { THREADS = 6 };

static _Thread_local int local = 11;
static _Alignas(64) _Thread_local char aligned[64];
static pthread_key_t key;
static pthread_key_t again;
static int destroyed;
static int rounds;

static void
destroy(void *value)
{
	__atomic_add_fetch(&destroyed, (int)(intptr_t)value, __ATOMIC_SEQ_CST);
}

static void
set_again(void *value)
{
	if (__atomic_add_fetch(&rounds, 1, __ATOMIC_SEQ_CST) % 3)
		pthread_setspecific(again, value);
}

static void *
work(void *arg)
{
	CHECK_INT(local, 11);
	CHECK_INT((uintptr_t)aligned % 64, 0);
	CHECK(pthread_getspecific(key) == NULL);
	local += (int)(intptr_t)arg;
	errno = (int)(intptr_t)arg;
	CHECK_INT(pthread_setspecific(key, arg), 0);
	CHECK_INT(pthread_setspecific(again, arg), 0);
	for (int i = 0; i < 1000; i++)
		sched_yield();
	CHECK_INT(local, 11 + (int)(intptr_t)arg);
	CHECK_INT(errno, (int)(intptr_t)arg);
	CHECK(pthread_getspecific(key) == arg);
	return &local;
}

int
main(void)
{
	pthread_t threads[THREADS];

	CHECK_INT(pthread_key_create(&key, destroy), 0);
	CHECK_INT(pthread_key_create(&again, set_again), 0);
	for (intptr_t i = 0; i < THREADS; i++)
		CHECK_INT(pthread_create(&threads[i], NULL, work, (void *)(i + 1)), 0);
	for (int i = 0; i < THREADS; i++) {
		void *theirs;

		CHECK_INT(pthread_join(threads[i], &theirs), 0);
		CHECK(theirs != &local);
	}
	CHECK_INT(destroyed, 1 + 2 + 3 + 4 + 5 + 6);
	CHECK(rounds >= THREADS && rounds <= THREADS * 4);
	CHECK_INT(local, 11);
	CHECK_INT(pthread_key_delete(key), 0);
	CHECK_INT(pthread_setspecific(key, &local), EINVAL);
	return 0;
}
