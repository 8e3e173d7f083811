/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What lind-glibc's headers declare, or crates declare for themselves, and its libc.a does not have: by C's own names, for
 * C, and for crates that do not go through the crate libc (inotify-sys). Programs would not link without them. They are
 * weak: a C library may have some of them, and is linked before. (clock_nanosleep: wasip1.c; of the unwinder:
 * lind_backtrace.c.)
 */
#define WEAK __attribute__((weak))

#define LACKING_0(NAME)                        \
	int __lind_rust_##NAME(void);          \
	WEAK int NAME(void)                    \
	{                                      \
		return __lind_rust_##NAME();   \
	}
#define LACKING_1(NAME)                        \
	int __lind_rust_##NAME(int a);         \
	WEAK int NAME(int a)                   \
	{                                      \
		return __lind_rust_##NAME(a);  \
	}
#define LACKING_2(NAME)                          \
	int __lind_rust_##NAME(int a, int b);    \
	WEAK int NAME(int a, int b)              \
	{                                        \
		return __lind_rust_##NAME(a, b); \
	}
#define LACKING_3(NAME)                              \
	int __lind_rust_##NAME(int a, int b, int c); \
	WEAK int NAME(int a, int b, int c)           \
	{                                            \
		return __lind_rust_##NAME(a, b, c);  \
	}

LACKING_0(gettid)
LACKING_2(getgroups)
LACKING_3(madvise)
LACKING_3(tgkill)
LACKING_1(sysinfo)
LACKING_3(close_range)
LACKING_2(memfd_create)
LACKING_2(eventfd)
LACKING_2(timerfd_create)
LACKING_1(inotify_init1)
LACKING_3(inotify_add_watch)
LACKING_2(inotify_rm_watch)
LACKING_2(fanotify_init)
