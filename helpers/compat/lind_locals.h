/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIND_RUST_COMPAT_LIND_LOCALS_H
#define LIND_RUST_COMPAT_LIND_LOCALS_H

/* run(argument), in a thread that has just begun, on thread-locals that are aligned as this module wants them. */
void *lind_with_aligned_locals(void *(*run)(void *), void *argument);

#endif
