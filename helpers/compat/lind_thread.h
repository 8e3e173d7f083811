/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIND_RUST_COMPAT_LIND_THREAD_H
#define LIND_RUST_COMPAT_LIND_THREAD_H

#include <stdbool.h>

/* Whether this module has begun a thread in this process, whatever became of it. */
bool lind_had_threads(void);

#endif
