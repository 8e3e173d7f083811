/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Rust's std for wasm32-wasip1 wants from wasi-libc and lind-glibc does not have. Compiled against the sysroot's
 * own headers and linked where something refers to it, which a C program never does.
 */
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

/*
 * wasi-libc's clocks are addresses of objects; lind-glibc's are numbers. std takes these addresses, and the linker's
 * --wrap=clock_gettime leads every call here. A number is never the address of an object: those lie above the stack.
 */
const char _CLOCK_REALTIME = CLOCK_REALTIME;
const char _CLOCK_MONOTONIC = CLOCK_MONOTONIC;

int __real_clock_gettime(clockid_t clock, struct timespec *now);

static clockid_t clock_number(clockid_t clock)
{
	if (clock == (clockid_t)(long)&_CLOCK_REALTIME)
		return CLOCK_REALTIME;
	if (clock == (clockid_t)(long)&_CLOCK_MONOTONIC)
		return CLOCK_MONOTONIC;
	return clock;
}

int __wrap_clock_gettime(clockid_t clock, struct timespec *now)
{
	return __real_clock_gettime(clock_number(clock), now);
}

/*
 * lind-glibc has only the internal __clock_nanosleep_time64. Members are copied one by one since the host reads the
 * padding between them: Rust's 64-bit seconds fill it, a zeroed structure of C's does not.
 */
int clock_nanosleep(clockid_t clock, int flags, const struct timespec *request, struct timespec *left)
{
	struct timespec wait = {0}, now = {0};

	if (request->tv_nsec < 0 || request->tv_nsec >= 1000000000)
		return EINVAL;
	wait.tv_sec = request->tv_sec;
	wait.tv_nsec = request->tv_nsec;
	if (flags & TIMER_ABSTIME) {
		if (__real_clock_gettime(clock_number(clock), &now))
			return errno;
		wait.tv_sec -= now.tv_sec;
		wait.tv_nsec -= now.tv_nsec;
		if (wait.tv_nsec < 0) {
			wait.tv_sec--;
			wait.tv_nsec += 1000000000;
		}
		if (wait.tv_sec < 0)
			return 0;
		left = NULL;
	}
	return nanosleep(&wait, left) ? errno : 0;
}

/*
 * std wants POSIX's strerror_r, which fills the buffer; glibc's by this name returns the text. This one does both, so
 * that the C code of a mixed program goes on with the one that its headers promise.
 */
char *__real_strerror_r(int number, char *buffer, size_t size);

char *__wrap_strerror_r(int number, char *buffer, size_t size)
{
	const char *text = __real_strerror_r(number, buffer, size);
	size_t n;

	if (text == buffer || !size)
		return buffer;
	n = strlen(text);
	if (n >= size)
		n = size - 1;
	memcpy(buffer, text, n);
	buffer[n] = '\0';
	return buffer;
}

/* wasi-libc reads the environment late and asks through this; crt1 of lind-glibc has read it before main. */
extern char **environ;

char **__wasilibc_get_environ(void)
{
	return environ;
}
