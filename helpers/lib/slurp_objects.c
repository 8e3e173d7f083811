/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lind-rust/archive.h"
#include "lind-rust/fs.h"
#include "lind-rust/objects.h"

/* Reading a smaller file takes no longer than looking what is in it. */
#define WORTH_LOOKING (1 << 20)

enum { MAGIC_SIZE = 8 };

static bool read_range(int fd, char *at, size_t offset, size_t n)
{
	while (n) {
		ssize_t got = pread(fd, at + offset, n, (off_t)offset);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		offset += (size_t)got;
		n -= (size_t)got;
	}
	return true;
}

/* False where it is no archive that can be walked over: it is read whole then, and its parser says what is wrong. */
static bool read_members(int fd, char *data, size_t size)
{
	static const char metadata[] = "lib.rmeta/";
	size_t pos = MAGIC_SIZE, n;

	if (!read_range(fd, data, 0, MAGIC_SIZE) || memcmp(data, "!<arch>\n", MAGIC_SIZE))
		return false;
	while (pos < size) {
		const char *header = data + pos;

		if (size - pos < ARCHIVE_HEADER_SIZE || !read_range(fd, data, pos, ARCHIVE_HEADER_SIZE) ||
		    !archive_member_size(header, &n))
			return false;
		pos += ARCHIVE_HEADER_SIZE;
		if (n > size - pos)
			return false;
		/* What memory had there before must not be taken for an object. */
		if (!memcmp(header, metadata, sizeof metadata - 1))
			memset(data + pos, 0, n < MAGIC_SIZE ? n : MAGIC_SIZE);
		else if (!read_range(fd, data, pos, n))
			return false;
		pos += n;
		if (pos < size && pos % 2)
			data[pos++] = '\n';
	}
	return true;
}

int lr_slurp_objects(const char *path, struct buf *out)
{
	struct stat st;
	bool done;
	char *data;
	int fd;

	if (stat(path, &st) || !S_ISREG(st.st_mode) || st.st_size < WORTH_LOOKING)
		return lr_slurp(path, out);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	data = buf_room(out, (size_t)st.st_size + 1);
	done = read_members(fd, data, (size_t)st.st_size);
	close(fd);
	if (!done)
		return lr_slurp(path, out);
	data[st.st_size] = '\0';
	out->len += (size_t)st.st_size;
	return 0;
}
