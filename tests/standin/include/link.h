/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_LINK_H
#define STANDIN_LINK_H

#include <stddef.h>

/* There are no loaded objects to tell of. */
struct dl_phdr_info;

int dl_iterate_phdr(int (*callback)(struct dl_phdr_info *, size_t, void *), void *data);

#endif
