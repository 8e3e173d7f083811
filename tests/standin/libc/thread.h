/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_THREAD_H
#define STANDIN_THREAD_H

#include <pthread.h>

enum { KEYS = 128 };

/* A value counts while the key's number has not been given out anew. */
struct key_value {
	unsigned generation;
	void *value;
};

/* One thread. pthread_t is the address of this. */
struct thread {
	volatile int running; /* the host clears it and wakes when the thread is gone */
	volatile int detached;
	int id;
	void *result;
	void *(*start)(void *);
	void *arg;
	void *block; /* stack and thread-local storage, one allocation */
	struct thread *next; /* among the detached, until they can be freed */
	int nkeys; /* keys below this may have a value */
	struct key_value value[KEYS];
};

/* The calling thread. */
struct thread *__self(void);

/* Runs the destructors of the calling thread's keys. */
void __run_key_destructors(void);

/* Nanoseconds from now until `until` on `clock`, 0 when it is past. */
long long __until(clockid_t clock, const struct timespec *until);

/* clock_gettime() under the name that --wrap leaves alone. */
int __clock_gettime(clockid_t clock, struct timespec *ts);

#endif
