/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of buffers as Rust and as the host have them. */
#ifndef LIND_RUST_COMPAT_LIND_IOVEC_H
#define LIND_RUST_COMPAT_LIND_IOVEC_H

#include <stdlib.h>

#include "lind.h"

struct rust_iovec {
	void *base;
	size_t len;
};

struct host_iovec {
	uint64_t base, len;
};

/* So many lie on the stack; IOV_MAX are allowed. */
enum { SOME_IOVECS = 16, MAX_IOVECS = 1024 };

/* A list that the host can read: `some`, or memory for host_iovecs_free(); NULL with errno. */
static inline struct host_iovec *host_iovecs(struct host_iovec *some, const struct rust_iovec *from, int n)
{
	struct host_iovec *to = some;

	if (n < 0 || n > MAX_IOVECS) {
		errno = EINVAL;
		return NULL;
	}
	if (n > SOME_IOVECS)
		to = malloc((size_t)n * sizeof *to);
	for (int i = 0; to && i < n; i++) {
		to[i].base = lind_address(from[i].base);
		to[i].len = from[i].len;
	}
	return to;
}

static inline void host_iovecs_free(struct host_iovec *some, struct host_iovec *to)
{
	if (to != some)
		free(to);
}

#endif
