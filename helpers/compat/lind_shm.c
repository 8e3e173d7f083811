/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Semaphores and shared memory that have names or keys. The C library keeps those with names in /dev/shm, which a lindfs
 * need not have: who makes the first one makes the directory. Memory without a key, lind refuses, and a lind-boot that logs
 * panics: it gets one that nobody has.
 */
#if __has_include(<sys/shm.h>) && __has_include(<semaphore.h>)
#include <fcntl.h>
#include <semaphore.h>
#include <stdarg.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lind.h"
#include "lind_shm.h"

int lind_make_shm(int flags)
{
	if (errno != ENOENT || !(flags & O_CREAT))
		return 0;
	mkdir("/dev", 0755);
	if (mkdir("/dev/shm", 01777)) {
		errno = ENOENT;
		return 0;
	}
	chmod("/dev/shm", 01777);
	return 1;
}

sem_t *__lind_rust_sem_open(const char *name, int flags, ...)
{
	mode_t mode;
	unsigned value;
	va_list a;
	sem_t *opened;

	va_start(a, flags);
	mode = flags & O_CREAT ? va_arg(a, mode_t) : 0;
	value = flags & O_CREAT ? va_arg(a, unsigned) : 0;
	va_end(a);
	do
		opened = sem_open(name, flags, mode, value);
	while (opened == SEM_FAILED && lind_make_shm(flags));
	return opened;
}

int __lind_rust_shmget(key_t key, size_t size, int flags)
{
	static _Atomic unsigned given;
	enum { OURS = 0x4c000000, PER_PROCESS = 256 };
	int got;

	if (key != IPC_PRIVATE)
		return shmget(key, size, flags);
	do {
		key = OURS + (key_t)((unsigned)getpid() * PER_PROCESS + given++) % OURS;
		got = shmget(key, size, flags | IPC_CREAT | IPC_EXCL);
	} while (got == -1 && errno == EEXIST);
	return got;
}
#endif
