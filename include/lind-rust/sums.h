/* SPDX-License-Identifier: Apache-2.0 */
/* A list of the files of a directory with their hashes, so that what a disk or a cleaner has spoiled is noticed. */
#ifndef LIND_RUST_SUMS_H
#define LIND_RUST_SUMS_H

#include <stdbool.h>

/* Write <dir>/sums: the regular files in dir itself. -1 (errno set) where that fails. */
int lr_sums_write(const char *dir);
/* Whether all files of <dir>/sums are as they were; false where there is no such list. */
bool lr_sums_hold(const char *dir);

#endif
