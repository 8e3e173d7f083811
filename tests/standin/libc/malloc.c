/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "lock.h"

/* Chunks lie side by side from __heap_base on. Each starts with the size of
   the chunk before it and its own, so that a freed one can be joined with both
   neighbours; free ones are in a list for their size. */

struct chunk {
	size_t before; /* size of the previous chunk, 0 at the start of a run */
	size_t size; /* of this one with its header; bit 0: in use */
	struct chunk *next; /* from here on: free ones only */
	struct chunk *prev;
};

enum {
	HEADER = 8,
	ALIGN = 16,
	SMALLEST = 32,
	USED = 1,
	EXACT = 32, /* bins of one size each, for chunks below 512 bytes */
	BINS = 64,
	PAGE = 65536,
};

extern char __heap_base;

static struct chunk *bin[BINS];
static char *heap_end; /* where the chunk that ends the run lies */
static volatile int lock;

static size_t
size_of(const struct chunk *c)
{
	return c->size & ~(size_t)USED;
}

static struct chunk *
after(struct chunk *c)
{
	return (struct chunk *)((char *)c + size_of(c));
}

static struct chunk *
chunk_of(void *p)
{
	return (struct chunk *)((char *)p - HEADER);
}

static void *
payload(struct chunk *c)
{
	return (char *)c + HEADER;
}

static int
bin_of(size_t size)
{
	if (size < EXACT * ALIGN)
		return (int)(size / ALIGN);
	return EXACT + (31 - __builtin_clzl(size) - 9);
}

static void
unlink_chunk(struct chunk *c)
{
	if (c->prev)
		c->prev->next = c->next;
	else
		bin[bin_of(c->size)] = c->next;
	if (c->next)
		c->next->prev = c->prev;
}

/* Makes [c, c+size) one free chunk. */
static void
link_chunk(struct chunk *c, size_t size)
{
	struct chunk **head = &bin[bin_of(size)];

	c->size = size;
	after(c)->before = size;
	c->prev = NULL;
	c->next = *head;
	if (*head)
		(*head)->prev = c;
	*head = c;
}

static void
release(struct chunk *c)
{
	size_t size = size_of(c);
	struct chunk *next = after(c);

	if (!(next->size & USED)) {
		unlink_chunk(next);
		size += next->size;
	}
	if (c->before) {
		struct chunk *prev = (struct chunk *)((char *)c - c->before);

		if (!(prev->size & USED)) {
			unlink_chunk(prev);
			size += prev->size;
			c = prev;
		}
	}
	link_chunk(c, size);
}

/* Gives the end of `c` back if what is left after `size` makes a chunk. */
static void
trim(struct chunk *c, size_t size)
{
	size_t rest = size_of(c) - size;
	struct chunk *tail;

	if (rest < SMALLEST)
		return;
	c->size = size | USED;
	tail = after(c);
	tail->before = size;
	tail->size = rest | USED;
	after(tail)->before = rest;
	release(tail);
}

/* Adds a free chunk of `size` or more from fresh memory. */
static int
grow(size_t size)
{
	char *end = (char *)(__builtin_wasm_memory_size(0) * PAGE);
	char *start = heap_end;
	size_t need = size + 2 * ALIGN;
	struct chunk *c;

	if (!start) {
		start = (char *)(((uintptr_t)&__heap_base + ALIGN - 1) / ALIGN * ALIGN) + HEADER;
		((struct chunk *)start)->before = 0;
	}
	if (heap_end || (size_t)(end - start) < need) {
		size_t pages = (need + PAGE - 1) / PAGE;
		size_t old = __builtin_wasm_memory_grow(0, pages);

		if (old == (size_t)-1)
			return 0;
		if ((char *)(old * PAGE) != end || (heap_end && heap_end + HEADER != end)) {
			/* Someone else took memory in between: a new run. */
			start = (char *)(old * PAGE) + HEADER;
			((struct chunk *)start)->before = 0;
		}
		end = (char *)((old + pages) * PAGE);
	}
	heap_end = end - HEADER;
	c = (struct chunk *)start;
	c->size = (size_t)(heap_end - start) | USED;
	after(c)->size = USED;
	after(c)->before = size_of(c);
	release(c);
	return 1;
}

static struct chunk *
find(size_t size)
{
	for (int i = bin_of(size); i < BINS; i++)
		for (struct chunk *c = bin[i]; c; c = c->next)
			if (c->size >= size)
				return c;
	return NULL;
}

