/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_STDLIB_H
#define STANDIN_STDLIB_H

#include <alloca.h>
#include <stddef.h>

#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define RAND_MAX 2147483647
#define MB_CUR_MAX ((size_t)4)

typedef struct {
	int quot;
	int rem;
} div_t;

typedef struct {
	long quot;
	long rem;
} ldiv_t;

typedef struct {
	long long quot;
	long long rem;
} lldiv_t;

__attribute__((__noreturn__)) void _Exit(int status);
__attribute__((__noreturn__)) void abort(void);
int abs(int n);
void *aligned_alloc(size_t align, size_t size);
int atexit(void (*call)(void));
double atof(const char *s);
int atoi(const char *s);
long atol(const char *s);
long long atoll(const char *s);
void *bsearch(const void *key, const void *base, size_t count, size_t size,
	int (*compare)(const void *, const void *));
void *calloc(size_t count, size_t size);
div_t div(int a, int b);
__attribute__((__noreturn__)) void exit(int status);
void free(void *p);
char *getenv(const char *name);
long labs(long n);
ldiv_t ldiv(long a, long b);
long long llabs(long long n);
lldiv_t lldiv(long long a, long long b);
void *malloc(size_t size);
int mkstemp(char *pattern);
char *mkdtemp(char *pattern);
int posix_memalign(void **p, size_t align, size_t size);
int putenv(char *entry);
void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));
int rand(void);
int rand_r(unsigned *seed);
long random(void);
void *realloc(void *p, size_t size);
void *reallocarray(void *p, size_t count, size_t size);
char *realpath(const char *__restrict path, char *__restrict resolved);
int setenv(const char *name, const char *value, int overwrite);
void srand(unsigned seed);
void srandom(unsigned seed);
double strtod(const char *__restrict s, char **__restrict end);
float strtof(const char *__restrict s, char **__restrict end);
long strtol(const char *__restrict s, char **__restrict end, int base);
long double strtold(const char *__restrict s, char **__restrict end);
long long strtoll(const char *__restrict s, char **__restrict end, int base);
unsigned long strtoul(const char *__restrict s, char **__restrict end, int base);
unsigned long long strtoull(const char *__restrict s, char **__restrict end, int base);
int unsetenv(const char *name);
int mblen(const char *s, size_t n);
size_t mbstowcs(wchar_t *__restrict to, const char *__restrict from, size_t n);
int mbtowc(wchar_t *__restrict to, const char *__restrict s, size_t n);
size_t wcstombs(char *__restrict to, const wchar_t *__restrict from, size_t n);
int wctomb(char *to, wchar_t wc);

#endif
