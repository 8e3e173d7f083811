/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_SEMAPHORE_H
#define STANDIN_SEMAPHORE_H

#include <bits/timespec.h>

typedef struct {
	int __value;
	int __unused[3];
} sem_t;

int sem_destroy(sem_t *sem);
int sem_getvalue(sem_t *__restrict sem, int *__restrict value);
int sem_init(sem_t *sem, int shared, unsigned value);
int sem_post(sem_t *sem);
int sem_timedwait(sem_t *__restrict sem, const struct timespec *__restrict until);
int sem_trywait(sem_t *sem);
int sem_wait(sem_t *sem);

#endif
