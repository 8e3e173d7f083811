/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A lock for a few instructions or one system call. Its holder is written into it, by process and thread: a child that was
 * forked while another thread held it has a copy that nobody will ever open, and takes it; a handler of a signal, which lind
 * may run as a system call ends, finds its own thread there and goes on.
 */
#ifndef LIND_RUST_COMPAT_LIND_LOCK_H
#define LIND_RUST_COMPAT_LIND_LOCK_H

#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "lind.h"

/* 0: open. Else the process, above 32 bits of where the thread's thread-local variables are. */
typedef _Atomic uint64_t lind_lock;

/* A grate's worker has no such place before it is given one: it is no thread's then. */
enum { LIND_LOCK_NOBODYS = 1 };

/* false: the caller's thread holds it already, further up, and is to open it there. */
static inline bool lind_lock_take(lind_lock *lock)
{
	uint32_t thread = (uint32_t)(uintptr_t)__builtin_wasm_tls_base();
	uint64_t process = lind_cage_id() + 1, own = process << 32 | (thread ? thread : LIND_LOCK_NOBODYS), held = 0;

	while (!atomic_compare_exchange_weak(lock, &held, own)) {
		if (!held || held >> 32 != process)
			continue; /* open, or of the process that this one was forked from: with that value once more */
		if (held == own && thread)
			return false;
		sched_yield();
		held = 0;
	}
	return true;
}

static inline void lind_lock_open(lind_lock *lock)
{
	atomic_store(lock, 0);
}

#endif
