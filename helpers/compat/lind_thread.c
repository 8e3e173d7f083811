/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads' ends: lind-glibc does not run the destructors of pthread's keys there, by which std runs those of
 * thread-locals. The keys that are made through this are known here, and threads that are begun through this run their
 * destructors. Another C library does so itself.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "lind_stack.h"

#if __has_include(<gnu/lib-names.h>)
/* glibc's. */
enum { KEYS = 1024, ROUNDS = 4 };

typedef void (*destructor)(void *);

static _Atomic(destructor) destructors[KEYS];
static atomic_uint keys;

static int run_round(void)
{
	unsigned n = atomic_load(&keys);
	int ran = 0;

	for (unsigned key = 0; key < n; key++) {
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
	int number = pthread_key_create(key, run);
	unsigned n = atomic_load(&keys);

	if (number || *key >= KEYS)
		return number;
	atomic_store(&destructors[*key], run);
	while (n <= *key && !atomic_compare_exchange_weak(&keys, &n, *key + 1))
		;
	return 0;
}

int __lind_rust_pthread_key_delete(pthread_key_t key)
{
	if (key < KEYS)
		atomic_store(&destructors[key], (destructor)NULL);
	return pthread_key_delete(key);
}
#else
static void run_destructors(void)
{
}

int __lind_rust_pthread_key_create(pthread_key_t *key, void (*run)(void *))
{
	return pthread_key_create(key, run);
}

int __lind_rust_pthread_key_delete(pthread_key_t key)
{
	return pthread_key_delete(key);
}
#endif

struct start {
	void *(*run)(void *);
	void *argument;
	struct lind_stack *stack;
};

static void *start_thread(void *p)
{
	struct start start = *(struct start *)p;
	void *result;

	free(p);
	result = start.run(start.argument);
	run_destructors();
	if (start.stack)
		lind_stack_ends(start.stack);
	return result;
}

int __lind_rust_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument)
{
	struct start *start = malloc(sizeof *start);
	int number, state = PTHREAD_CREATE_JOINABLE;
	struct lind_stack *stack;
	pthread_attr_t own;

	if (!start)
		return EAGAIN;
	stack = lind_stack_take(attributes, &own);
	*start = (struct start){run, argument, stack};
	number = pthread_create(thread, stack ? &own : attributes, start_thread, start);
	if (number) {
		free(start);
		if (stack)
			lind_stack_return(stack);
	} else if (stack) {
		pthread_attr_getdetachstate(&own, &state);
		lind_stack_is_of(stack, *thread, state == PTHREAD_CREATE_DETACHED);
	}
	return number;
}

int __lind_rust_pthread_join(pthread_t thread, void **result)
{
	int number = pthread_join(thread, result);

	if (!number)
		lind_stack_released(thread, true);
	return number;
}

int __lind_rust_pthread_detach(pthread_t thread)
{
	int number = pthread_detach(thread);

	if (!number)
		lind_stack_released(thread, false);
	return number;
}
