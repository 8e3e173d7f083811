/* SPDX-License-Identifier: Apache-2.0 */
/* qsort() sorts what bsearch() then finds. */
#include "check.h"

enum { N = 5000 };

struct item {
	int key;
	char rest[100];
};

static int
compare(const void *a, const void *b)
{
	const struct item *x = a;
	const struct item *y = b;

	return (x->key > y->key) - (x->key < y->key);
}

int
main(void)
{
	struct item *items = calloc(N, sizeof(*items));
	unsigned random = 1;

	for (int i = 0; i < N; i++) {
		random = random * 1103515245 + 12345;
		items[i].key = (int)(random >> 8) % 10000;
		snprintf(items[i].rest, sizeof(items[i].rest), "%d", items[i].key);
	}
	qsort(items, N, sizeof(*items), compare);
	for (int i = 0; i < N; i++) {
		CHECK(i == 0 || items[i - 1].key <= items[i].key);
		CHECK_INT(atoi(items[i].rest), items[i].key);
	}
	CHECK(((struct item *)bsearch(&items[N / 3], items, N, sizeof(*items), compare))->key == items[N / 3].key);
	CHECK(bsearch(&(struct item){.key = -1}, items, N, sizeof(*items), compare) == NULL);
	qsort(items, 0, sizeof(*items), compare);
	return 0;
}
