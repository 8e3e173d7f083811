/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_BITS_TYPES_H
#define STANDIN_BITS_TYPES_H

/* The widths are lind-glibc's: 32-bit time_t, off_t and ino_t, 64-bit dev_t. */

#include <stddef.h>
#include <stdint.h>

typedef long ssize_t;
typedef long off_t;
typedef long long off64_t;
typedef long time_t;
typedef long suseconds_t;
typedef long clock_t;
typedef int clockid_t;
typedef unsigned long long dev_t;
typedef unsigned long ino_t;
typedef unsigned int mode_t;
typedef unsigned int nlink_t;
typedef unsigned int uid_t;
typedef unsigned int gid_t;
typedef unsigned int id_t;
typedef int pid_t;
typedef long blksize_t;
typedef long blkcnt_t;
typedef unsigned int useconds_t;
typedef unsigned int socklen_t;

#endif
