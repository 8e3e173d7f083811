/* SPDX-License-Identifier: Apache-2.0 */
/* setitimer: the host's structure is Rust's but for the padding; it knows ITIMER_REAL alone and ignores the others. */
#include "lind.h"

enum { SETITIMER = 38, REAL = 0 };

struct rust_itimer {
	struct rust_timeval interval, value;
};

int __lind_rust_setitimer(int which, const struct rust_itimer *to, struct rust_itimer *old)
{
	struct host_time host[2];

	if (which != REAL)
		return lind_fails(ENOSYS);
	if (to) {
		host[0] = (struct host_time){to->interval.sec, to->interval.usec};
		host[1] = (struct host_time){to->value.sec, to->value.usec};
	}
	return lind_call(SETITIMER, "syscall|setitimer", (uint64_t)which, lind_address(to ? host : NULL), lind_address(old),
			 LIND_UNUSED, LIND_UNUSED, LIND_UNUSED);
}
