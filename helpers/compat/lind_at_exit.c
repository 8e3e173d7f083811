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

int __wrap_pthread_key_create(pthread_key_t *key, void (*run)(void *));
int __wrap_pthread_key_delete(pthread_key_t key);

static struct lind_keys of_rust;

static void run_destructors(void)
{
	lind_keys_run(&of_rust);
}

int __lind_rust_pthread_key_create(pthread_key_t *key, void (*run)(void *))
{
	static atomic_flag registered = ATOMIC_FLAG_INIT;
	int number = __wrap_pthread_key_create(key, run);

	if (!number)
		lind_keys_note(&of_rust, *key, run);
	if (!atomic_flag_test_and_set(&registered))
		atexit(run_destructors);
	return number;
}

int __lind_rust_pthread_key_delete(pthread_key_t key)
{
	lind_keys_forget(&of_rust, key);
	return __wrap_pthread_key_delete(key);
}
