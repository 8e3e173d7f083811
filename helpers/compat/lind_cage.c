/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Of a dynamic program: which cage this is, and where its memory lies in the host. libc.so keeps its own to itself,
 * and a question to the host takes as long as some hundred system calls, since lind-boot copies its table of all
 * symbols for it (lind-multi-process/src/lib.rs, current_cageid). So that is asked once in each process; getpid()
 * tells a forked child, of whatever fork, from its parent.
 */
#ifdef __PIC__
#include <stdatomic.h>
#include <unistd.h>

#include "lind.h"

enum { NONE = -1 };

uint64_t host_memory_base(void) __attribute__((import_module("lind"), import_name("lind-get-memory-base")));
uint64_t host_cage_id(void) __attribute__((import_module("lind"), import_name("lind-get-cage-id")));

static _Atomic uint64_t memory_base, cage_id;
static atomic_int known_for = NONE;

static void know(void)
{
	int process = getpid();

	if (atomic_load(&known_for) == process)
		return;
	atomic_store(&memory_base, host_memory_base());
	atomic_store(&cage_id, host_cage_id());
	atomic_store(&known_for, process);
}

uint64_t lind_memory_base(void)
{
	know();
	return atomic_load(&memory_base);
}

uint64_t lind_cage_id(void)
{
	know();
	return atomic_load(&cage_id);
}

void lind_forget_cage(void)
{
	atomic_store(&known_for, NONE);
}
#endif
