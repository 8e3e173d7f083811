/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the first thread alone can do. lind makes no child of another (lind-multi-process/src/lib.rs, fork_call: what a
 * thread forks never runs, and who waits for it waits for ever). So the first thread is asked by a signal, which lind
 * looks for at each turn and call of it, also where it waits in the host.
 */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

#include "lind.h"
#include "lind_children.h"
#include "lind_seen.h"

#if __has_include(<gnu/lib-names.h>)
/* No kernel has sent this one for long. A request that it overlooks, as it was about to wait, is sent again. */
enum { SIGNAL = SIGSTKFLT, SIGNALS = 32, STEP = 1000 * 1000, AGAIN = 20 };

struct request {
	void (*run)(void *);
	void *argument;
	atomic_int done;
};

static _Atomic(struct request *) wanted;
static atomic_uint served;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local int is_first;

int sigprocmask(int how, const sigset_t *set, sigset_t *old);
int __lind_rust_nanosleep(const struct rust_timespec *request, struct rust_timespec *left);

__attribute__((constructor)) static void note_first(void)
{
	is_first = 1;
}

int lind_is_first_thread(void)
{
	return is_first;
}

static void serve(int signal)
{
	int number = errno;
	struct request *request = atomic_exchange(&wanted, NULL);

	(void)signal;
	lind_count_own();
	if (request) {
		request->run(request->argument);
		atomic_store(&request->done, 1);
	}
	atomic_fetch_add(&served, 1);
	errno = number;
}

/* lind's mask is the process's: any thread can let the signal through. */
static int prepare(void)
{
	struct sigaction action = {.sa_handler = serve}, before;
	sigset_t set;

	if (sigaction(SIGNAL, NULL, &before))
		return errno;
	if (before.sa_handler != serve && before.sa_handler != SIG_DFL)
		return ENOSYS;
	if (before.sa_handler != serve && sigaction(SIGNAL, &action, NULL))
		return errno;
	sigemptyset(&set);
	sigaddset(&set, SIGNAL);
	return sigprocmask(SIG_UNBLOCK, &set, NULL) ? errno : 0;
}

/* Whatever has the default action ends the process or is nothing. */
static int has_handlers(void)
{
	struct sigaction action;

	for (int number = 1; number < SIGNALS; number++)
		if (!sigaction(number, NULL, &action) && action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN)
			return 1;
	return 0;
}

/* Under the lock no thread asks the first one for anything, which would be a signal, too. */
void lind_hold_signals(struct lind_held *held)
{
	unsigned turn;
	sigset_t set;

	*held = (struct lind_held){0};
	if (!lind_is_first_thread())
		return;
	pthread_mutex_lock(&one_at_a_time);
	held->locked = 1;
	sigfillset(&set);
	sigdelset(&set, SIGNAL);
	if (!has_handlers() || sigprocmask(SIG_SETMASK, NULL, &held->mask) || prepare() || sigprocmask(SIG_BLOCK, &set, NULL))
		return;
	held->masked = 1;
	/* What was on its way is held back now, and lind takes the word back behind the last handler. */
	turn = atomic_load(&served);
	kill(getpid(), SIGNAL);
	while (atomic_load(&served) == turn)
		sched_yield();
}

void lind_release_signals(const struct lind_held *held)
{
	int number = errno;

	if (held->masked)
		sigprocmask(SIG_SETMASK, &held->mask, NULL);
	if (held->locked)
		pthread_mutex_unlock(&one_at_a_time);
	errno = number;
}

int lind_in_first_thread(void (*run)(void *), void *argument)
{
	const struct rust_timespec step = {0, STEP, 0};
	struct request request = {run, argument, 0};
	int number;

	if (lind_is_first_thread()) {
		run(argument);
		return 0;
	}
	pthread_mutex_lock(&one_at_a_time);
	number = prepare();
	if (!number) {
		atomic_store(&wanted, &request);
		for (unsigned i = 0; !atomic_load(&request.done); i++) {
			if (i % AGAIN == 0 && atomic_load(&wanted))
				kill(getpid(), SIGNAL);
			__lind_rust_nanosleep(&step, NULL);
		}
	}
	pthread_mutex_unlock(&one_at_a_time);
	return number;
}
#else
int lind_is_first_thread(void)
{
	return 1;
}

int lind_in_first_thread(void (*run)(void *), void *argument)
{
	run(argument);
	return 0;
}

void lind_hold_signals(struct lind_held *held)
{
	(void)held;
}

void lind_release_signals(const struct lind_held *held)
{
	(void)held;
}
#endif
