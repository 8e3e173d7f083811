/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <pthread.h>
#include "lock.h"

enum { NEVER, RUNNING, DONE };

int
pthread_once(pthread_once_t *once, void (*init)(void))
{
	int seen = NEVER;

	if (__atomic_compare_exchange_n(once, &seen, RUNNING, 0, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE)) {
		init();
		__atomic_store_n(once, DONE, __ATOMIC_RELEASE);
		__futex_wake(once, INT_MAX);
	}
	while (__atomic_load_n(once, __ATOMIC_ACQUIRE) == RUNNING)
		__futex_wait(once, RUNNING, -1);
	return 0;
}
