/* SPDX-License-Identifier: Apache-2.0 */
/* Locks, malloc() and mmap() in threads of C's, and their ends. Says what does not hold. */
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { AT_ONCE = 6, IN_TURN = 100, BLOCKS = 200, MAPPED = 65536 };

static pthread_mutex_t plain = PTHREAD_MUTEX_INITIALIZER, recursive;
static pthread_key_t key;
static _Atomic int step, dropped;

static void reach(int n)
{
	step = n;
}

static void wait_for(int n)
{
	while (step < n)
		usleep(1000);
}

static void *holds_recursive(void *p)
{
	pthread_mutex_lock(&recursive);
	pthread_mutex_lock(&recursive);
	reach(1);
	wait_for(2);
	pthread_mutex_unlock(&recursive);
	pthread_mutex_unlock(&recursive);
	return p;
}

static void *tries_recursive(void *p)
{
	int number = pthread_mutex_trylock(&recursive);

	(void)p;
	if (!number)
		pthread_mutex_unlock(&recursive);
	reach(2);
	return (void *)(intptr_t)number;
}

static void *holds_plain(void *p)
{
	pthread_mutex_lock(&plain);
	reach(1);
	usleep(50000);
	pthread_mutex_unlock(&plain);
	return p;
}

static void excludes(void)
{
	pthread_mutexattr_t kind;
	pthread_t holder, other;
	void *result;

	pthread_mutexattr_init(&kind);
	pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&recursive, &kind);
	pthread_create(&holder, NULL, holds_recursive, NULL);
	wait_for(1);
	pthread_create(&other, NULL, tries_recursive, NULL);
	pthread_join(other, &result);
	pthread_join(holder, NULL);
	if ((intptr_t)result != EBUSY)
		printf("a recursive lock lets a second thread in: %d\n", (int)(intptr_t)result);

	reach(0);
	pthread_create(&holder, NULL, holds_plain, NULL);
	wait_for(1);
	pthread_mutex_lock(&plain);
	pthread_mutex_unlock(&plain);
	pthread_join(holder, NULL);
}

static void drop(void *value)
{
	free(value);
	dropped++;
}

static void *allocates(void *p)
{
	char *blocks[BLOCKS], *mapped = mmap(NULL, MAPPED, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char own = (char)(intptr_t)p;
	intptr_t wrong = mapped == MAP_FAILED;

	if (wrong)
		return p;
	memset(mapped, own, MAPPED);
	for (int i = 0; i < BLOCKS; i++)
		if ((blocks[i] = malloc(i * 29 % 2000 + 1)))
			memset(blocks[i], own, i * 29 % 2000 + 1);
	for (int i = 0; i < BLOCKS; i++) {
		wrong += !blocks[i] || blocks[i][i * 29 % 2000] != own;
		free(blocks[i]);
	}
	for (int i = 0; i < MAPPED; i++)
		wrong += mapped[i] != own;
	munmap(mapped, MAPPED);
	pthread_setspecific(key, malloc(10));
	return (void *)wrong;
}

static void at_once(void)
{
	pthread_t threads[AT_ONCE];
	void *wrong;

	for (intptr_t i = 0; i < AT_ONCE; i++)
		pthread_create(&threads[i], NULL, allocates, (void *)(i + 1));
	for (int i = 0; i < AT_ONCE; i++) {
		pthread_join(threads[i], &wrong);
		if (wrong)
			printf("thread %d found %d bytes of others\n", i, (int)(intptr_t)wrong);
	}
}

static void *ends(void *p)
{
	return p;
}

static void leave(void *result)
{
	pthread_setspecific(key, malloc(10));
	pthread_exit(result);
}

static void *exits(void *p)
{
	leave(p);
	return NULL;
}

static void by_exit(void)
{
	int own, before = dropped;
	pthread_t thread;
	void *result = NULL;

	pthread_create(&thread, NULL, exits, &own);
	pthread_join(thread, &result);
	if (result != &own || dropped != before + 1)
		puts("pthread_exit() does not end a thread as its function's end does");
}

static void in_turn(void)
{
	pthread_t thread;

	for (int i = 0; i < IN_TURN; i++)
		if (pthread_create(&thread, NULL, ends, NULL) || pthread_join(thread, NULL))
			printf("thread %d did not begin or end\n", i);
}

int main(void)
{
	pthread_key_create(&key, drop);
	excludes();
	at_once();
	if (dropped != AT_ONCE)
		printf("%d destructors of %d ran\n", dropped, AT_ONCE);
	by_exit();
	in_turn();
	puts("ended");
	return 0;
}
