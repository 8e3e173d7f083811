/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_WCHAR_H
#define STANDIN_WCHAR_H

#include <stddef.h>
#include <stdint.h>

#ifndef WEOF
#define WEOF 0xffffffffu
#endif

typedef unsigned int wint_t;
typedef struct {
	unsigned __partial;
	unsigned __left;
} mbstate_t;

size_t mbrtowc(wchar_t *__restrict to, const char *__restrict s, size_t n, mbstate_t *__restrict state);
int mbsinit(const mbstate_t *state);
size_t wcrtomb(char *__restrict to, wchar_t wc, mbstate_t *__restrict state);
int wcscmp(const wchar_t *a, const wchar_t *b);
wchar_t *wcscpy(wchar_t *__restrict to, const wchar_t *__restrict from);
size_t wcslen(const wchar_t *s);

#endif