/* The size of a chunk that holds `n` bytes, 0 when there is none. */
static size_t
chunk_size(size_t n)
{
	if (n > PTRDIFF_MAX - PAGE)
		return 0;
	n = (n + HEADER + ALIGN - 1) / ALIGN * ALIGN;
	return n < SMALLEST ? SMALLEST : n;
}

static void *
take(size_t size)
{
	struct chunk *c = find(size);

	if (!c && grow(size))
		c = find(size);
	if (!c)
		return NULL;
	unlink_chunk(c);
	c->size |= USED;
	trim(c, size);
	return payload(c);
}

void *
malloc(size_t n)
{
	size_t size = chunk_size(n);
	void *p = NULL;

	if (size) {
		__lock(&lock);
		p = take(size);
		__unlock(&lock);
	}
	if (!p)
		errno = ENOMEM;
	return p;
}

void
free(void *p)
{
	if (!p)
		return;
	__lock(&lock);
	release(chunk_of(p));
	__unlock(&lock);
}

void *
calloc(size_t count, size_t size)
{
	size_t n;
	void *p;

	if (__builtin_mul_overflow(count, size, &n)) {
		errno = ENOMEM;
		return NULL;
	}
	p = malloc(n);
	return p ? memset(p, 0, n) : NULL;
}

size_t
malloc_usable_size(void *p)
{
	return p ? size_of(chunk_of(p)) - HEADER : 0;
}

/* Takes what it needs of the free chunk behind `c`. */
static int
extend(struct chunk *c, size_t size)
{
	struct chunk *next = after(c);

	if (!(next->size & USED) && size_of(c) + next->size >= size) {
		unlink_chunk(next);
		c->size += next->size;
		after(c)->before = size_of(c);
	}
	if (size_of(c) < size)
		return 0;
	trim(c, size);
	return 1;
}

void *
realloc(void *p, size_t n)
{
	size_t size = chunk_size(n);
	int done = 0;
	void *moved;

	if (!p)
		return malloc(n);
	if (size) {
		__lock(&lock);
		done = extend(chunk_of(p), size);
		__unlock(&lock);
	}
	if (done)
		return p;
	moved = malloc(n);
	if (!moved)
		return NULL;
	memcpy(moved, p, malloc_usable_size(p));
	free(p);
	return moved;
}

void *
reallocarray(void *p, size_t count, size_t size)
{
	size_t n;

	if (__builtin_mul_overflow(count, size, &n)) {
		errno = ENOMEM;
		return NULL;
	}
	return realloc(p, n);
}

/* Cuts the front off the chunk at `p` so that the rest is aligned. */
static void *
cut_front(void *p, size_t align)
{
	struct chunk *c = chunk_of(p);
	uintptr_t at = ((uintptr_t)p + align - 1) / align * align;
	struct chunk *kept;
	size_t front;

	if (at == (uintptr_t)p)
		return p;
	if (at - (uintptr_t)p < SMALLEST)
		at += align;
	kept = chunk_of((void *)at);
	front = at - (uintptr_t)p;
	kept->before = front;
	kept->size = (size_of(c) - front) | USED;
	after(kept)->before = size_of(kept);
	c->size = front | USED;
	release(c);
	return (void *)at;
}

void *
memalign(size_t align, size_t n)
{
	size_t size = chunk_size(n);
	void *p = NULL;

	if (align & (align - 1)) {
		errno = EINVAL;
		return NULL;
	}
	if (align <= ALIGN)
		return malloc(n);
	if (size && align < PTRDIFF_MAX / 4 && size < PTRDIFF_MAX / 2) {
		__lock(&lock);
		p = take(size + 2 * align + SMALLEST);
		if (p) {
			p = cut_front(p, align);
			trim(chunk_of(p), size);
		}
		__unlock(&lock);
	}
	if (!p)
		errno = ENOMEM;
	return p;
}

void *
aligned_alloc(size_t align, size_t n)
{
	return memalign(align, n);
}

int
posix_memalign(void **p, size_t align, size_t n)
{
	int saved = errno;
	void *got;

	if (align < sizeof(void *) || (align & (align - 1)))
		return EINVAL;
	got = memalign(align, n);
	errno = saved;
	if (!got)
		return ENOMEM;
	*p = got;
	return 0;
}
