/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

void *
bsearch(const void *key, const void *base, size_t count, size_t size, int (*compare)(const void *, const void *))
{
	const char *low = base;

	while (count) {
		const char *middle = low + count / 2 * size;
		int order = compare(key, middle);

		if (order == 0)
			return (void *)middle;
		if (order > 0) {
			low = middle + size;
			count--;
		}
		count /= 2;
	}
	return NULL;
}

struct sort {
	char *base;
	size_t size;
	int (*compare)(const void *, const void *);
};

static void
swap(char *a, char *b, size_t size)
{
	char part[64];

	while (size) {
		size_t n = size < sizeof(part) ? size : sizeof(part);

		memcpy(part, a, n);
		memcpy(a, b, n);
		memcpy(b, part, n);
		a += n;
		b += n;
		size -= n;
	}
}

/* Lets element `i` sink to its place in the heap of the first `n`. */
static void
sink(const struct sort *s, size_t i, size_t n)
{
	for (size_t child; (child = 2 * i + 1) < n; i = child) {
		char *c = s->base + child * s->size;

		if (child + 1 < n && s->compare(c, c + s->size) < 0) {
			child++;
			c += s->size;
		}
		if (s->compare(s->base + i * s->size, c) >= 0)
			return;
		swap(s->base + i * s->size, c, s->size);
	}
}

/* Heapsort: no memory of its own and no bad case. */
void
qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *))
{
	struct sort s = {base, size, compare};

	for (size_t i = count / 2; i-- > 0;)
		sink(&s, i, count);
	for (size_t n = count; n-- > 1;) {
		swap(s.base, s.base + n * size, size);
		sink(&s, 0, n);
	}
}
