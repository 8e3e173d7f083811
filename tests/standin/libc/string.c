/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* These three become one instruction each; there is no call to recurse into. */

void *
memcpy(void *restrict to, const void *restrict from, size_t n)
{
	return __builtin_memcpy(to, from, n);
}

void *
memmove(void *to, const void *from, size_t n)
{
	return __builtin_memmove(to, from, n);
}

void *
memset(void *s, int c, size_t n)
{
	return __builtin_memset(s, c, n);
}

void *
mempcpy(void *restrict to, const void *restrict from, size_t n)
{
	return (char *)memcpy(to, from, n) + n;
}

void *
memccpy(void *restrict to, const void *restrict from, int c, size_t n)
{
	const unsigned char *f = from;
	unsigned char *t = to;

	for (; n; n--)
		if ((*t++ = *f++) == (unsigned char)c)
			return t;
	return NULL;
}

void *
memchr(const void *s, int c, size_t n)
{
	for (const unsigned char *p = s; n; n--, p++)
		if (*p == (unsigned char)c)
			return (void *)p;
	return NULL;
}

void *
memrchr(const void *s, int c, size_t n)
{
	const unsigned char *p = s;

	while (n)
		if (p[--n] == (unsigned char)c)
			return (void *)(p + n);
	return NULL;
}

int
memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a;
	const unsigned char *y = b;

	for (; n && *x == *y; n--, x++, y++)
		;
	return n ? *x - *y : 0;
}

void *
memmem(const void *s, size_t n, const void *needle, size_t m)
{
	for (const char *p = s; n >= m; p++, n--)
		if (memcmp(p, needle, m) == 0)
			return (void *)p;
	return NULL;
}

size_t
strlen(const char *s)
{
	const char *p = s;

	while (*p)
		p++;
	return (size_t)(p - s);
}

size_t
strnlen(const char *s, size_t n)
{
	const char *end = memchr(s, 0, n);

	return end ? (size_t)(end - s) : n;
}

int
strcmp(const char *a, const char *b)
{
	for (; *a && *a == *b; a++, b++)
		;
	return (unsigned char)*a - (unsigned char)*b;
}

int
strncmp(const char *a, const char *b, size_t n)
{
	for (; n && *a && *a == *b; n--, a++, b++)
		;
	return n ? (unsigned char)*a - (unsigned char)*b : 0;
}

int
strcoll(const char *a, const char *b)
{
	return strcmp(a, b);
}

size_t
strxfrm(char *restrict to, const char *restrict from, size_t n)
{
	return strlcpy(to, from, n);
}

char *
strchrnul(const char *s, int c)
{
	while (*s && *s != (char)c)
		s++;
	return (char *)s;
}

char *
strchr(const char *s, int c)
{
	char *p = strchrnul(s, c);

	return *p == (char)c ? p : NULL;
}

char *
strrchr(const char *s, int c)
{
	return memrchr(s, c, strlen(s) + 1);
}

size_t
strspn(const char *s, const char *accept)
{
	size_t n = 0;

	while (s[n] && strchr(accept, s[n]))
		n++;
	return n;
}

size_t
strcspn(const char *s, const char *reject)
{
	size_t n = 0;

	while (s[n] && !strchr(reject, s[n]))
		n++;
	return n;
}

char *
strpbrk(const char *s, const char *accept)
{
	s += strcspn(s, accept);
	return *s ? (char *)s : NULL;
}

char *
strstr(const char *s, const char *needle)
{
	size_t n = strlen(needle);

	for (; strncmp(s, needle, n) != 0; s++)
		if (!*s)
			return NULL;
	return (char *)s;
}
