/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_SYS_RANDOM_H
#define STANDIN_SYS_RANDOM_H

#include <bits/types.h>

#define GRND_NONBLOCK 1
#define GRND_RANDOM 2

ssize_t getrandom(void *buf, size_t size, unsigned flags);

#endif
