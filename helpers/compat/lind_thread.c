/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads, those of C too (lind_wraps.h). A thread's beginning: lind_self.c. Its end: lind-glibc does not run the
 * destructors of pthread's keys there, by which std runs those of thread-locals. The keys that are made through this are
 * known here, and threads that are begun through this run their destructors. Nor can pthread_exit() end a thread: it
 * looks for the unwinder of libgcc. Another C library does so itself.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "lind_children.h"
#include "lind_keys.h"
#include "lind_locals.h"
#include "lind_lock.h"
#include "lind_self.h"
#include "lind_stack.h"
#include "lind_thread.h"
#include "lind_wraps.h"

int real_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument)
	C_LIBRARYS(pthread_create, __pthread_create_2_1);
int real_join(pthread_t thread, void **result) C_LIBRARYS(pthread_join, ___pthread_join);
int real_detach(pthread_t thread) C_LIBRARYS(pthread_detach, ___pthread_detach);
int real_key_create(pthread_key_t *key, void (*run)(void *)) C_LIBRARYS(pthread_key_create, ___pthread_key_create);
int real_key_delete(pthread_key_t key) C_LIBRARYS(pthread_key_delete, ___pthread_key_delete);

#if __has_include(<gnu/lib-names.h>)
/* By its address: a library that is preloaded has been linked before the program is there, and a call would be a trap. */
static struct lind_keys *keys(void)
{
	struct lind_keys *(*volatile of_program)(void) = lind_keys_of_program;
	static struct lind_keys own;

	return of_program ? of_program() : &own;
}

int __lind_rust_key_create(pthread_key_t *key, void (*run)(void *))
{
	int number = real_key_create(key, run);

	if (!number)
		lind_keys_note(keys(), *key, run);
	return number;
}

int __lind_rust_key_delete(pthread_key_t key)
{
	lind_keys_forget(keys(), key);
	return real_key_delete(key);
}

/* A thread that was begun here, until it has ended and nobody will join it any more. */
struct thread {
	struct thread *next;
	void *(*run)(void *);
	void *argument, *result;
	struct lind_stack *stack; /* NULL: its creator's own */
	_Atomic pthread_t handle; /* 0: not known yet */
	bool exited;              /* by pthread_exit(): the C library does not know the result */
	bool ended, released;
};

static struct thread *threads;
static lind_lock lock;
static _Thread_local struct thread *current;
/* The process that began one; a forked child has not. */
static _Atomic uint64_t company_of;

bool lind_had_threads(void)
{
	return atomic_load(&company_of) == lind_cage_id() + 1;
}

/* Under the lock. */
static void forget_if_done(struct thread *t)
{
	struct thread **link = &threads;

	if (!t->ended || !t->released || !atomic_load(&t->handle))
		return;
	while (*link != t)
		link = &(*link)->next;
	*link = t->next;
	if (t->stack)
		lind_stack_return(t->stack);
	free(t);
}

/* Under the lock. The last one: of two with one handle the first has ended, and nobody waited for it. */
static struct thread *find(pthread_t handle)
{
	for (struct thread *t = threads; t; t = t->next)
		if (!t->released && pthread_equal(atomic_load(&t->handle), handle))
			return t;
	return NULL;
}

/* The record may be gone behind this. */
static void end(struct thread *t)
{
	lind_keys_run(keys());
	lind_lock_take(&lock);
	t->ended = true;
	forget_if_done(t);
	lind_lock_open(&lock);
}

static void *run_thread(void *p)
{
	struct thread *t = p;
	void *result;

	lind_self_begin();
	current = t;
	result = t->run(t->argument);
	end(t);
	return result;
}

static void *start_thread(void *t)
{
	lind_align_stack();
	return lind_with_aligned_locals(run_thread, t);
}

/* What thrd_create() passes: the thread's result is an int. */
#define ATTRIBUTES_OF_C11 ((const pthread_attr_t *)-1)

