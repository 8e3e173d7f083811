/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIND_RUST_COMPAT_LIND_SHM_H
#define LIND_RUST_COMPAT_LIND_SHM_H

/* Nothing could be opened with these flags, by errno: 1 where the directory for it was missing, and is there now. */
int lind_make_shm(int flags);

#endif
