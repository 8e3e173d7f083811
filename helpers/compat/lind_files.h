/* SPDX-License-Identifier: Apache-2.0 */
/* What files that are more here than in the host are told: weak in lind_files.c, so that only who uses them has it. */
#ifndef LIND_RUST_COMPAT_LIND_FILES_H
#define LIND_RUST_COMPAT_LIND_FILES_H

int lind_epoll_is(int file);
int lind_epoll_duplicate(int file, int at_least, int close_on_exec);
int lind_epoll_close(int file);

/* A second number for a socket; a number that is closed. */
void lind_names_copy(int from, int to);
void lind_names_forget(int file);

#endif
