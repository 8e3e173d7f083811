/* SPDX-License-Identifier: Apache-2.0 */
/* A check's findings in words, the same wherever they are shown. */
#ifndef LIND_RUST_REPORT_H
#define LIND_RUST_REPORT_H

#include <stdio.h>

#include "lind-rust/check.h"

/* "file:0xOFFSET: error: what [code]", then why and the cure, each indented on a line of its own; notes are left out. */
void lr_report_print(FILE *to, const char *file, const struct check_report *report);

#endif
