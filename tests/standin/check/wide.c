/* SPDX-License-Identifier: Apache-2.0 */
/* Offsets may have 64 bits, and directories tell wide numbers. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>
#include "check.h"

#define FAR (5LL << 30)

int
main(void)
{
	struct iovec iov[2] = {{.iov_base = "far", .iov_len = 3}, {.iov_base = "away", .iov_len = 4}};
	int fd = open64("wide", O_RDWR | O_CREAT | O_TRUNC, 0640);
	char buf[16] = {0}, more[4] = {0};
	struct dirent64 *entry;
	struct stat st;
	DIR *dir;
	char *p;

	CHECK(fd >= 0);
	CHECK_INT(pwritev64(fd, iov, 2, FAR), 7);
	CHECK_INT(pread64(fd, buf, 16, FAR), 7);
	CHECK_STR(buf, "faraway");
	iov[0] = (struct iovec){.iov_base = buf, .iov_len = 4};
	iov[1] = (struct iovec){.iov_base = more, .iov_len = 4};
	CHECK_INT(preadv64(fd, iov, 2, FAR), 7);
	CHECK_STR(more, "way");
	CHECK_INT(pwrite64(fd, "!", 1, FAR + 7), 1);
	CHECK_INT(fstat64(fd, &st), 0);
	CHECK_INT(st.st_size, FAR + 8);
	p = mmap64(NULL, 8, PROT_READ, MAP_PRIVATE, fd, FAR);
	CHECK(p != MAP_FAILED);
	CHECK(memcmp(p, "faraway!", 8) == 0);
	CHECK_INT(mprotect(p, 8, PROT_NONE), 0);
	CHECK_INT(munmap(p, 8), 0);
	CHECK_INT(ftruncate64(fd, FAR), 0);
	CHECK_INT(truncate64("wide", 3), 0);
	CHECK_INT(lseek64(fd, 0, SEEK_END), 3);
	CHECK_INT(close(fd), 0);

	dir = opendir(".");
	while ((entry = readdir64(dir)) && strcmp(entry->d_name, "wide") != 0)
		;
	CHECK(entry);
	CHECK_INT(entry->d_type, DT_REG);
	CHECK_INT(entry->d_ino, st.st_ino);
	CHECK_INT(closedir(dir), 0);
	return 0;
}
