/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What lind-glibc does in the locale "C", for static programs that can have no other, since nothing of theirs loads one
 * (lr_can_change_locale()). What stands here otherwise, and is in every program because a message of an error may be
 * translated, are catalogues, conversions of characters, the loader of shared libraries that have them, and printf: two
 * fifths of a small Rust program, which are instrumented and compiled with it.
 */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#ifdef __GLIBC__
enum { NO_CONVERSION = 1, DIGITS = 12 };

const char *strerrordesc_np(int number);

/* Of dcgettext() and all its kin, as it is without a catalogue: only a German plural. */
const char *__wrap___dcigettext(const char *domain, const char *one, const char *many, int plural, unsigned long n,
				int category)
{
	(void)domain;
	(void)category;
	return plural && n != 1 ? many : one;
}

/* Of a locale that is about to be used: that of "C" has its conversions from the beginning. */
void __wrap___wcsmbs_load_conv(void *locale)
{
	(void)locale;
	__builtin_trap();
}

/* Of fopen() with ",ccs=": programs that say so are not linked with this. */
int __wrap___wcsmbs_named_conv(void *conversions, const char *name)
{
	(void)conversions;
	(void)name;
	return NO_CONVERSION;
}

/* Of converters from a library: there are none without iconv_open(), whose programs are not linked with this. */
void __wrap___gconv_release_step(void *step)
{
	(void)step;
}

static int copy(char *to, size_t size, const char *text)
{
	size_t n = strlen(text), fits = n < size ? n : size - 1;

	if (size) {
		memcpy(to, text, fits);
		to[fits] = 0;
	}
	return n < size ? 0 : ERANGE;
}

/* strerror_r() as POSIX has it, which is what Rust asks for its messages. */
int __wrap___xpg_strerror_r(int number, char *to, size_t size)
{
	static const char unknown[] = "Unknown error ";
	const char *text = strerrordesc_np(number);
	char message[sizeof unknown + DIGITS], *at = message + sizeof message;
	unsigned rest = number < 0 ? 0u - (unsigned)number : (unsigned)number;

	if (text)
		return copy(to, size, text);
	*--at = 0;
	do
		*--at = (char)('0' + rest % 10);
	while (rest /= 10);
	if (number < 0)
		*--at = '-';
	at -= sizeof unknown - 1;
	memcpy(at, unknown, sizeof unknown - 1);
	copy(to, size, at);
	return EINVAL;
}
#else
/* A C library of another kind has this one alone of them, and as it is meant to be. */
int __real___xpg_strerror_r(int number, char *to, size_t size);

int __wrap___xpg_strerror_r(int number, char *to, size_t size)
{
	return __real___xpg_strerror_r(number, to, size);
}
#endif
