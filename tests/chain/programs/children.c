/* SPDX-License-Identifier: Apache-2.0 */
/* Children of a C program. The last two lines are what lind cannot: elsewhere there is a set, and a child. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static int status;

/* A child that ends with that status when the pipe's other end is closed. */
static pid_t waiting_child(int code, int *release)
{
	int ends[2];
	pid_t child;
	char byte;

	if (pipe(ends))
		return -1;
	child = fork();
	if (!child) {
		close(ends[1]);
		_exit(read(ends[0], &byte, 1) ? 99 : code);
	}
	close(ends[0]);
	*release = ends[1];
	return child;
}

static void told(const char *how, pid_t answer, pid_t child)
{
	printf("%s: %s %d\n", how, answer == child ? "the child" : "another", WEXITSTATUS(status));
	status = 0;
}

static void *forks(void *unused)
{
	pid_t child = fork();

	(void)unused;
	if (!child)
		_exit(0);
	if (child > 0 && waitpid(child, &status, 0) == child)
		printf("in a thread: a child\n");
	else
		printf("in a thread: %s\n", strerror(errno));
	return NULL;
}

int main(void)
{
	struct rusage usage;
	pthread_t thread;
	siginfo_t info;
	sigset_t pending;
	int release;
	pid_t child = waiting_child(5, &release);

	printf("WNOHANG: %d\n", (int)waitpid(child, &status, WNOHANG));
	close(release);
	told("waitpid", waitpid(child, &status, 0), child);
	if (waitpid(child, &status, 0) < 0)
		printf("twice: %s\n", strerror(errno));
	child = waiting_child(6, &release);
	close(release);
	told("wait", wait(&status), child);
	child = waiting_child(7, &release);
	close(release);
	told("wait3", wait3(&status, 0, &usage), child);
	child = waiting_child(8, &release);
	close(release);
	told("wait4", wait4(child, &status, 0, &usage), child);
	child = waiting_child(9, &release);
	close(release);
	if (!waitid(P_PID, (id_t)child, &info, WEXITED))
		printf("waitid: %s %d\n", info.si_pid == child ? "the child" : "another", info.si_status);
	child = vfork();
	if (!child)
		_exit(4);
	told("vfork", waitpid(child, &status, 0), child);
	printf("sigpending: %s\n", sigpending(&pending) ? strerror(errno) : "told");
	if (!pthread_create(&thread, NULL, forks, NULL))
		pthread_join(thread, NULL);
	return 0;
}
