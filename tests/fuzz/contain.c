/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Between a fuzzer of others (libFuzzer, AFL++) and a target: a run that ends the program ends the run alone, and no
 * input opens a file of this machine. Targets are compiled with -DLLVMFuzzerTestOneInput=fuzz_target for this; driver.c
 * does the same for itself.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

int fuzz_target(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
void __real_exit(int status);
void __wrap_exit(int status);
int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);

static jmp_buf back;
static bool runs;

/* fatal() and misuse() end a program. */
void __wrap_exit(int status)
{
	if (runs)
		longjmp(back, 1);
	__real_exit(status);
}

int __wrap_open(const char *path, int flags, ...)
{
	if (!runs)
		return __real_open(path, flags, 0666);
	if (!strncmp(path, "/proc/self/fd/", 14))
		return openat(AT_FDCWD, path, flags & ~O_CREAT);
	errno = ENOENT;
	return -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	runs = true;
	if (!setjmp(back))
		fuzz_target(data, size);
	runs = false;
	return 0;
}
