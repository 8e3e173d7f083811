/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* UTF-8, whole characters at a time. */

static size_t
length(unsigned char lead)
{
	return lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
}

static int
overlong_or_surrogate(unsigned wc, size_t n)
{
	static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};

	return wc < least[n] || wc > 0x10ffff || (wc >= 0xd800 && wc < 0xe000);
}

size_t
mbrtowc(wchar_t *restrict to, const char *restrict s, size_t n, mbstate_t *restrict state)
{
	size_t len;
	unsigned wc;

	(void)state;
	if (!s)
		return 0;
	if (n == 0)
		return (size_t)-2;
	len = length((unsigned char)*s);
	if (len > n)
		return (size_t)-2;
	wc = len == 1 ? (unsigned char)*s : (unsigned char)*s & (0xffu >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		if (((unsigned char)s[i] & 0xc0) != 0x80)
			len = 0;
		wc = wc << 6 | ((unsigned char)s[i] & 0x3f);
	}
	if (len == 0 || overlong_or_surrogate(wc, len)) {
		errno = EILSEQ;
		return (size_t)-1;
	}
	if (to)
		*to = (wchar_t)wc;
	return wc ? len : 0;
}

size_t
wcrtomb(char *restrict to, wchar_t wc, mbstate_t *restrict state)
{
	unsigned c = (unsigned)wc;
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	(void)state;
	if (!to)
		return 1;
	if (overlong_or_surrogate(c, n)) {
		errno = EILSEQ;
		return (size_t)-1;
	}
	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		to[i] = (char)(0x80 | (c & 0x3f));
	to[0] = (char)(n == 1 ? c : (0xf00u >> n & 0xff) | c);
	return n;
}

int
mbsinit(const mbstate_t *state)
{
	(void)state;
	return 1;
}

int
mbtowc(wchar_t *restrict to, const char *restrict s, size_t n)
{
	size_t len = mbrtowc(to, s, n, NULL);

	return len > 4 ? -1 : (int)len;
}

int
mblen(const char *s, size_t n)
{
	return mbtowc(NULL, s, n);
}

int
wctomb(char *to, wchar_t wc)
{
	return to ? (int)wcrtomb(to, wc, NULL) : 0;
}

size_t
mbstowcs(wchar_t *restrict to, const char *restrict from, size_t n)
{
	size_t done = 0;

	for (; !to || done < n; done++) {
		wchar_t wc;
		size_t len = mbrtowc(&wc, from, 4, NULL);

		if (len == (size_t)-1 || len == (size_t)-2)
			return (size_t)-1;
		if (to)
			to[done] = wc;
		if (len == 0)
			break;
		from += len;
	}
	return done;
}

size_t
wcstombs(char *restrict to, const wchar_t *restrict from, size_t n)
{
	size_t done = 0;

	for (;; from++) {
		char c[4];
		size_t len = wcrtomb(c, *from, NULL);

		if (len == (size_t)-1)
			return len;
		if (to && done + len > n)
			return done;
		if (to)
			memcpy(to + done, c, len);
		if (!*from)
			return done;
		done += len;
	}
}

size_t
wcslen(const wchar_t *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

wchar_t *
wcscpy(wchar_t *restrict to, const wchar_t *restrict from)
{
	memcpy(to, from, (wcslen(from) + 1) * sizeof(*to));
	return to;
}

int
wcscmp(const wchar_t *a, const wchar_t *b)
{
	for (; *a && *a == *b; a++, b++)
		;
	return *a < *b ? -1 : *a > *b;
}
