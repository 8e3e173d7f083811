/* SPDX-License-Identifier: Apache-2.0 */
/* sendfile: lind-glibc's says 0 and copies nothing, which std's io::copy takes for the end of the file. */
#include <unistd.h>

#include "lind.h"

int64_t lseek64(int file, int64_t offset, int whence);
ssize_t pread64(int file, void *to, size_t n, int64_t offset);

enum { BLOCK = 16384, AT_ONCE = 1 << 20 };

static ssize_t copy(int out, int in, int64_t at, size_t n)
{
	char block[BLOCK];
	size_t done = 0;

	while (done < n) {
		size_t want = n - done < sizeof block ? n - done : sizeof block;
		ssize_t got = pread64(in, block, want, at + (int64_t)done), put;

		if (got <= 0)
			return got && !done ? -1 : (ssize_t)done;
		put = write(out, block, (size_t)got);
		if (put < 0)
			return done ? (ssize_t)done : -1;
		done += (size_t)put;
		if (put < got)
			break;
	}
	return (ssize_t)done;
}

/* `in` must be a file that can be read at a position, as for Linux's own. */
ssize_t __lind_rust_sendfile(int out, int in, int64_t *offset, size_t n)
{
	int64_t at = offset ? *offset : lseek64(in, 0, SEEK_CUR);
	ssize_t done;

	if (at < 0)
		return lind_fails(EINVAL);
	done = copy(out, in, at, n < AT_ONCE ? n : AT_ONCE);
	if (done < 0)
		return -1;
	if (offset)
		*offset = at + done;
	else if (lseek64(in, at + done, SEEK_SET) < 0)
		return -1;
	return done;
}
