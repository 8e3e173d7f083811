/* SPDX-License-Identifier: Apache-2.0 */
/* What files that are no files of the host are told: weak in lind_files.c, so that only who uses epoll has it. */
#ifndef LIND_RUST_COMPAT_LIND_FILES_H
#define LIND_RUST_COMPAT_LIND_FILES_H

int lind_epoll_is(int file);
int lind_epoll_duplicate(int file, int at_least, int close_on_exec);
int lind_epoll_close(int file);

#endif
