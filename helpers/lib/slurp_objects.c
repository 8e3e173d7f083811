/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lind-rust/fs.h"
#include "lind-rust/objects.h"

/* Reading a smaller file takes no longer than looking what is in it. */
#define WORTH_LOOKING (1 << 20)

/* What ar writes (archive.c says more of it). */
enum { MAGIC_SIZE = 8, HEADER_SIZE = 60, SIZE_AT = 48, SIZE_SIZE = 10 };

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

static bool size_of_member(const char *header, size_t *size)
{
	char field[SIZE_SIZE + 1] = {0}, *end;

	memcpy(field, header + SIZE_AT, SIZE_SIZE);
	*size = strtoul(field, &end, 10);
	return isdigit((unsigned char)field[0]) && !end[strspn(end, " ")];
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

		if (size - pos < HEADER_SIZE || !read_range(fd, data, pos, HEADER_SIZE) || !size_of_member(header, &n))
			return false;
		pos += HEADER_SIZE;
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
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	bool done;

	if (fd < 0)
		return -1;
	done = !fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size >= WORTH_LOOKING;
	if (done) {
		char *data = buf_room(out, (size_t)st.st_size + 1);

		done = read_members(fd, data, (size_t)st.st_size);
		if (done) {
			data[st.st_size] = '\0';
			out->len += (size_t)st.st_size;
		}
	}
	close(fd);
	return done ? 0 : lr_slurp(path, out);
}
