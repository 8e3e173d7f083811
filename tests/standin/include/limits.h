/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_LIMITS_H
#define STANDIN_LIMITS_H

/* The limits of the integer types come from the compiler's own header, which
   is before or behind this one in the search, and either includes the other. */
#if __has_include_next(<limits.h>)
#include_next <limits.h>
#endif

#define PATH_MAX 4096
#define NAME_MAX 255
#define PIPE_BUF 4096
#define IOV_MAX 1024
#define SSIZE_MAX LONG_MAX
#undef MB_LEN_MAX
#define MB_LEN_MAX 4
#define HOST_NAME_MAX 64
#define PTHREAD_KEYS_MAX 128
#define PTHREAD_STACK_MIN 16384
#define PTHREAD_DESTRUCTOR_ITERATIONS 4
#define _POSIX_PATH_MAX 256

#endif
