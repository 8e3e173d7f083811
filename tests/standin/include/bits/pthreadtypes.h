/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_BITS_PTHREADTYPES_H
#define STANDIN_BITS_PTHREADTYPES_H

/* Sizes and alignment are lind-glibc's; the unused words make them up. */

typedef unsigned long pthread_t;
typedef unsigned int pthread_key_t;
typedef int pthread_once_t;
typedef volatile int pthread_spinlock_t;

typedef struct {
	int __lock;
	unsigned __count;
	int __owner;
	int __kind;
	int __unused[2];
} pthread_mutex_t;

typedef struct {
	int __kind;
} pthread_mutexattr_t;

typedef struct {
	_Alignas(8) unsigned __seq;
	int __clock;
	int __unused[10];
} pthread_cond_t;

typedef struct {
	int __clock;
} pthread_condattr_t;

typedef struct {
	int __state;
	int __waiters;
	int __unused[6];
} pthread_rwlock_t;

typedef struct {
	int __unused[2];
} pthread_rwlockattr_t;

typedef struct {
	unsigned __total;
	unsigned __arrived;
	unsigned __round;
	int __unused[2];
} pthread_barrier_t;

typedef struct {
	int __unused;
} pthread_barrierattr_t;

typedef struct {
	unsigned long __stack_size;
	int __detached;
	int __unused[7];
} pthread_attr_t;

#endif
