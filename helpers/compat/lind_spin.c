/* SPDX-License-Identifier: Apache-2.0 */
/* Spin locks: an int each, which lind-glibc knows how to destroy and to try, and no more. */
#include <errno.h>
#include <stdatomic.h>

/* glibc's: 0 is locked for the processor that this lind-glibc is configured for; here all are of one kind. */
enum { FREE = 1, LOCKED = 0 };

int __lind_rust_pthread_spin_init(atomic_int *lock, int shared)
{
	(void)shared;
	atomic_store(lock, FREE);
	return 0;
}

int __lind_rust_pthread_spin_destroy(atomic_int *lock)
{
	(void)lock;
	return 0;
}

int __lind_rust_pthread_spin_trylock(atomic_int *lock)
{
	return atomic_exchange(lock, LOCKED) == FREE ? 0 : EBUSY;
}

int __lind_rust_pthread_spin_lock(atomic_int *lock)
{
	while (__lind_rust_pthread_spin_trylock(lock))
		;
	return 0;
}

int __lind_rust_pthread_spin_unlock(atomic_int *lock)
{
	atomic_store(lock, FREE);
	return 0;
}
