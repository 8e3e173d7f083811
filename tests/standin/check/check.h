/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_CHECK_H
#define STANDIN_CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A case is a program that leaves with 0. What is not so ends it, and says
   what was wanted and, for a string or a number, what there was. */

#define CHECK(condition) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
			_Exit(1); \
		} \
	} while (0)

#define CHECK_INT(got, wanted) check_int(__FILE__, __LINE__, #got, got, wanted)
#define CHECK_STR(got, wanted) check_str(__FILE__, __LINE__, #got, got, wanted)

static inline void
check_int(const char *file, int line, const char *what, long long got, long long wanted)
{
	if (got == wanted)
		return;
	fprintf(stderr, "%s:%d: %s\n  wanted %lld\n  got    %lld\n", file, line, what, wanted, got);
	_Exit(1);
}

static inline void
check_str(const char *file, int line, const char *what, const char *got, const char *wanted)
{
	if (strcmp(got, wanted) == 0)
		return;
	fprintf(stderr, "%s:%d: %s\n  wanted '%s'\n  got    '%s'\n", file, line, what, wanted, got);
	_Exit(1);
}

#endif
