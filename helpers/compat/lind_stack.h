/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIND_RUST_COMPAT_LIND_STACK_H
#define LIND_RUST_COMPAT_LIND_STACK_H

#include <pthread.h>
#include <stdbool.h>

struct lind_stack;

/*
 * A stack for a thread that is begun with these attributes; `own` becomes them, with that stack. NULL: the attributes have
 * a stack of the caller's, or there is no memory; `own` is a copy then.
 */
struct lind_stack *lind_stack_take(const pthread_attr_t *attributes, pthread_attr_t *own);
/* It was not used. */
void lind_stack_return(struct lind_stack *stack);
/* The thread that has it is known. */
void lind_stack_is_of(struct lind_stack *stack, pthread_t thread, bool detached);
/* Its thread ends, by itself. */
void lind_stack_ends(struct lind_stack *stack);
/* Nobody will join that thread any more: it was joined, and has ended, or detached. */
void lind_stack_released(pthread_t thread, bool ended);

#endif
