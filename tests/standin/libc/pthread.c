/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "lock.h"
#include "sys.h"
#include "thread.h"

/* A thread is an instance of the module of its own, made by the host when it
   gets SYS_clone with these four words. The host points the instance's stack
   and its thread-local storage at them, calls __standin_thread(thread), and
   when that is over clears *running and wakes who waits for it. */
struct birth {
	uint32_t thread;
	uint32_t stack_top;
	uint32_t tls;
	uint32_t running;
};

enum { DEFAULT_STACK = 256 * 1024, ALIGN = 16 };

static struct thread main_thread = {.running = 1, .id = 1};
static _Thread_local struct thread *self;
static struct thread *gone; /* detached threads, some of them still running */
static volatile int lock;
static volatile int last_id = 1;

struct thread *
__self(void)
{
	return self ? self : &main_thread;
}

pthread_t
pthread_self(void)
{
	return (pthread_t)__self();
}

int
pthread_equal(pthread_t a, pthread_t b)
{
	return a == b;
}

static void
delete(struct thread *t)
{
	free(t->block);
	free(t);
}

/* Frees the detached threads that are really over. */
static void
sweep(void)
{
	struct thread **link = &gone;

	__lock(&lock);
	while (*link) {
		struct thread *t = *link;

		if (__atomic_load_n(&t->running, __ATOMIC_ACQUIRE)) {
			link = &t->next;
			continue;
		}
		*link = t->next;
		delete(t);
	}
	__unlock(&lock);
}

static void
leave(struct thread *t)
{
	__lock(&lock);
	t->next = gone;
	gone = t;
	__unlock(&lock);
}

static size_t
round_up(size_t n, size_t align)
{
	return (n + align - 1) / align * align;
}

/* The block of a thread: its stack, and above that its TLS. */
static int
allocate(struct thread *t, struct birth *birth, size_t stack)
{
	size_t align = __builtin_wasm_tls_align();
	uintptr_t tls;

	if (align < ALIGN)
		align = ALIGN;
	stack = round_up(stack, ALIGN);
	t->block = malloc(stack + align + __builtin_wasm_tls_size());
	if (!t->block)
		return EAGAIN;
	tls = round_up((uintptr_t)t->block + stack, align);
	birth->thread = (uint32_t)(uintptr_t)t;
	birth->stack_top = (uint32_t)round_up((uintptr_t)t->block + stack, ALIGN);
	birth->tls = (uint32_t)tls;
	birth->running = (uint32_t)(uintptr_t)&t->running;
	return 0;
}

/* Exported for the host, which runs it in the new thread. */
__attribute__((__export_name__("__standin_thread"))) void
__standin_thread(struct thread *t)
{
	self = t;
	t->result = t->start(t->arg);
	__run_key_destructors();
}

int
pthread_create(pthread_t *restrict thread, const pthread_attr_t *restrict attr,
	void *(*start)(void *), void *restrict arg)
{
	size_t stack = attr && attr->__stack_size ? attr->__stack_size : DEFAULT_STACK;
	struct thread *t = calloc(1, sizeof(*t));
	struct birth birth;
	int error;

	sweep();
	if (!t)
		return EAGAIN;
	t->running = 1;
	t->start = start;
	t->arg = arg;
	t->detached = attr && attr->__detached;
	t->id = __atomic_add_fetch(&last_id, 1, __ATOMIC_RELAXED);
	error = allocate(t, &birth, stack);
	if (!error)
		error = SYS1(SYS_clone, host(&birth)) < 0 ? EAGAIN : 0;
	if (error) {
		delete(t);
		return error;
	}
	*thread = (pthread_t)t;
	if (t->detached)
		leave(t);
	return 0;
}

int
pthread_join(pthread_t thread, void **result)
{
	struct thread *t = (struct thread *)thread;

	if (t == __self())
		return EDEADLK;
	if (t->detached)
		return EINVAL;
	while (__atomic_load_n(&t->running, __ATOMIC_ACQUIRE))
		__futex_wait(&t->running, 1, -1);
	if (result)
		*result = t->result;
	if (t != &main_thread)
		delete(t);
	return 0;
}

int
pthread_detach(pthread_t thread)
{
	struct thread *t = (struct thread *)thread;

	if (__atomic_exchange_n(&t->detached, 1, __ATOMIC_RELAXED))
		return EINVAL;
	if (t != &main_thread)
		leave(t);
	return 0;
}

_Noreturn void
pthread_exit(void *result)
{
	struct thread *t = __self();

	t->result = result;
	__run_key_destructors();
	for (;;)
		SYS1(SYS_exit, 0);
}

/* Nobody reads it. */
int
pthread_setname_np(pthread_t thread, const char *name)
{
	(void)thread;
	return strlen(name) < 16 ? 0 : ERANGE;
}

/* glibc's own names for them, by which a program's wrapper of them calls them. */
int __pthread_create_2_1(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *)
	__attribute__((alias("pthread_create")));
int ___pthread_join(pthread_t, void **) __attribute__((alias("pthread_join")));
int ___pthread_detach(pthread_t) __attribute__((alias("pthread_detach")));
_Noreturn void __libc_pthread_exit(void *) __attribute__((alias("pthread_exit")));
