/* SPDX-License-Identifier: Apache-2.0 */
/* Those of lind_time.c that not every C library has. */
#define _GNU_SOURCE 1
#include "lind.h"

time_t timegm(struct tm *tm);
char *ctime_r(const time_t *t, char *to);

int64_t __lind_rust_timegm(struct tm *tm)
{
	return timegm(tm);
}

char *__lind_rust_ctime_r(const int64_t *t, char *to)
{
	time_t narrow = (time_t)*t;

	if (narrow != *t) {
		errno = EOVERFLOW;
		return NULL;
	}
	return ctime_r(&narrow, to);
}
