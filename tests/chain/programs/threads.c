#include <pthread.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local int mine = 1;
static int sum;

/* As the compiler takes it for granted; it would not ask. */
static void stack_is_aligned(void)
{
	alignas(16) char here[16];
	uintptr_t at = (uintptr_t)here;

	__asm__("" : "+r"(at));
	if (at % 16)
		exit(16);
}

static void *work(void *arg)
{
	stack_is_aligned();
	for (int i = 0; i < 1000; i++) {
		pthread_mutex_lock(&lock);
		sum += mine;
		pthread_mutex_unlock(&lock);
	}
	mine += *(int *)arg;
	return NULL;
}

int main(void)
{
	pthread_t threads[4];
	int numbers[4];

	for (int i = 0; i < 4; i++) {
		numbers[i] = i;
		if (pthread_create(&threads[i], NULL, work, &numbers[i]))
			return 1;
	}
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	printf("%d %d\n", sum, mine);
	return 3;
}
