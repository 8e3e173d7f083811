/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>
#include "sys.h"

pid_t
getpid(void)
{
	return SYS0(SYS_getpid);
}

pid_t
getppid(void)
{
	return SYS0(SYS_getppid);
}

uid_t
getuid(void)
{
	return (uid_t)SYS0(SYS_getuid);
}

uid_t
geteuid(void)
{
	return (uid_t)SYS0(SYS_geteuid);
}

gid_t
getgid(void)
{
	return (gid_t)SYS0(SYS_getgid);
}

gid_t
getegid(void)
{
	return (gid_t)SYS0(SYS_getegid);
}

int
getpagesize(void)
{
	return 4096;
}

int
gethostname(char *name, size_t size)
{
	strlcpy(name, "standin", size);
	return 0;
}

long
sysconf(int name)
{
	switch (name) {
	case _SC_ARG_MAX:
		return 2097152;
	case _SC_CLK_TCK:
		return 100;
	case _SC_OPEN_MAX:
	case _SC_IOV_MAX:
		return 1024;
	case _SC_PAGESIZE:
		return 4096;
	case _SC_NPROCESSORS_CONF:
	case _SC_NPROCESSORS_ONLN:
		return 1;
	case _SC_PHYS_PAGES:
		return __builtin_wasm_memory_size(0) * 16;
	}
	errno = EINVAL;
	return -1;
}

/* The one processor that sysconf() tells of. */
int
sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set)
{
	(void)pid;
	memset(set, 0, size);
	*set->__bits = 1;
	return 0;
}
