/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stacks of threads. lind-glibc gives the stack of a thread that was joined to the next one at once, while lind still works
 * on the end of the first: asyncify unwinds it, and writes what it unwinds to the stack's lowest addresses. What lind has
 * put there for the next thread's beginning is lost then, and whoever joins that waits for ever. (In C: a hundred threads in
 * turn, each joined, hang within thirty.) So threads have stacks from here: one that is taken again begins at another
 * address, and rests before. Either was enough wherever it was tried, on a machine that does much else as well.
 */
#define _GNU_SOURCE
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "lind_lock.h"
#include "lind_stack.h"

#if __has_include(<gnu/lib-names.h>)
/* glibc's. */
enum {
	REST = 50,     /* milliseconds */
	RESTING = 256, /* so many at most: who wants one more waits for the first */
	UNIT = 65536,
	PLACES = 4,    /* a thread's stack begins one UNIT above or three below that of the one before */
};

struct lind_stack {
	struct lind_stack *next;
	char *memory; /* of PLACES - 1 units more than the size */
	size_t size;
	unsigned place;
	bool used;
	int64_t free_since;
};

static struct lind_stack *stacks;
static lind_lock lock;

static int64_t now(void)
{
	struct timespec t = {0};

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* One that has rested, of about that size; *resting: how many have not. */
static struct lind_stack *find_rested(size_t size, unsigned *resting)
{
	struct lind_stack *found = NULL;
	int64_t at = now();

	*resting = 0;
	for (struct lind_stack *s = stacks; s; s = s->next) {
		if (s->used)
			continue;
		if (at - s->free_since < REST)
			++*resting;
		else if (s->size >= size && s->size / 4 <= size && (!found || s->size < found->size))
			found = s;
	}
	return found;
}

static struct lind_stack *make(size_t size)
{
	struct lind_stack *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	s->memory = mmap(NULL, size + (PLACES - 1) * UNIT, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (s->memory == MAP_FAILED) {
		free(s);
		return NULL;
	}
	s->size = size;
	return s;
}

static struct lind_stack *take(size_t size)
{
	struct lind_stack *s;
	unsigned resting;

	for (;;) {
		lind_lock_take(&lock);
		s = find_rested(size, &resting);
		if (s || resting < RESTING)
			break;
		lind_lock_open(&lock);
		usleep(1000);
	}
	if (!s && (s = make(size))) {
		s->next = stacks;
		stacks = s;
	}
	if (s) {
		s->used = true;
		s->place = (s->place + 1) % PLACES;
	}
	lind_lock_open(&lock);
	return s;
}

struct lind_stack *lind_stack_take(const pthread_attr_t *attributes, pthread_attr_t *own)
{
	void *memory = NULL;
	size_t size = 0;
	struct lind_stack *s;

	if (attributes)
		*own = *attributes;
	else
		pthread_attr_init(own);
	/* glibc keeps a stack's end: without one, what it tells as the beginning is the size below 0. */
	if (attributes && !pthread_attr_getstack(attributes, &memory, &size) && (uintptr_t)memory + size)
		return NULL;
	if (pthread_attr_getstacksize(own, &size) || !size)
		return NULL;
	s = take((size + UNIT - 1) / UNIT * UNIT);
	if (s && pthread_attr_setstack(own, s->memory + s->place * UNIT, s->size)) {
		lind_stack_return(s);
		return NULL;
	}
	return s;
}

void lind_stack_return(struct lind_stack *s)
{
	lind_lock_take(&lock);
	s->used = false;
	s->free_since = now();
	lind_lock_open(&lock);
}
#endif
