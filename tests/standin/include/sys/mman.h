/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_SYS_MMAN_H
#define STANDIN_SYS_MMAN_H

#include <bits/types.h>

#define PROT_NONE 0
#define PROT_READ 1
#define PROT_WRITE 2
#define PROT_EXEC 4
#define MAP_SHARED 1
#define MAP_PRIVATE 2
#define MAP_FIXED 0x10
#define MAP_ANONYMOUS 0x20
#define MAP_ANON MAP_ANONYMOUS
#define MAP_NORESERVE 0x4000
#define MAP_STACK 0x20000
#define MAP_FAILED ((void *)-1)

void *mmap(void *addr, size_t size, int prot, int flags, int fd, off_t offset);
void *mmap64(void *addr, size_t size, int prot, int flags, int fd, off64_t offset);
int mprotect(void *addr, size_t size, int prot);
int munmap(void *addr, size_t size);

#endif
