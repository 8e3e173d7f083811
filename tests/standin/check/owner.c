/* SPDX-License-Identifier: Apache-2.0 */
/* A file can be given to oneself, and locked by one of its openers. */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "check.h"

int
main(void)
{
	int one = open("locked", O_RDWR | O_CREAT, 0640);
	int other = open("locked", O_RDONLY);
	int another = open("another", O_RDWR | O_CREAT, 0640);

	CHECK(one >= 0 && other >= 0 && another >= 0);
	CHECK_INT(chown("locked", getuid(), getgid()), 0);
	CHECK_INT(fchown(one, (uid_t)-1, getgid()), 0);
	CHECK_INT(lchown("none", getuid(), getgid()), -1);
	CHECK_INT(errno, ENOENT);

	CHECK_INT(flock(one, LOCK_EX), 0);
	CHECK_INT(flock(one, LOCK_EX | LOCK_NB), 0);
	CHECK_INT(flock(other, LOCK_SH | LOCK_NB), -1);
	CHECK_INT(errno, EAGAIN);
	CHECK_INT(flock(another, LOCK_EX | LOCK_NB), 0);
	CHECK_INT(flock(one, LOCK_SH), 0);
	CHECK_INT(flock(other, LOCK_SH | LOCK_NB), 0);
	CHECK_INT(flock(other, LOCK_EX | LOCK_NB), -1);
	CHECK_INT(close(one), 0);
	CHECK_INT(flock(other, LOCK_EX | LOCK_NB), 0);
	CHECK_INT(flock(other, LOCK_UN), 0);
	CHECK_INT(flock(other, 0), -1);
	CHECK_INT(errno, EINVAL);
	return 0;
}
