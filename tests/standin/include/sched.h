/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_SCHED_H
#define STANDIN_SCHED_H

#include <bits/types.h>

int sched_yield(void);

#endif
