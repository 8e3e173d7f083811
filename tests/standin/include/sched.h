/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_SCHED_H
#define STANDIN_SCHED_H

#include <bits/types.h>

typedef struct {
	unsigned long __bits[32];
} cpu_set_t;

struct sched_param {
	int sched_priority;
};

int sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set);
int sched_yield(void);

#endif
