/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_MALLOC_H
#define STANDIN_MALLOC_H

#include <stdlib.h>

size_t malloc_usable_size(void *p);
void *memalign(size_t align, size_t size);

#endif
