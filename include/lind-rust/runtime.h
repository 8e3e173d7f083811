/* SPDX-License-Identifier: Apache-2.0 */
/* What runs the programs: lind-boot ("lind") or the stand-in in node ("standin"). */
#ifndef LIND_RUST_RUNTIME_H
#define LIND_RUST_RUNTIME_H

#include "lind-rust/tools.h"

/*
 * The runtime by the caller's word (NULL or empty: LIND_RUST_RUNTIME, else lind where a lind-boot is found or a lind
 * tree is named, else standin). misuse() where the word is neither.
 */
const char *lr_runtime(struct lr_tools *tools, const char *said);

#endif
