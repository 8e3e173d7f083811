/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a program can leave the locale "C", in which it begins, and its characters. */
#ifndef LIND_RUST_C_LOCALE_H
#define LIND_RUST_C_LOCALE_H

#include <stdbool.h>

#include "lind-rust/wasm.h"

/*
 * Of a program that was linked with LR_C_LOCALE, by what is in it: lind-glibc's functions that load a locale (setlocale,
 * newlocale) or a converter (iconv_open), or a mode of fopen() with ",ccs=". True as well where it does not tell: functions
 * without names.
 */
bool lr_can_change_locale(const struct wasm_module *m);

#endif
