/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What lind does not have. lind-glibc lacks some of these; of the others it has what glibc's system call macros leave
 * where there is no such instruction: a function that does nothing and returns whatever was there, 0 more often than not.
 * A program that is told ENOSYS takes another way, or says so.
 */
#include <pthread.h>

#include "lind.h"
#include "lind_wraps.h"

#define ABSENT_0(NAME)                  \
	int __lind_rust_##NAME(void)    \
	{                               \
		return lind_fails(ENOSYS); \
	}
#define ABSENT_1(NAME)                  \
	int __lind_rust_##NAME(int a)   \
	{                               \
		(void)a;                \
		return lind_fails(ENOSYS); \
	}
#define ABSENT_2(NAME)                       \
	int __lind_rust_##NAME(int a, int b) \
	{                                    \
		(void)a, (void)b;            \
		return lind_fails(ENOSYS);      \
	}
#define ABSENT_3(NAME)                              \
	int __lind_rust_##NAME(int a, int b, int c) \
	{                                           \
		(void)a, (void)b, (void)c;          \
		return lind_fails(ENOSYS);             \
	}
#define ABSENT_4(NAME)                                     \
	int __lind_rust_##NAME(int a, int b, int c, int d) \
	{                                                  \
		(void)a, (void)b, (void)c, (void)d;        \
		return lind_fails(ENOSYS);                    \
	}
#define ABSENT_5(NAME)                                            \
	int __lind_rust_##NAME(int a, int b, int c, int d, int e) \
	{                                                         \
		(void)a, (void)b, (void)c, (void)d, (void)e;      \
		return lind_fails(ENOSYS);                           \
	}
#define ABSENT_6(NAME)                                                   \
	int __lind_rust_##NAME(int a, int b, int c, int d, int e, int f) \
	{                                                                \
		(void)a, (void)b, (void)c, (void)d, (void)e, (void)f;    \
		return lind_fails(ENOSYS);                                  \
	}

/* Files and directories. */
ABSENT_0(inotify_init)
ABSENT_1(inotify_init1)
ABSENT_3(inotify_add_watch)
ABSENT_2(inotify_rm_watch)
ABSENT_2(fanotify_init)
ABSENT_5(name_to_handle_at)
ABSENT_3(open_by_handle_at)
ABSENT_5(mount)
ABSENT_1(umount)
ABSENT_2(umount2)
ABSENT_4(quotactl)
ABSENT_3(close_range)
ABSENT_2(memfd_create)
ABSENT_6(splice)
ABSENT_4(tee)
ABSENT_4(vmsplice)

int __lind_rust_fanotify_mark(int a, unsigned b, uint64_t mask, int c, int path)
{
	(void)a, (void)b, (void)mask, (void)c, (void)path;
	return lind_fails(ENOSYS);
}

int __lind_rust_readahead(int file, int64_t offset, size_t n)
{
	(void)file, (void)offset, (void)n;
	return lind_fails(ENOSYS);
}

/* Memory; the result of mremap is MAP_FAILED. The dots of C's declaration are one address here. */
ABSENT_5(mremap)
ABSENT_3(mlock2)

/* Events and timers as files. */
ABSENT_2(eventfd)
ABSENT_3(signalfd)
ABSENT_2(timerfd_create)
ABSENT_2(timerfd_gettime)
ABSENT_4(timerfd_settime)
ABSENT_3(timer_create)
ABSENT_1(timer_delete)
ABSENT_1(timer_getoverrun)
ABSENT_2(timer_gettime)
ABSENT_4(timer_settime)

/* Clocks are the host's to set. */
ABSENT_1(adjtimex)
ABSENT_2(adjtime)
ABSENT_2(clock_adjtime)
ABSENT_2(clock_settime)
ABSENT_1(ntp_gettime)
ABSENT_1(ntp_adjtime)
ABSENT_2(settimeofday)

/* It waits with a time by futexes that are not those of the threads that work. */
ABSENT_3(aio_suspend)

