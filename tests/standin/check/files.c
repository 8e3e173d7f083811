/* SPDX-License-Identifier: Apache-2.0 */
/* Files can be made, written, read, moved about in, looked at and removed. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>
#include "check.h"

#define FAILS(call, error) \
	do { \
		CHECK_INT(call, -1); \
		CHECK_INT(errno, error); \
	} while (0)

static void
descriptors(void)
{
	char buf[32] = {0};
	struct iovec iov[2] = {{.iov_base = "one", .iov_len = 3}, {.iov_base = "two", .iov_len = 3}};
	int fd = open("f", O_RDWR | O_CREAT | O_EXCL, 0640);
	int other;

	CHECK(fd >= 0);
	FAILS(open("f", O_RDWR | O_CREAT | O_EXCL, 0640), EEXIST);
	CHECK_INT(write(fd, "0123456789", 10), 10);
	CHECK_INT(lseek(fd, 0, SEEK_CUR), 10);
	CHECK_INT(lseek(fd, -8, SEEK_END), 2);
	CHECK_INT(read(fd, buf, 3), 3);
	CHECK_STR(buf, "234");
	other = dup(fd);
	CHECK_INT(lseek(other, 0, SEEK_CUR), 5);
	CHECK_INT(close(other), 0);
	CHECK_INT(pread(fd, buf, 2, 8), 2);
	CHECK(memcmp(buf, "89", 2) == 0);
	CHECK_INT(pwrite(fd, "AB", 2, 0), 2);
	CHECK_INT(lseek(fd, 0, SEEK_CUR), 5);
	CHECK_INT(writev(fd, iov, 2), 6);
	CHECK_INT(ftruncate(fd, 9), 0);
	CHECK_INT(lseek(fd, 0, SEEK_SET), 0);
	iov[0] = (struct iovec){.iov_base = buf, .iov_len = 4};
	iov[1] = (struct iovec){.iov_base = buf + 4, .iov_len = 20};
	CHECK_INT(readv(fd, iov, 2), 9);
	buf[9] = 0;
	CHECK_STR(buf, "AB234onet");
	CHECK_INT(read(fd, buf, 1), 0);
	CHECK_INT(fsync(fd), 0);
	CHECK_INT(close(fd), 0);
	FAILS(close(fd), EBADF);
	FAILS(read(fd, buf, 1), EBADF);
	FAILS(lseek(-1, 0, SEEK_SET), EBADF);
}

static void
appended(void)
{
	int fd = open("f", O_WRONLY | O_APPEND);
	struct stat st;

	CHECK_INT(lseek(fd, 0, SEEK_SET), 0);
	CHECK_INT(write(fd, "!", 1), 1);
	CHECK_INT(fstat(fd, &st), 0);
	CHECK_INT(st.st_size, 10);
	CHECK_INT(fcntl(fd, F_GETFL) & (O_ACCMODE | O_APPEND), O_WRONLY | O_APPEND);
	CHECK_INT(close(fd), 0);
}

static void
names(void)
{
	char target[16] = {0};
	struct stat st;
	struct stat other;
	char *real;

	CHECK_INT(stat("f", &st), 0);
	CHECK(S_ISREG(st.st_mode) && (st.st_mode & 0700) == 0600 && st.st_nlink == 1);
	CHECK(st.st_mtime > 1600000000 && st.st_mtim.__pad_sec == 0 && st.st_mtim.tv_nsec < 1000000000);
	CHECK_INT(link("f", "g"), 0);
	CHECK_INT(stat("g", &other), 0);
	CHECK(other.st_ino == st.st_ino && other.st_nlink == 2);
	CHECK_INT(symlink("f", "s"), 0);
	CHECK_INT(readlink("s", target, sizeof(target)), 1);
	CHECK_STR(target, "f");
	CHECK_INT(lstat("s", &other), 0);
	CHECK(S_ISLNK(other.st_mode));
	CHECK_INT(fstatat(AT_FDCWD, "s", &other, AT_SYMLINK_NOFOLLOW), 0);
	CHECK(S_ISLNK(other.st_mode));
	real = realpath("./s", NULL);
	CHECK(real && strcmp(strrchr(real, '/'), "/f") == 0);
	free(real);
	CHECK_INT(chmod("f", 0400), 0);
	CHECK_INT(stat("f", &st), 0);
	CHECK_INT(st.st_mode & 0777, 0400);
	CHECK_INT(rename("g", "h"), 0);
	FAILS(stat("g", &st), ENOENT);
	FAILS(access("g", F_OK), ENOENT);
	CHECK_INT(access("h", R_OK), 0);
	CHECK_INT(unlink("h"), 0);
	CHECK_INT(unlink("s"), 0);
	CHECK_INT(remove("f"), 0);
	FAILS(open("f", O_RDONLY), ENOENT);
	FAILS(open("f/g", O_RDONLY | O_CREAT, 0600), ENOENT);
}

static void
times(void)
{
	struct timespec ts[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1234567890, .tv_nsec = 500000000}};
	struct stat st;

	CHECK_INT(close(creat("t", 0600)), 0);
	CHECK_INT(utimensat(AT_FDCWD, "t", ts, 0), 0);
	CHECK_INT(stat("t", &st), 0);
	CHECK_INT(st.st_atim.tv_sec, 1000000000);
	CHECK_INT(st.st_mtim.tv_sec, 1234567890);
	CHECK_INT(st.st_mtim.tv_nsec, 500000000);
	CHECK_INT(unlink("t"), 0);
}

int
main(void)
{
	descriptors();
	appended();
	names();
	times();
	FAILS((int)write(1, (void *)0xfffffff0, 100), EFAULT);
	return 0;
}
