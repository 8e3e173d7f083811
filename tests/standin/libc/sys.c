/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <lind_syscall.h>
#include "sys.h"

#define IMPORT(name) __attribute__((__import_module__("lind"), __import_name__(name)))

int __lind_make_syscall(unsigned number, uint64_t name, uint64_t self, uint64_t target,
	uint64_t arg1, uint64_t cage1, uint64_t arg2, uint64_t cage2,
	uint64_t arg3, uint64_t cage3, uint64_t arg4, uint64_t cage4,
	uint64_t arg5, uint64_t cage5, uint64_t arg6, uint64_t cage6) IMPORT("make-syscall");
uint64_t __lind_get_memory_base(void) IMPORT("lind-get-memory-base");
uint64_t __lind_get_cage_id(void) IMPORT("lind-get-cage-id");

uint64_t __lind_base;
uint64_t __lind_cageid;

/* Before the constructors of the program, which may make system calls. */
__attribute__((__constructor__(101))) void
__lind_init_addr_translation(void)
{
	if (__lind_cageid)
		return;
	__lind_base = __lind_get_memory_base();
	__lind_cageid = __lind_get_cage_id();
}

static uint64_t
translate(uint64_t arg, uint64_t cage)
{
	if ((cage & GRATE_MEMORY_FLAG) && (cage & ~GRATE_MEMORY_FLAG) == __lind_cageid)
		return __lind_base + arg;
	return arg;
}

int
make_threei_call(unsigned number, uint64_t name, uint64_t self, uint64_t target,
	uint64_t arg1, uint64_t cage1, uint64_t arg2, uint64_t cage2,
	uint64_t arg3, uint64_t cage3, uint64_t arg4, uint64_t cage4,
	uint64_t arg5, uint64_t cage5, uint64_t arg6, uint64_t cage6, int translate_errno)
{
	const uint64_t mask = ~GRATE_MEMORY_FLAG;
	int result = __lind_make_syscall(number, name, self, target,
		translate(arg1, cage1), cage1 & mask, translate(arg2, cage2), cage2 & mask,
		translate(arg3, cage3), cage3 & mask, translate(arg4, cage4), cage4 & mask,
		translate(arg5, cage5), cage5 & mask, translate(arg6, cage6), cage6 & mask);

	return translate_errno ? __sys_result(result) : result;
}

int
__sys(unsigned number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f)
{
	uint64_t me = __lind_cageid;

	return __lind_make_syscall(number, 0, me, me, a, me, b, me, c, me, d, me, e, me, f, me);
}

int
__sys_result(int result)
{
	if (result < 0 && result > -256) {
		errno = -result;
		return -1;
	}
	return result;
}
