/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Limits: the host fills two 32-bit numbers, also where lind-glibc asks it for 64-bit ones. They cannot be set. Of those
 * that it does not know it says 0, or panics: these are without limit.
 */
#if __has_include(<sys/resource.h>)
#include <sys/resource.h>
#include <unistd.h>

#include "lind.h"

struct rust_rlimit64 {
	uint64_t now, most;
};

enum { DATA = 2, AS = 9, MEMLOCK = 8 };

int __lind_rust_getrlimit(int what, struct rlimit *to)
{
	if (what < 0 || what >= RLIM_NLIMITS)
		return lind_fails(EINVAL);
	if (what >= DATA && what <= AS && what != MEMLOCK)
		return getrlimit((__typeof__(RLIMIT_NOFILE))what, to);
	*to = (struct rlimit){RLIM_INFINITY, RLIM_INFINITY};
	return 0;
}

int __lind_rust_getrlimit64(int what, struct rust_rlimit64 *to)
{
	struct rlimit narrow;

	if (__lind_rust_getrlimit(what, &narrow))
		return -1;
	to->now = narrow.rlim_cur == RLIM_INFINITY ? UINT64_MAX : narrow.rlim_cur;
	to->most = narrow.rlim_max == RLIM_INFINITY ? UINT64_MAX : narrow.rlim_max;
	return 0;
}

/* To what it is already, a limit can be set. */
int __lind_rust_setrlimit(int what, const struct rlimit *to)
{
	struct rlimit now;

	if (__lind_rust_getrlimit(what, &now))
		return -1;
	return now.rlim_cur == to->rlim_cur && now.rlim_max == to->rlim_max ? 0 : lind_fails(EPERM);
}

int __lind_rust_setrlimit64(int what, const struct rust_rlimit64 *to)
{
	struct rust_rlimit64 now;

	if (__lind_rust_getrlimit64(what, &now))
		return -1;
	return now.now == to->now && now.most == to->most ? 0 : lind_fails(EPERM);
}

static int is_self(pid_t process)
{
	return !process || process == getpid();
}

int __lind_rust_prlimit(pid_t process, int what, const struct rlimit *to, struct rlimit *from)
{
	if (!is_self(process))
		return lind_fails(ESRCH);
	if (from && __lind_rust_getrlimit(what, from))
		return -1;
	return to ? __lind_rust_setrlimit(what, to) : 0;
}

int __lind_rust_prlimit64(pid_t process, int what, const struct rust_rlimit64 *to, struct rust_rlimit64 *from)
{
	if (!is_self(process))
		return lind_fails(ESRCH);
	if (from && __lind_rust_getrlimit64(what, from))
		return -1;
	return to ? __lind_rust_setrlimit64(what, to) : 0;
}
#endif
