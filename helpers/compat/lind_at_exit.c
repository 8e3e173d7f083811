/* SPDX-License-Identifier: Apache-2.0 */
/*
 * exit() drops the thread-locals of the thread that calls it, of Rust as of C++, and leaves C's keys alone. glibc has
 * __cxa_thread_atexit_impl() for that, which std looks for as a variable: in a module that is another thing than a
 * function. std makes a key instead, by which it learns of a thread's end. So keys that Rust makes are known here.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "lind_keys.h"

enum { ROUNDS = 4 };

typedef void (*destructor)(void *);

int __wrap_pthread_key_create(pthread_key_t *key, destructor run);
int __wrap_pthread_key_delete(pthread_key_t key);

static _Atomic(destructor) destructors[LIND_KEYS];

static int run_round(void)
{
	int ran = 0;

	for (unsigned key = 0; key < LIND_KEYS; key++) {
		destructor run = atomic_load(&destructors[key]);
		void *value = run ? pthread_getspecific((pthread_key_t)key) : NULL;

		if (!value)
			continue;
		pthread_setspecific((pthread_key_t)key, NULL);
		run(value);
		ran = 1;
	}
	return ran;
}

/* A destructor may set another's value. */
static void run_destructors(void)
{
	for (int round = 0; round < ROUNDS && run_round(); round++)
		;
}

int __lind_rust_pthread_key_create(pthread_key_t *key, destructor run)
{
	static atomic_flag registered = ATOMIC_FLAG_INIT;
	int number = __wrap_pthread_key_create(key, run);

	if (!number && *key < LIND_KEYS)
		atomic_store(&destructors[*key], run);
	if (!atomic_flag_test_and_set(&registered))
		atexit(run_destructors);
	return number;
}

int __lind_rust_pthread_key_delete(pthread_key_t key)
{
	if (key < LIND_KEYS)
		atomic_store(&destructors[key], (destructor)NULL);
	return __wrap_pthread_key_delete(key);
}
