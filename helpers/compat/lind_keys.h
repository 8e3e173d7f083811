/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keys of pthread's that have a destructor. A program and the shared libraries that it loads have a compat archive
 * each, and a key that one of them makes has a value in threads that another has begun: the program's table is for all.
 */
#ifndef LIND_RUST_COMPAT_LIND_KEYS_H
#define LIND_RUST_COMPAT_LIND_KEYS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/* glibc's. */
enum { LIND_KEYS = 1024, LIND_KEY_ROUNDS = 4 };

struct lind_keys {
	_Atomic(void (*)(void *)) destructors[LIND_KEYS];
	atomic_uint number;
};

/*
 * Here and not in lind_keys.c, which a library takes from the archive where it calls something of it: it would have a table
 * of its own then.
 */
static inline void lind_keys_note(struct lind_keys *k, pthread_key_t key, void (*run)(void *))
{
	unsigned n = atomic_load(&k->number);

	if (key >= LIND_KEYS)
		return;
	atomic_store(&k->destructors[key], run);
	while (n <= key && !atomic_compare_exchange_weak(&k->number, &n, key + 1))
		;
}

static inline void lind_keys_forget(struct lind_keys *k, pthread_key_t key)
{
	if (key < LIND_KEYS)
		atomic_store(&k->destructors[key], (void (*)(void *))NULL);
}

static inline bool lind_keys_round(struct lind_keys *k)
{
	unsigned n = atomic_load(&k->number);
	bool ran = false;

	for (unsigned key = 0; key < n; key++) {
		void (*run)(void *) = atomic_load(&k->destructors[key]);
		void *value = run ? pthread_getspecific((pthread_key_t)key) : NULL;

		if (!value)
			continue;
		pthread_setspecific((pthread_key_t)key, NULL);
		run(value);
		ran = true;
	}
	return ran;
}

/* The calling thread's values. A destructor may set another's value. */
static inline void lind_keys_run(struct lind_keys *k)
{
	for (int round = 0; round < LIND_KEY_ROUNDS && lind_keys_round(k); round++)
		;
}

/* A dynamic program exports it (the table of flags). In a library that another linker's program loads it is not there. */
struct lind_keys *lind_keys_of_program(void) __attribute__((weak, visibility("default")));

#endif
