/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stddef.h>
#include "lock.h"
#include "thread.h"

/* A key that is in use has a destructor, `nothing` when the program gave none. */
static void (*destructor[KEYS])(void *);
static unsigned generation[KEYS]; /* how often the number was given out */
static volatile int lock;

static void
nothing(void *value)
{
	(void)value;
}

int
pthread_key_create(pthread_key_t *key, void (*destroy)(void *))
{
	unsigned i = 0;

	__lock(&lock);
	while (i < KEYS && destructor[i])
		i++;
	if (i < KEYS) {
		destructor[i] = destroy ? destroy : nothing;
		generation[i]++;
	}
	__unlock(&lock);
	if (i == KEYS)
		return EAGAIN;
	*key = i;
	return 0;
}

int
pthread_key_delete(pthread_key_t key)
{
	if (key >= KEYS || !destructor[key])
		return EINVAL;
	__lock(&lock);
	destructor[key] = NULL;
	__unlock(&lock);
	return 0;
}

void *
pthread_getspecific(pthread_key_t key)
{
	struct key_value *slot;

	if (key >= KEYS)
		return NULL;
	slot = &__self()->value[key];
	return slot->generation == generation[key] ? slot->value : NULL;
}

int
pthread_setspecific(pthread_key_t key, const void *value)
{
	struct thread *t = __self();

	if (key >= KEYS || !destructor[key])
		return EINVAL;
	t->value[key].generation = generation[key];
	t->value[key].value = (void *)value;
	if ((int)key >= t->nkeys)
		t->nkeys = (int)key + 1;
	return 0;
}

/* Takes the value of a key away and hands it to the destructor. */
static int
destroy_value(struct thread *t, int key)
{
	void (*destroy)(void *) = destructor[key];
	void *value = pthread_getspecific((pthread_key_t)key);

	if (!value || !destroy)
		return 0;
	t->value[key].value = NULL;
	destroy(value);
	return 1;
}

void
__run_key_destructors(void)
{
	struct thread *t = __self();
	int found = 1;

	for (int round = 0; found && round < PTHREAD_DESTRUCTOR_ITERATIONS; round++) {
		found = 0;
		for (int key = 0; key < t->nkeys; key++)
			found |= destroy_value(t, key);
	}
}

/* glibc's own names for them, as in pthread.c. */
int ___pthread_key_create(pthread_key_t *, void (*)(void *)) __attribute__((alias("pthread_key_create")));
int ___pthread_key_delete(pthread_key_t) __attribute__((alias("pthread_key_delete")));
