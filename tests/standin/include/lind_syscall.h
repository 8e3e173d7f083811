/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_LIND_SYSCALL_H
#define STANDIN_LIND_SYSCALL_H

#include <stdint.h>

/* Or'ed into an argument's cage id: the argument is an address in the memory
   of that cage and has to be turned into a host address. */
#define GRATE_MEMORY_FLAG ((uint64_t)1 << 63)

/* The host address of this program's memory, and its number. */
extern uint64_t __lind_base;
extern uint64_t __lind_cageid;

/* Makes system call `number`. With `translate` set, a negative errno value
   is stored in errno and -1 returned; else the host's answer is returned. */
int make_threei_call(unsigned int number, uint64_t name, uint64_t self, uint64_t target,
	uint64_t arg1, uint64_t cage1, uint64_t arg2, uint64_t cage2,
	uint64_t arg3, uint64_t cage3, uint64_t arg4, uint64_t cage4,
	uint64_t arg5, uint64_t cage5, uint64_t arg6, uint64_t cage6, int translate);

int register_handler(uint64_t target, uint64_t number, uint64_t grate, uint64_t function);
int copy_data_between_cages(uint64_t self, uint64_t target, uint64_t from, uint64_t from_cage,
	uint64_t to, uint64_t to_cage, uint64_t size, uint64_t kind);
int copy_handler_table_to_cage(uint64_t from, uint64_t target);

#endif
