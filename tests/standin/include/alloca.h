/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_ALLOCA_H
#define STANDIN_ALLOCA_H

#define alloca(size) __builtin_alloca(size)

#endif
