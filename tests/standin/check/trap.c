/* SPDX-License-Identifier: Apache-2.0 */
/* A trap in a thread ends the program and names the functions. */
#include <pthread.h>
#include "check.h"

static __attribute__((__noinline__)) void
function_that_traps(void)
{
	abort();
}

static void *
work(void *arg)
{
	function_that_traps();
	return arg;
}

int
main(void)
{
	pthread_t thread;

	CHECK_INT(pthread_create(&thread, NULL, work, NULL), 0);
	pthread_join(thread, NULL);
	return 0;
}
