/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the functions behind the crate libc of wasm32-lind have in common. `link` rules of helpers/overlay/libc.rules bind
 * a function NAME of the crate to __lind_rust_NAME here; C code goes on with the C library's own.
 */
#ifndef LIND_RUST_COMPAT_LIND_H
#define LIND_RUST_COMPAT_LIND_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* struct timespec as Rust has it: the layout of the host's, whose nanoseconds are 64 bits; the upper half is padding. */
struct rust_timespec {
	int64_t sec;
	int32_t nsec;
	int32_t pad;
};

/* struct timeval likewise. */
struct rust_timeval {
	int64_t sec;
	int32_t usec;
	int32_t pad;
};

/* The host's own: what is between a program's members is zero there. */
struct host_time {
	int64_t sec, fraction;
};

/* A copy that the host can read; NULL for NULL. */
static inline struct host_time *host_timespec(struct host_time *copy, const struct rust_timespec *from)
{
	if (!from)
		return NULL;
	copy->sec = from->sec;
	copy->fraction = from->nsec;
	return copy;
}

/* Makes a system call of lind's by its number; addresses are those that lind_address() gives. errno is set. */
int make_threei_call(unsigned number, uint64_t name, uint64_t self, uint64_t target, uint64_t arg1, uint64_t cage1,
		     uint64_t arg2, uint64_t cage2, uint64_t arg3, uint64_t cage3, uint64_t arg4, uint64_t cage4,
		     uint64_t arg5, uint64_t cage5, uint64_t arg6, uint64_t cage6, int set_errno);

#ifdef __PIC__
/* lind_cage.c */
uint64_t lind_memory_base(void);
uint64_t lind_cage_id(void);
/* For a forked child, under a grate that lets it have its parent's number. */
void lind_forget_cage(void);
#else
/* The C library's: of the cage, and where its memory lies in the host. */
extern uint64_t __lind_base, __lind_cageid;

static inline uint64_t lind_memory_base(void)
{
	return __lind_base;
}

static inline uint64_t lind_cage_id(void)
{
	return __lind_cageid;
}

static inline void lind_forget_cage(void)
{
}
#endif

/* What stands in an argument that a call does not have. */
#define LIND_UNUSED 0xdeadbeefdeadbeefull

static inline uint64_t lind_address(const volatile void *p)
{
	return p ? lind_memory_base() + (uintptr_t)p : 0;
}

static inline int lind_call(unsigned number, const char *name, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e,
			    uint64_t f)
{
	uint64_t self = lind_cage_id();

	return make_threei_call(number, (uintptr_t)name, self, self, a, self, b, self, c, self, d, self, e, self, f, self, 1);
}

static inline int lind_fails(int number)
{
	errno = number;
	return -1;
}

#endif
