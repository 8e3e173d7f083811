/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIND_RUST_COMPAT_LIND_STACK_H
#define LIND_RUST_COMPAT_LIND_STACK_H

#include <pthread.h>

struct lind_stack;

/*
 * A stack for a thread that is begun with these attributes; `own` becomes them, with that stack. NULL: the attributes have
 * a stack of the caller's, or there is no memory; `own` is a copy then.
 */
struct lind_stack *lind_stack_take(const pthread_attr_t *attributes, pthread_attr_t *own);
/* Its thread has ended, or never began. */
void lind_stack_return(struct lind_stack *stack);

#endif
