/* SPDX-License-Identifier: Apache-2.0 */
/* exit() in a thread ends the program while main waits for that thread. */
#include <pthread.h>
#include "check.h"

static void *
work(void *arg)
{
	(void)arg;
	exit(7);
}

int
main(void)
{
	pthread_t thread;

	CHECK_INT(pthread_create(&thread, NULL, work, NULL), 0);
	pthread_join(thread, NULL);
	return 1;
}
