/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_ASSERT_GUARD_H
#define STANDIN_ASSERT_GUARD_H

__attribute__((__noreturn__)) void __assert_fail(const char *expr, const char *file, unsigned line, const char *func);

#define static_assert _Static_assert

#endif

/* Outside the guard: each inclusion obeys the NDEBUG of its moment. */
#undef assert
#ifdef NDEBUG
#define assert(expr) ((void)0)
#else
#define assert(expr) ((expr) ? (void)0 : __assert_fail(#expr, __FILE__, __LINE__, __func__))
#endif
