/* SPDX-License-Identifier: Apache-2.0 */
/* After main's pthread_exit() the program lasts as long as its threads. */
#include <pthread.h>
#include <unistd.h>
#include "check.h"

static void *
work(void *arg)
{
	usleep(50000);
	puts("still here");
	fflush(stdout);
	return arg;
}

int
main(void)
{
	pthread_t thread;

	CHECK_INT(pthread_create(&thread, NULL, work, NULL), 0);
	pthread_exit(NULL);
}
