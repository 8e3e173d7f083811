/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_GNU_LIBC_VERSION_H
#define STANDIN_GNU_LIBC_VERSION_H

const char *gnu_get_libc_version(void);

#endif
