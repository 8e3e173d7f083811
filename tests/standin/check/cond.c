/* SPDX-License-Identifier: Apache-2.0 */
/* Two threads hand a turn back and forth by a condition variable. */
#include <errno.h>
#include <pthread.h>
#include <time.h>
#include "check.h"

enum { TURNS = 5000 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int turn;

static void
play(int me)
{
	for (int i = 0; i < TURNS; i++) {
		pthread_mutex_lock(&mutex);
		while (turn % 2 != me)
			pthread_cond_wait(&changed, &mutex);
		turn++;
		pthread_cond_signal(&changed);
		pthread_mutex_unlock(&mutex);
	}
}

static void *
work(void *arg)
{
	play(1);
	return arg;
}

static void
timeout(clockid_t clock)
{
	pthread_condattr_t attr;
	pthread_cond_t never;
	struct timespec until;

	pthread_condattr_init(&attr);
	CHECK_INT(pthread_condattr_setclock(&attr, clock), 0);
	pthread_cond_init(&never, &attr);
	clock_gettime(clock, &until);
	until.tv_nsec += 20000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&mutex);
	while (pthread_cond_timedwait(&never, &mutex, &until) == 0)
		;
	pthread_mutex_unlock(&mutex);
	CHECK_INT(pthread_mutex_trylock(&mutex), 0);
	CHECK_INT(pthread_mutex_timedlock(&mutex, &until), ETIMEDOUT);
	pthread_mutex_unlock(&mutex);
}

int
main(void)
{
	pthread_t thread;

	CHECK_INT(pthread_create(&thread, NULL, work, NULL), 0);
	play(0);
	CHECK_INT(pthread_join(thread, NULL), 0);
	CHECK_INT(turn, 2 * TURNS);
	timeout(CLOCK_REALTIME);
	timeout(CLOCK_MONOTONIC);
	return 0;
}
