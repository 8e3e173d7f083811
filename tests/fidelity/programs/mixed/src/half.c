/* SPDX-License-Identifier: Apache-2.0 */
/* The half in C: processes, signals and threads that Rust code takes part in. */

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

/* In Rust: gives `n` and what the calling thread has added so far. */
int add_here(int n);

static volatile sig_atomic_t seen;

/* Forks; the child ends with what add_here(n) gives it, and the parent gives that back, or -errno. */
int
fork_and_add(int n)
{
	pid_t pid = fork();
	int status;

	if (pid < 0)
		return -errno;
	if (pid == 0)
		_exit(add_here(n));
	if (waitpid(pid, &status, 0) != pid)
		return -errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1000 - status;
}

static void
note(int sig)
{
	seen = seen * 100 + sig;
}

/* Handles `sig` by counting; 0, or -errno. */
int
handle(int sig)
{
	struct sigaction action = {.sa_handler = note};

	sigemptyset(&action.sa_mask);
	return sigaction(sig, &action, NULL) == 0 ? 0 : -errno;
}

/* The numbers of the signals seen since the last call, two digits each. */
int
take_seen(void)
{
	int now = seen;

	seen = 0;
	return now;
}

int
send_self(int sig)
{
	return kill(getpid(), sig) == 0 ? 0 : -errno;
}

/* A child that is gone at once; waits for it, and a while for the signal that tells of it. */
int
child_that_ends(void)
{
	pid_t pid = fork();
	int status;

	if (pid < 0)
		return -errno;
	if (pid == 0)
		_exit(0);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	for (int i = 0; i < 200 && !seen; i++)
		usleep(10000);
	return 0;
}

/* A child that waits, and ends with 3 when `sig` is handled in it. */
int
signal_a_child(int sig)
{
	int ready[2];
	int status;
	char byte;
	pid_t pid;

	if (pipe(ready) != 0)
		return -errno;
	pid = fork();
	if (pid < 0)
		return -errno;
	if (pid == 0) {
		take_seen();
		if (write(ready[1], "", 1) != 1)
			_exit(1);
		for (int i = 0; i < 1000 && !seen; i++)
			usleep(10000);
		_exit(seen == sig ? 3 : 4);
	}
	if (read(ready[0], &byte, 1) != 1)
		return -errno;
	close(ready[0]);
	close(ready[1]);
	if (kill(pid, sig) != 0)
		return -errno;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1000 - status;
}

static void *
in_thread(void *arg)
{
	int *numbers = arg;

	for (int i = 0; i < 3; i++)
		numbers[i] = add_here(numbers[i]);
	return arg;
}

/* Two threads of C's at once, each adding its three numbers in Rust; 0, or an errno. */
int
add_in_threads(int *one, int *other)
{
	pthread_t threads[2];
	int error = pthread_create(&threads[0], NULL, in_thread, one);

	if (error)
		return error;
	error = pthread_create(&threads[1], NULL, in_thread, other);
	if (!error)
		error = pthread_join(threads[1], NULL);
	pthread_join(threads[0], NULL);
	return error;
}
