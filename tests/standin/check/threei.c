/* SPDX-License-Identifier: Apache-2.0 */
/* make_threei_call() serves futexes on host addresses, as std's overlay uses it. */
#include <errno.h>
#include <lind_syscall.h>
#include <pthread.h>
#include <sys/syscall.h>
#include "check.h"

enum { FUTEX_WAIT = 0, FUTEX_WAKE = 1 };

static int word;

static int
futex(int operation, int value)
{
	const uint64_t none = 0xdeadbeefdeadbeef;
	uint64_t me = __lind_cageid;

	return make_threei_call(SYS_futex, 0, me, me, __lind_base + (uintptr_t)&word, me,
		(uint64_t)operation, me, (uint64_t)value, me, 0, me, none, me, none, me, 1);
}

static void *
work(void *arg)
{
	__atomic_store_n(&word, 1, __ATOMIC_SEQ_CST);
	while (futex(FUTEX_WAKE, 1) == 0)
		sched_yield();
	return arg;
}

int
main(void)
{
	const uint64_t mine = GRATE_MEMORY_FLAG | __lind_cageid;
	struct timespec ts = {0};
	pthread_t thread;

	CHECK(futex(FUTEX_WAIT, 7) == -1 && errno == EAGAIN);
	CHECK(__lind_base != 0);
	CHECK_INT(make_threei_call(SYS_clock_gettime, 0, __lind_cageid, __lind_cageid, CLOCK_REALTIME, 0,
		(uint64_t)(uintptr_t)&ts, mine, 0, 0, 0, 0, 0, 0, 0, 0, 1), 0);
	CHECK(ts.tv_sec > 1600000000);
	CHECK_INT(make_threei_call(9999, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), -ENOSYS);
	CHECK_INT(pthread_create(&thread, NULL, work, NULL), 0);
	while (__atomic_load_n(&word, __ATOMIC_SEQ_CST) == 0)
		;
	CHECK_INT(futex(FUTEX_WAIT, 1), 0);
	CHECK_INT(pthread_join(thread, NULL), 0);
	return 0;
}
