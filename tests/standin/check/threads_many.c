/* SPDX-License-Identifier: Apache-2.0 */
/* Threads come and go in numbers, joined or detached, and their memory with them. */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <unistd.h>
#include "check.h"

enum { STACK = 1 << 20, TIMES = 200, DETACHED = 20 };

static int finished;

static void *
work(void *arg)
{
	volatile char stack[STACK / 2];

	stack[0] = 1;
	stack[sizeof(stack) - 1] = stack[0];
	__atomic_add_fetch(&finished, 1, __ATOMIC_SEQ_CST);
	if ((uintptr_t)arg & 1)
		pthread_exit(arg);
	return arg;
}

int
main(void)
{
	pthread_attr_t attr;
	pthread_t thread;

	pthread_attr_init(&attr);
	CHECK_INT(pthread_attr_setstacksize(&attr, 1), EINVAL);
	CHECK_INT(pthread_attr_setstacksize(&attr, STACK), 0);
	for (uintptr_t i = 0; i < TIMES; i++) {
		void *result;

		CHECK_INT(pthread_create(&thread, &attr, work, (void *)i), 0);
		CHECK_INT(pthread_join(thread, &result), 0);
		CHECK_INT((uintptr_t)result, i);
	}
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	for (int i = 0; i < DETACHED; i++)
		CHECK_INT(pthread_create(&thread, &attr, work, NULL), 0);
	while (__atomic_load_n(&finished, __ATOMIC_SEQ_CST) < TIMES + DETACHED)
		usleep(1000);
	CHECK_INT(pthread_join(pthread_self(), NULL), EDEADLK);
	return 0;
}
