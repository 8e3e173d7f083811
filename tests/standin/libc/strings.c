/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

int
bcmp(const void *a, const void *b, size_t n)
{
	return memcmp(a, b, n);
}

void
bcopy(const void *from, void *to, size_t n)
{
	memmove(to, from, n);
}

void
bzero(void *s, size_t n)
{
	memset(s, 0, n);
}

int
ffs(int n)
{
	return __builtin_ffs(n);
}

char *
index(const char *s, int c)
{
	return strchr(s, c);
}

char *
rindex(const char *s, int c)
{
	return strrchr(s, c);
}

int
strncasecmp(const char *a, const char *b, size_t n)
{
	for (; n; n--, a++, b++) {
		int diff = tolower((unsigned char)*a) - tolower((unsigned char)*b);

		if (diff || !*a)
			return diff;
	}
	return 0;
}

int
strcasecmp(const char *a, const char *b)
{
	return strncasecmp(a, b, (size_t)-1);
}
