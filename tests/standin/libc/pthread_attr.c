/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <string.h>

int
pthread_attr_init(pthread_attr_t *attr)
{
	memset(attr, 0, sizeof(*attr));
	return 0;
}

int
pthread_attr_destroy(pthread_attr_t *attr)
{
	(void)attr;
	return 0;
}

int
pthread_attr_setstacksize(pthread_attr_t *attr, size_t size)
{
	if (size < PTHREAD_STACK_MIN)
		return EINVAL;
	attr->__stack_size = size;
	return 0;
}

int
pthread_attr_getstacksize(const pthread_attr_t *restrict attr, size_t *restrict size)
{
	*size = attr->__stack_size ? attr->__stack_size : 256 * 1024;
	return 0;
}

int
pthread_attr_setdetachstate(pthread_attr_t *attr, int state)
{
	if (state != PTHREAD_CREATE_JOINABLE && state != PTHREAD_CREATE_DETACHED)
		return EINVAL;
	attr->__detached = state;
	return 0;
}

int
pthread_attr_getdetachstate(const pthread_attr_t *attr, int *state)
{
	*state = attr->__detached;
	return 0;
}

int
pthread_attr_getguardsize(const pthread_attr_t *restrict attr, size_t *restrict size)
{
	(void)attr;
	*size = 0;
	return 0;
}

/* Where a stack lies is not known. */
int
pthread_getattr_np(pthread_t thread, pthread_attr_t *attr)
{
	(void)thread;
	(void)attr;
	return ENOSYS;
}

int
pthread_attr_getstack(const pthread_attr_t *restrict attr, void **restrict start, size_t *restrict size)
{
	(void)attr;
	(void)start;
	(void)size;
	return ENOSYS;
}
