/* SPDX-License-Identifier: Apache-2.0 */
/* getentropy: lind-glibc's fills nothing. */
#include <sys/random.h>
#include <sys/types.h>

#include "lind.h"

int __lind_rust_getentropy(void *to, size_t n)
{
	char *at = to;

	if (n > 256)
		return lind_fails(EIO);
	while (n) {
		ssize_t got = getrandom(at, n, 0);

		if (got < 0 && errno != EINTR)
			return -1;
		if (got > 0) {
			at += got;
			n -= (size_t)got;
		}
	}
	return 0;
}