static bool is_detached(const pthread_attr_t *attributes)
{
	int state = PTHREAD_CREATE_JOINABLE;

	if (attributes && attributes != ATTRIBUTES_OF_C11)
		pthread_attr_getdetachstate(attributes, &state);
	return state == PTHREAD_CREATE_DETACHED;
}

int __lind_rust_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument)
{
	struct thread *t = calloc(1, sizeof *t);
	pthread_attr_t own;
	struct lind_held held;
	pthread_t handle;
	int number;

	if (!t)
		return EAGAIN;
	lind_self_has_company();
	atomic_store(&company_of, lind_cage_id() + 1);
	t->run = run;
	t->argument = argument;
	t->released = is_detached(attributes);
	if (attributes != ATTRIBUTES_OF_C11 && (t->stack = lind_stack_take(attributes, &own)))
		attributes = &own;
	lind_lock_take(&lock);
	t->next = threads;
	threads = t;
	lind_lock_open(&lock);
	lind_hold_signals(&held);
	number = real_create(&handle, attributes, start_thread, t);
	lind_release_signals(&held);
	if (!number)
		*thread = handle;
	lind_lock_take(&lock);
	if (number)
		t->ended = t->released = true;
	atomic_store(&t->handle, number ? (pthread_t)-1 : handle);
	forget_if_done(t);
	lind_lock_open(&lock);
	return number;
}

int __lind_rust_pthread_join(pthread_t thread, void **result)
{
	int number = real_join(thread, result);
	struct thread *t;

	if (number)
		return number;
	lind_lock_take(&lock);
	if ((t = find(thread))) {
		if (t->exited && result)
			*result = t->result;
		t->ended = t->released = true;
		forget_if_done(t);
	}
	lind_lock_open(&lock);
	return 0;
}

int __lind_rust_pthread_detach(pthread_t thread)
{
	int number = real_detach(thread);
	struct thread *t;

	if (number)
		return number;
	lind_lock_take(&lock);
	if ((t = find(thread))) {
		t->released = true;
		forget_if_done(t);
	}
	lind_lock_open(&lock);
	return 0;
}

static bool others_run(void)
{
	bool found = false;

	lind_lock_take(&lock);
	for (struct thread *t = threads; t && !found; t = t->next)
		found = !t->ended;
	lind_lock_open(&lock);
	return found;
}

_Noreturn void __lind_rust_pthread_exit(void *result)
{
	struct thread *t = current;
	pthread_t handle;

	if (!t) {
		/* The first thread, whose end is the process's only where no other one runs. */
		lind_keys_run(keys());
		while (others_run())
			usleep(1000);
		exit(0);
	}
	while (!(handle = atomic_load(&t->handle)))
		sched_yield();
	lind_lock_take(&lock);
	t->result = result;
	t->exited = true;
	lind_lock_open(&lock);
	end(t);
	lind_self_end(handle);
}
#else
int __lind_rust_key_create(pthread_key_t *key, void (*run)(void *))
{
	return real_key_create(key, run);
}

int __lind_rust_key_delete(pthread_key_t key)
{
	return real_key_delete(key);
}

int __lind_rust_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument)
{
	return real_create(thread, attributes, run, argument);
}

int __lind_rust_pthread_join(pthread_t thread, void **result)
{
	return real_join(thread, result);
}

int __lind_rust_pthread_detach(pthread_t thread)
{
	return real_detach(thread);
}

_Noreturn void real_exit(void *result) __asm__("__libc_pthread_exit");

_Noreturn void __lind_rust_pthread_exit(void *result)
{
	real_exit(result);
}
#endif

/* The C library's own calls begin so. */
#define WRAPS(name) \
	WRAPS_BY(name, name); \
	WRAPS_BY(__##name, name)

WRAPS(pthread_create);
WRAPS(pthread_join);
WRAPS(pthread_detach);
WRAPS(pthread_exit);
WRAPS_BY(pthread_key_create, key_create);
WRAPS_BY(__pthread_key_create, key_create);
WRAPS_BY(pthread_key_delete, key_delete);
WRAPS_BY(__pthread_key_delete, key_delete);
