/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_STRING_H
#define STANDIN_STRING_H

#include <stddef.h>
#include <strings.h>

void *memccpy(void *__restrict to, const void *__restrict from, int c, size_t n);
void *memchr(const void *s, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memcpy(void *__restrict to, const void *__restrict from, size_t n);
void *memmem(const void *s, size_t n, const void *needle, size_t m);
void *memmove(void *to, const void *from, size_t n);
void *mempcpy(void *__restrict to, const void *__restrict from, size_t n);
void *memrchr(const void *s, int c, size_t n);
void *memset(void *s, int c, size_t n);
char *stpcpy(char *__restrict to, const char *__restrict from);
char *stpncpy(char *__restrict to, const char *__restrict from, size_t n);
char *strcat(char *__restrict to, const char *__restrict from);
char *strchr(const char *s, int c);
char *strchrnul(const char *s, int c);
int strcmp(const char *a, const char *b);
int strcoll(const char *a, const char *b);
char *strcpy(char *__restrict to, const char *__restrict from);
size_t strcspn(const char *s, const char *reject);
char *strdup(const char *s);
char *strerror(int number);
#ifdef _GNU_SOURCE
char *strerror_r(int number, char *buf, size_t size);
#else
int strerror_r(int number, char *buf, size_t size) __asm__("__xpg_strerror_r");
#endif
size_t strlcat(char *__restrict to, const char *__restrict from, size_t size);
size_t strlcpy(char *__restrict to, const char *__restrict from, size_t size);
size_t strlen(const char *s);
char *strncat(char *__restrict to, const char *__restrict from, size_t n);
int strncmp(const char *a, const char *b, size_t n);
char *strncpy(char *__restrict to, const char *__restrict from, size_t n);
char *strndup(const char *s, size_t n);
size_t strnlen(const char *s, size_t n);
char *strpbrk(const char *s, const char *accept);
char *strrchr(const char *s, int c);
char *strsep(char **__restrict s, const char *__restrict delims);
char *strsignal(int sig);
size_t strspn(const char *s, const char *accept);
char *strstr(const char *s, const char *needle);
char *strtok(char *__restrict s, const char *__restrict delims);
char *strtok_r(char *__restrict s, const char *__restrict delims, char **__restrict rest);
size_t strxfrm(char *__restrict to, const char *__restrict from, size_t n);

#endif
