/* SPDX-License-Identifier: Apache-2.0 */
/*
 * epoll. The host gives the file's number where the caller's 64 bits belong, so these are kept here. It cannot
 * duplicate an epoll file, and panics where one is expected and is none: a duplicate is another number for the same
 * instance here, and the instance's own number stays taken until the last of them is closed.
 *
 * Instances are found and read without a lock; what is written is written under one.
 */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "lind.h"
#include "lind_files.h"
#include "lind_masked.h"

int pipe(int ends[2]);

enum { CLOSE = 3, EPOLL_WAIT = 232, EPOLL_CTL = 233, EPOLL_CREATE1 = 291 };
enum { CTL_ADD = 1, CTL_DEL = 2 };

/* As many files as lind gives to a process (RLIMIT_NOFILE). */
enum { FILES = 1024 };

/* Of one call; who asks for more gets the rest by the next. */
enum { EVENTS = 256 };

struct event {
	uint32_t events;
	uint64_t data;
};

/* x86-64's. */
struct host_event {
	uint32_t events;
	uint64_t data;
} __attribute__((packed));

struct instance {
	int epoll, names;
	_Atomic uint64_t data[FILES];
};

static _Atomic(struct instance *) instances[FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct instance *instance_of(int file)
{
	return file < 0 || file >= FILES ? NULL : atomic_load_explicit(&instances[file], memory_order_acquire);
}

/* A number that is no epoll; one that only an instance keeps for itself has been closed. */
static int no_instance(int file)
{
	for (int i = 0; i < FILES; i++) {
		struct instance *instance = instance_of(i);

		if (instance && instance->epoll == file)
			return lind_fails(EBADF);
	}
	return lind_fails(fcntl(file, F_GETFD) < 0 ? EBADF : EINVAL);
}

static int host_close(int file)
{
	return lind_call(CLOSE, "syscall|close", (uint64_t)file, LIND_UNUSED, LIND_UNUSED, LIND_UNUSED, LIND_UNUSED,
			 LIND_UNUSED);
}

int __lind_rust_epoll_create1(int flags)
{
	struct instance *instance = calloc(1, sizeof *instance);

	if (!instance)
		return -1;
	instance->names = 1;
	instance->epoll = lind_call(EPOLL_CREATE1, "syscall|epoll_create1", (uint64_t)flags, LIND_UNUSED, LIND_UNUSED,
				    LIND_UNUSED, LIND_UNUSED, LIND_UNUSED);
	if (instance->epoll < 0) {
		free(instance);
		return -1;
	}
	atomic_store(&instances[instance->epoll % FILES], instance);
	return instance->epoll;
}

int __lind_rust_epoll_create(int size)
{
	return size > 0 ? __lind_rust_epoll_create1(0) : lind_fails(EINVAL);
}

/* Called under the lock. */
static int control(struct instance *instance, int what, int file, const struct event *event)
{
	struct host_event host = {event ? event->events : 0, 0};
	uint64_t before = atomic_load(&instance->data[file]);
	int result;

	/* Before the host knows: another thread may wait already. */
	if (what != CTL_DEL)
		atomic_store(&instance->data[file], event->data);
	result = lind_call(EPOLL_CTL, "syscall|epoll_ctl", (uint64_t)instance->epoll, (uint64_t)what, (uint64_t)file,
			   lind_address(&host), LIND_UNUSED, LIND_UNUSED);
	if (result < 0 && what != CTL_DEL)
		atomic_store(&instance->data[file], before);
	return result;
}

int __lind_rust_epoll_ctl(int epoll, int what, int file, const struct event *event)
{
	struct instance *instance;
	int result;

	if (file < 0 || file >= FILES)
		return lind_fails(EBADF);
	if (!event && what != CTL_DEL)
		return lind_fails(EFAULT);
	pthread_mutex_lock(&lock);
	instance = instance_of(epoll);
	if (!instance)
		result = no_instance(epoll);
	else if (instance_of(file))
		/* An epoll in an epoll is beyond the host. */
		result = lind_fails(instance_of(file) == instance ? EINVAL : EPERM);
	else
		result = control(instance, what, file, event);
	pthread_mutex_unlock(&lock);
	return result;
}

static int wait_once(int epoll, struct event *events, int most, int milliseconds)
{
	struct host_event host[EVENTS];
	struct instance *instance = instance_of(epoll);
	int n;

	if (!instance)
		return no_instance(epoll);
	if (most <= 0)
		return lind_fails(EINVAL);
	n = lind_call(EPOLL_WAIT, "syscall|epoll_wait", (uint64_t)instance->epoll, lind_address(host),
		      (uint64_t)(most < EVENTS ? most : EVENTS), (uint64_t)milliseconds, LIND_UNUSED, LIND_UNUSED);
	for (int i = 0; i < n; i++) {
		events[i].events = host[i].events;
		events[i].data = host[i].data < FILES ? atomic_load(&instance->data[host[i].data]) : 0;
	}
	return n;
}

struct wait {
	int epoll, most;
	struct event *events;
};

static int wait_again(void *p, int milliseconds)
{
	const struct wait *wait = p;

	return wait_once(wait->epoll, wait->events, wait->most, milliseconds);
}

int __lind_rust_epoll_wait(int epoll, struct event *events, int most, int milliseconds)
{
	struct wait wait = {epoll, most, events};

	return lind_undisturbed_wait(milliseconds, wait_again, &wait);
}

int __lind_rust_epoll_pwait(int epoll, struct event *events, int most, int milliseconds, const sigset_t *mask)
{
	struct wait wait = {epoll, most, events};

	return lind_masked_wait(mask, milliseconds, wait_again, &wait);
}

int __lind_rust_milliseconds(const struct rust_timespec *wait);

int __lind_rust_epoll_pwait2(int epoll, struct event *events, int most, const struct rust_timespec *wait,
			     const sigset_t *mask)
{
	return __lind_rust_epoll_pwait(epoll, events, most, __lind_rust_milliseconds(wait), mask);
}

/* ---- for lind_files.c, which is linked with any program and has these where epoll is ---- */

int lind_epoll_is(int file)
{
	return instance_of(file) != NULL;
}

/* A number that no one else gets, which is all that a duplicate has to be: an end of a pipe. */
int lind_epoll_duplicate(int file, int at_least, int close_on_exec)
{
	struct instance *instance;
	int ends[2], number = -1;

	if (pipe(ends))
		return -1;
	number = fcntl(ends[0], close_on_exec ? F_DUPFD_CLOEXEC : F_DUPFD, at_least);
	host_close(ends[0]);
	host_close(ends[1]);
	if (number < 0)
		return -1;
	pthread_mutex_lock(&lock);
	instance = instance_of(file);
	if (instance && number < FILES) {
		instance->names++;
		atomic_store(&instances[number], instance);
	}
	pthread_mutex_unlock(&lock);
	if (instance && number < FILES)
		return number;
	host_close(number);
	return lind_fails(EBADF);
}

int lind_epoll_close(int file)
{
	struct instance *instance;
	int last = 0, epoll = -1;

	pthread_mutex_lock(&lock);
	instance = instance_of(file);
	if (instance) {
		atomic_store(&instances[file], (struct instance *)NULL);
		epoll = instance->epoll;
		last = !--instance->names;
	}
	pthread_mutex_unlock(&lock);
	if (file != epoll)
		host_close(file);
	if (last) {
		free(instance);
		host_close(epoll);
	}
	return 0;
}
