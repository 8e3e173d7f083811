/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads, those of C too: the link binds each call of these functions to __wrap_NAME (the table of flags). A thread's
 * beginning: lind_self.c. Its end: lind-glibc does not run the destructors of pthread's keys there, by which std runs
 * those of thread-locals. The keys that are made through this are known here, and threads that are begun through this run
 * their destructors. Another C library does so itself.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "lind_self.h"
#include "lind_stack.h"

/*
 * The C library's own functions, by names that no program says: not by __real_NAME, since wasm-ld then calls nothing at all
 * where the program has no NAME itself.
 */
#ifdef __PIC__
#define C_LIBRARYS(name, of_archive) __attribute__((import_module("env"), import_name(#name)))
#else
#define C_LIBRARYS(name, of_archive) __asm__(#of_archive)
#endif
int real_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument)
	C_LIBRARYS(pthread_create, __pthread_create_2_1);
int real_join(pthread_t thread, void **result) C_LIBRARYS(pthread_join, ___pthread_join);
int real_detach(pthread_t thread) C_LIBRARYS(pthread_detach, ___pthread_detach);
int real_key_create(pthread_key_t *key, void (*run)(void *)) C_LIBRARYS(pthread_key_create, ___pthread_key_create);
int real_key_delete(pthread_key_t key) C_LIBRARYS(pthread_key_delete, ___pthread_key_delete);

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
	int number = real_key_create(key, run);
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
	return real_key_delete(key);
}
#else
static void run_destructors(void)
{
}

int __lind_rust_pthread_key_create(pthread_key_t *key, void (*run)(void *))
{
	return real_key_create(key, run);
}

int __lind_rust_pthread_key_delete(pthread_key_t key)
{
	return real_key_delete(key);
}
#endif

/* What thrd_create() passes: the thread's result is an int. */
#define ATTRIBUTES_OF_C11 ((const pthread_attr_t *)-1)

struct start {
	void *(*run)(void *);
	void *argument;
	struct lind_stack *stack;
};

static void *start_thread(void *p)
{
	struct start start = *(struct start *)p;
	void *result;

	lind_self_begin();
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
	lind_self_has_company();
	stack = attributes == ATTRIBUTES_OF_C11 ? NULL : lind_stack_take(attributes, &own);
	*start = (struct start){run, argument, stack};
	number = real_create(thread, stack ? &own : attributes, start_thread, start);
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
	int number = real_join(thread, result);

	if (!number)
		lind_stack_released(thread, true);
	return number;
}

int __lind_rust_pthread_detach(pthread_t thread)
{
	int number = real_detach(thread);

	if (!number)
		lind_stack_released(thread, false);
	return number;
}

/* Rust's calls come by the names that libc.rules gives them, C's by those of the linker; the C library's own begin so, too. */
#define TEXT_OF(name) #name
#define TEXT(name) TEXT_OF(name)
#define ALIAS(name) __attribute__((alias(TEXT(__lind_rust_pthread_##name))))
#define WRAPS(name) \
	__typeof__(real_##name) __wrap_pthread_##name ALIAS(name); \
	__typeof__(real_##name) __wrap___pthread_##name ALIAS(name)

WRAPS(create);
WRAPS(join);
WRAPS(detach);
WRAPS(key_create);
WRAPS(key_delete);