/* Signals. */
ABSENT_1(sigpending)
WRAPS_BY(sigpending, sigpending);
ABSENT_3(sigqueue)
ABSENT_3(sigtimedwait)
ABSENT_2(sigwaitinfo)
ABSENT_3(tgkill)

/* Processes. */
ABSENT_5(clone)
ABSENT_1(unshare)
ABSENT_2(setns)
ABSENT_1(getcontext)
ABSENT_5(execveat)
ABSENT_3(fexecve)
ABSENT_2(getpriority)
ABSENT_3(setpriority)
ABSENT_1(nice)
ABSENT_2(getrusage)
ABSENT_1(times)
ABSENT_1(personality)
ABSENT_2(prctl)
ABSENT_2(ptrace)
ABSENT_6(process_vm_readv)
ABSENT_6(process_vm_writev)
ABSENT_2(setpgid)

/* Users and groups: a program is what it was started as. */
ABSENT_1(setuid)
ABSENT_1(seteuid)
ABSENT_2(setreuid)
ABSENT_3(setresuid)
ABSENT_1(setgid)
ABSENT_1(setegid)
ABSENT_2(setregid)
ABSENT_3(setresgid)
ABSENT_1(setfsuid)
ABSENT_1(setfsgid)
ABSENT_2(setgroups)
ABSENT_2(getgroups)

/* Scheduling. std counts the processors by sysconf then, which reads /sys. */
ABSENT_3(sched_getaffinity)
ABSENT_3(sched_setaffinity)
ABSENT_0(sched_getcpu)
ABSENT_2(sched_getparam)
ABSENT_2(sched_setparam)
ABSENT_1(sched_getscheduler)
ABSENT_3(sched_setscheduler)
ABSENT_2(sched_rr_get_interval)

/* Messages, semaphores of System V and message queues. */
ABSENT_3(msgctl)
ABSENT_2(msgget)
ABSENT_5(msgrcv)
ABSENT_4(msgsnd)
ABSENT_4(semctl)
ABSENT_3(semget)
ABSENT_3(semop)
ABSENT_1(mq_close)
ABSENT_2(mq_notify)
ABSENT_3(mq_open)
ABSENT_2(mq_getattr)
ABSENT_3(mq_setattr)
ABSENT_4(mq_receive)
ABSENT_4(mq_send)
ABSENT_5(mq_timedreceive)
ABSENT_5(mq_timedsend)
ABSENT_1(mq_unlink)

/* Of the machine. */
ABSENT_3(klogctl)
ABSENT_6(sysctl)
ABSENT_1(sysinfo)
ABSENT_1(reboot)
ABSENT_1(getifaddrs)

/* The same, by requests of ioctl that lind-boot does not know. */
unsigned __lind_rust_if_nametoindex(const char *name)
{
	(void)name;
	errno = ENOSYS;
	return 0;
}

char *__lind_rust_if_indextoname(unsigned number, char *to)
{
	(void)number, (void)to;
	errno = ENOSYS;
	return NULL;
}

/* Terminals. */
ABSENT_1(tcdrain)
ABSENT_2(tcsendbreak)
ABSENT_2(tcflush)
ABSENT_2(tcflow)

/* Those that return the number of the error. */
#define ABSENT_NUMBER_2(NAME)                \
	int __lind_rust_##NAME(int a, int b) \
	{                                    \
		(void)a, (void)b;            \
		return ENOSYS;               \
	}
#define ABSENT_NUMBER_3(NAME)                       \
	int __lind_rust_##NAME(int a, int b, int c) \
	{                                           \
		(void)a, (void)b, (void)c;          \
		return ENOSYS;                      \
	}

/* lind-glibc's marks a record of the thread that the thread itself does not look at. */
int __lind_rust_pthread_cancel(pthread_t thread)
{
	(void)thread;
	return ENOSYS;
}
WRAPS_BY(pthread_cancel, pthread_cancel);

ABSENT_NUMBER_3(pthread_getaffinity_np)
ABSENT_NUMBER_3(pthread_setaffinity_np)
ABSENT_NUMBER_3(pthread_sigqueue)
ABSENT_NUMBER_2(clock_getcpuclockid)
ABSENT_NUMBER_2(sigwait)
