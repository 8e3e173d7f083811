/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The entry of a grate. lind-boot runs its handlers in workers, which are instances of the module of their own: they
 * share the memory and have their own globals. Nobody gives them thread-local storage: __tls_base is 0 there, and what
 * is thread-local would lie at the bottom of the stack, shared by all workers and written over by asyncify's unwinding.
 * So the export is this function, which sees to that first; the grate's own one is called by it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>

#include "lind_self.h"

extern void __wasm_init_tls(void *block);
/* crt1.o calls it in the first instance. */
extern void __wasi_init_tp(void) __attribute__((weak));

/* The real entry; its type is what lind-boot calls. */
extern int32_t pass_fptr_to_wt(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t,
			       uint64_t, uint64_t, uint64_t, uint64_t, uint64_t);

static _Thread_local bool worker;

bool lind_in_worker(void)
{
	return worker;
}

static void give_thread_locals(void)
{
	size_t size = __builtin_wasm_tls_size();
	void *block;

	if (__builtin_wasm_tls_base() || !size)
		return;
	/* Not malloc: that needs thread-locals. A worker lives as long as the grate, and so does the block. */
	block = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (block == MAP_FAILED)
		__builtin_trap();
	__wasm_init_tls(block);
	/* The C library's own record of the thread is one of them. */
	if (__wasi_init_tp)
		__wasi_init_tp();
	lind_self_begin();
	worker = true;
}

__attribute__((export_name("pass_fptr_to_wt"))) int32_t
__lind_rust_grate_entry(uint64_t function, uint64_t cage, uint64_t arg1, uint64_t arg1_cage, uint64_t arg2,
			uint64_t arg2_cage, uint64_t arg3, uint64_t arg3_cage, uint64_t arg4, uint64_t arg4_cage, uint64_t arg5,
			uint64_t arg5_cage, uint64_t arg6, uint64_t arg6_cage)
{
	lind_align_stack();
	give_thread_locals();
	return pass_fptr_to_wt(function, cage, arg1, arg1_cage, arg2, arg2_cage, arg3, arg3_cage, arg4, arg4_cage, arg5,
			       arg5_cage, arg6, arg6_cage);
}
