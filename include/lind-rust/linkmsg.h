/* SPDX-License-Identifier: Apache-2.0 */
/* What wasm-ld says: passed on, but for warnings that are known, explained and of no use to a user. */
#ifndef LIND_RUST_LINKMSG_H
#define LIND_RUST_LINKMSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "lind-rust/util.h"

/*
 * Print the linker's messages without the known ones; returns how many were left out. A message is a line and the lines
 * behind it that begin with ">>>".
 */
size_t lr_link_messages(FILE *to, const char *text, size_t n);

/* The length of the message that begins at `text`: its line, its ">>>" lines and the empty line behind them. */
size_t lr_link_message_length(const char *text, size_t n);
/*
 * clang names the objects that it makes and removes again "<temporary directory>/main-1a2b3c.o". Append the messages with
 * the source's name in such a one's place, where only one of the inputs can be meant.
 */
void lr_link_sources(struct buf *out, const char *text, const struct strv *inputs);
/* Whether one message is among the known ones. */
bool lr_link_message_is_known(const char *text, size_t n);

#endif
