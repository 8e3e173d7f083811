/* SPDX-License-Identifier: Apache-2.0 */
/* main()'s return ends the program though threads spin, wait and read. */
#include <pthread.h>
#include <unistd.h>
#include "check.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static volatile int started;

static void *
wait_for_mutex(void *arg)
{
	__atomic_add_fetch(&started, 1, __ATOMIC_SEQ_CST);
	pthread_mutex_lock(&mutex);
	return arg;
}

static void *
spin(void *arg)
{
	__atomic_add_fetch(&started, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&started, __ATOMIC_RELAXED) >= 0)
		;
	return arg;
}

static void *
read_input(void *arg)
{
	char c;

	__atomic_add_fetch(&started, 1, __ATOMIC_SEQ_CST);
	CHECK(read(0, &c, 1) < 0);
	return arg;
}

int
main(void)
{
	pthread_t thread;

	pthread_mutex_lock(&mutex);
	CHECK_INT(pthread_create(&thread, NULL, wait_for_mutex, NULL), 0);
	CHECK_INT(pthread_create(&thread, NULL, spin, NULL), 0);
	CHECK_INT(pthread_create(&thread, NULL, read_input, NULL), 0);
	while (__atomic_load_n(&started, __ATOMIC_RELAXED) < 3)
		usleep(1000);
	usleep(20000);
	return 3;
}
