/* SPDX-License-Identifier: Apache-2.0 */
/* Four threads may allocate at once, and no block overlaps another. */
#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include "check.h"

enum { THREADS = 4, BLOCKS = 64, ROUNDS = 4000 };

struct block {
	unsigned char *p;
	size_t size;
	unsigned char mark;
};

static void
verify(const struct block *b)
{
	for (size_t i = 0; i < b->size; i++)
		CHECK_INT(b->p[i], b->mark);
}

static void
renew(struct block *b, unsigned random, unsigned char mark)
{
	size_t size = random % 7 == 0 ? random % 20000 : random % 200;
	size_t kept = b->size < size ? b->size : size;

	if (b->p && random % 3 == 0) {
		b->p = realloc(b->p, size + 1);
		for (size_t i = 0; i < kept; i++)
			CHECK_INT(b->p[i], b->mark);
	} else if (random % 5 == 0) {
		free(b->p);
		b->p = aligned_alloc(64, size + 1);
		CHECK_INT((uintptr_t)b->p % 64, 0);
	} else {
		free(b->p);
		b->p = malloc(size + 1);
		CHECK_INT((uintptr_t)b->p % 16, 0);
	}
	CHECK(b->p && malloc_usable_size(b->p) > size);
	b->size = size;
	b->mark = mark;
	memset(b->p, mark, size);
}

static void *
work(void *arg)
{
	static _Thread_local struct block blocks[BLOCKS];
	unsigned random = (unsigned)(uintptr_t)arg * 7919 + 1;

	for (int i = 0; i < ROUNDS; i++) {
		random = random * 1103515245 + 12345;
		struct block *b = &blocks[random >> 16 & (BLOCKS - 1)];
		if (b->p)
			verify(b);
		renew(b, random >> 8, (unsigned char)random);
	}
	for (int i = 0; i < BLOCKS; i++) {
		verify(&blocks[i]);
		free(blocks[i].p);
	}
	return arg;
}

int
main(void)
{
	pthread_t threads[THREADS];
	unsigned char *zeros;
	void *volatile p; /* or the compiler answers for malloc() */

	for (uintptr_t i = 0; i < THREADS; i++)
		CHECK_INT(pthread_create(&threads[i], NULL, work, (void *)i), 0);
	for (int i = 0; i < THREADS; i++)
		CHECK_INT(pthread_join(threads[i], NULL), 0);
	zeros = calloc(1000, 100);
	for (int i = 0; i < 100000; i++)
		CHECK_INT(zeros[i], 0);
	p = malloc((size_t)-1);
	CHECK(p == NULL);
	p = calloc((size_t)1 << 31, 2);
	CHECK(p == NULL);
	p = malloc(1u << 30);
	CHECK(p == NULL);
	return 0;
}
