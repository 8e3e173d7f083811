/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_SYS_H
#define STANDIN_SYS_H

/* How the library reaches its host: one call, lind's make-syscall. */

#include <stdint.h>
#include <sys/syscall.h>

extern uint64_t __lind_base;
extern uint64_t __lind_cageid;

/* Makes the call and gives back the host's raw answer, -errno on failure. */
int __sys(unsigned number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f);

/* Gives back `result`, or stores the errno that it carries and gives -1. */
int __sys_result(int result);

/* What stands in an argument that the call does not have. */
#define NONE 0xdeadbeefdeadbeefULL

#define SYS0(n) __sys(n, NONE, NONE, NONE, NONE, NONE, NONE)
#define SYS1(n, a) __sys(n, (uint64_t)(a), NONE, NONE, NONE, NONE, NONE)
#define SYS2(n, a, b) __sys(n, (uint64_t)(a), (uint64_t)(b), NONE, NONE, NONE, NONE)
#define SYS3(n, a, b, c) __sys(n, (uint64_t)(a), (uint64_t)(b), (uint64_t)(c), NONE, NONE, NONE)
#define SYS4(n, a, b, c, d) \
	__sys(n, (uint64_t)(a), (uint64_t)(b), (uint64_t)(c), (uint64_t)(d), NONE, NONE)
#define SYS5(n, a, b, c, d, e) \
	__sys(n, (uint64_t)(a), (uint64_t)(b), (uint64_t)(c), (uint64_t)(d), (uint64_t)(e), NONE)

/* The host's address of `p`. */
static inline uint64_t
host(const volatile void *p)
{
	return p ? __lind_base + (uintptr_t)p : 0;
}

#endif
