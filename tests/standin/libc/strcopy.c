/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

char *
stpcpy(char *restrict to, const char *restrict from)
{
	size_t n = strlen(from);

	memcpy(to, from, n + 1);
	return to + n;
}

char *
strcpy(char *restrict to, const char *restrict from)
{
	stpcpy(to, from);
	return to;
}

char *
stpncpy(char *restrict to, const char *restrict from, size_t n)
{
	size_t len = strnlen(from, n);

	memcpy(to, from, len);
	memset(to + len, 0, n - len);
	return to + len;
}

char *
strncpy(char *restrict to, const char *restrict from, size_t n)
{
	stpncpy(to, from, n);
	return to;
}

char *
strcat(char *restrict to, const char *restrict from)
{
	strcpy(to + strlen(to), from);
	return to;
}

char *
strncat(char *restrict to, const char *restrict from, size_t n)
{
	size_t len = strnlen(from, n);
	char *end = to + strlen(to);

	memcpy(end, from, len);
	end[len] = 0;
	return to;
}

size_t
strlcpy(char *restrict to, const char *restrict from, size_t size)
{
	size_t n = strlen(from);

	if (size) {
		size_t fits = n < size ? n : size - 1;
		memcpy(to, from, fits);
		to[fits] = 0;
	}
	return n;
}

size_t
strlcat(char *restrict to, const char *restrict from, size_t size)
{
	size_t n = strnlen(to, size);

	return n + strlcpy(to + n, from, size - n);
}

char *
strndup(const char *s, size_t n)
{
	size_t len = strnlen(s, n);
	char *copy = malloc(len + 1);

	if (!copy)
		return NULL;
	memcpy(copy, s, len);
	copy[len] = 0;
	return copy;
}

char *
strdup(const char *s)
{
	return strndup(s, strlen(s));
}

char *
strsep(char **restrict s, const char *restrict delims)
{
	char *start = *s;

	if (!start)
		return NULL;
	*s = strpbrk(start, delims);
	if (*s)
		*(*s)++ = 0;
	return start;
}

char *
strtok_r(char *restrict s, const char *restrict delims, char **restrict rest)
{
	if (!s)
		s = *rest;
	if (!s)
		return NULL;
	s += strspn(s, delims);
	*rest = s;
	return *s ? strsep(rest, delims) : NULL;
}

char *
strtok(char *restrict s, const char *restrict delims)
{
	static char *rest;

	return strtok_r(s, delims, &rest);
}
