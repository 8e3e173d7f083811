/* SPDX-License-Identifier: Apache-2.0 */
/* The range of priorities, which is Linux's and never changes: lind-boot panics when it is asked for it. */
#include "lind.h"

static int of_policy(int policy, int real_time)
{
	enum { OTHER, FIFO, RR, BATCH, IDLE = 5 };

	switch (policy) {
	case FIFO:
	case RR:
		return real_time;
	case OTHER:
	case BATCH:
	case IDLE:
		return 0;
	default:
		return lind_fails(EINVAL);
	}
}

int __lind_rust_sched_get_priority_max(int policy)
{
	return of_policy(policy, 99);
}

int __lind_rust_sched_get_priority_min(int policy)
{
	return of_policy(policy, 1);
}
