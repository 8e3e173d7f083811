/* SPDX-License-Identifier: Apache-2.0 */
/* What threads write under a mutex comes out whole and in order. */
#include <pthread.h>
#include <stdint.h>
#include <unistd.h>
#include "check.h"

enum { THREADS = 4, LINES = 200 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int number;

static void *
work(void *arg)
{
	for (int i = 0; i < LINES; i++) {
		char line[32];
		int n;

		pthread_mutex_lock(&mutex);
		n = snprintf(line, sizeof(line), "line %d\n", ++number);
		CHECK_INT(write(1, line, (size_t)n), n);
		pthread_mutex_unlock(&mutex);
	}
	return arg;
}

int
main(void)
{
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++)
		CHECK_INT(pthread_create(&threads[i], NULL, work, NULL), 0);
	for (int i = 0; i < THREADS; i++)
		CHECK_INT(pthread_join(threads[i], NULL), 0);
	return 0;
}
