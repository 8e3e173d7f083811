/* SPDX-License-Identifier: Apache-2.0 */
/* C's signals to itself: handled before raise() is back, held back by a mask, not for another thread. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static volatile sig_atomic_t signals;

static void handle(int signal)
{
	(void)signal;
	signals++;
}

static void *nothing(void *pipe)
{
	char byte;

	return read(*(int *)pipe, &byte, 1) < 0 ? pipe : NULL;
}

int main(void)
{
	sigset_t set, old;
	pthread_t thread;
	int fds[2], of_other;

	signal(SIGUSR1, handle);
	printf("raise %d %d\n", raise(SIGUSR1), (int)signals);
	printf("pthread_kill %d %d\n", pthread_kill(pthread_self(), SIGUSR1), (int)signals);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, &old);
	raise(SIGUSR1);
	printf("masked %d\n", (int)signals);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	while (signals < 3)
		usleep(1000);
	printf("unmasked %d\n", (int)signals);
	if (pipe(fds) || pthread_create(&thread, NULL, nothing, &fds[0]))
		return 2;
	of_other = pthread_kill(thread, SIGUSR1);
	if (write(fds[1], "", 1) != 1 || pthread_join(thread, NULL))
		return 3;
	puts(of_other == ENOSYS ? "another thread: ENOSYS" : "another thread was told");
	return 0;
}
