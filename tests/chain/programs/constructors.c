/* SPDX-License-Identifier: Apache-2.0 */
/* A constructor runs once, before main(), whatever the runtime calls afterwards: threads, signals. */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int constructed;
static _Thread_local int mine;
static const char *word;
static volatile sig_atomic_t signals;

__attribute__((constructor)) static void construct(void)
{
	constructed++;
	mine = 5;
	word = getenv("WORD");
}

static void handle(int signal)
{
	(void)signal;
	signals++;
}

static void *work(void *mine_there)
{
	*(int *)mine_there = mine;
	return NULL;
}

int main(void)
{
	for (int i = 0; i < 3; i++) {
		pthread_t thread;
		int there = -1;

		if (pthread_create(&thread, NULL, work, &there) || pthread_join(thread, NULL) || there)
			return 1;
	}
	signal(SIGUSR1, handle);
	for (int i = 1; i <= 3; i++) {
		kill(getpid(), SIGUSR1);
		while (signals < i)
			sched_yield();
	}
	printf("%d %d %s\n", constructed, mine, word ? word : "none");
	return 0;
}
