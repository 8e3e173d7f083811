/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_BITS_SIGSET_H
#define STANDIN_BITS_SIGSET_H

typedef struct {
	unsigned long __bits[32];
} sigset_t;

#endif
