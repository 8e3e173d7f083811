/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A lock for a few instructions or one system call. Its holder's process is written into it: a child that was forked while
 * another thread held it has a copy that nobody will ever open, and takes it.
 */
#ifndef LIND_RUST_COMPAT_LIND_LOCK_H
#define LIND_RUST_COMPAT_LIND_LOCK_H

#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>

#include "lind.h"

/* 0: open. */
typedef _Atomic uint32_t lind_lock;

static inline void lind_lock_take(lind_lock *lock)
{
	uint32_t own = (uint32_t)lind_cage_id() + 1, held = 0;

	while (!atomic_compare_exchange_weak(lock, &held, own)) {
		if (held != own)
			continue; /* open, or of the process that this one was forked from */
		sched_yield();
		held = 0;
	}
}

static inline void lind_lock_open(lind_lock *lock)
{
	atomic_store(lock, 0);
}

#endif
