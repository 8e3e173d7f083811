/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lseek64: a system call's answer has 32 bits, so of a position from 2 GiB on lind tells the lower half, and the last
 * 255 below each multiple of 4 GiB read as the number of an error. The host knows the position: it goes no further back
 * than to 0, which is how the upper half is found here. Who asks where he is pays for one more call, which fails; from
 * 4 GiB on the position is elsewhere meanwhile, which another thread that reads at it would see.
 */
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>

#include "lind.h"
#include "lind_wraps.h"

int64_t real_seek(int file, int64_t offset, int whence) C_LIBRARYS(lseek64, __libc_lseek64);

enum { ASIDE = 256 }; /* so far from an answer that reads as an error's number is one that does not */
#define UNIT ((int64_t)1 << 32)
#define FARTHEST ((int64_t)1 << 60) /* no file reaches so far */

static bool goes_back(int file, int64_t distance)
{
	return real_seek(file, -distance, SEEK_CUR) != -1;
}

/* The position's, whose lower half does not read as an error. */
static int64_t upper_half(int file)
{
	int64_t step = UNIT, gone = UNIT;

	if (!goes_back(file, UNIT))
		return 0;
	/* Devices, and grates that handle this call, may know no beginning. */
	if (goes_back(file, FARTHEST)) {
		real_seek(file, FARTHEST + UNIT, SEEK_CUR);
		return 0;
	}
	while (step *= 2, goes_back(file, step))
		gone += step;
	while (step /= 2, step >= UNIT)
		if (goes_back(file, step))
			gone += step;
	real_seek(file, gone, SEEK_CUR);
	return gone;
}

/*
 * What was told reads as the error of that number: it is one, if the position is another. (A call that fails at just
 * the position which reads as its error is taken for one that leads there.)
 */
static int64_t failed_or_there(int file, int number)
{
	int64_t told;

	if (real_seek(file, 0, SEEK_CUR) != -1 || (told = real_seek(file, ASIDE, SEEK_CUR)) == -1)
		return lind_fails(number);
	if (told == ASIDE - number)
		told += upper_half(file) - ASIDE;
	else
		told = -1;
	real_seek(file, -ASIDE, SEEK_CUR);
	errno = number;
	return told;
}

int64_t __lind_rust_lseek64(int file, int64_t offset, int whence)
{
	int before = errno;
	int64_t told = real_seek(file, offset, whence);

	if (told == -1) {
		told = failed_or_there(file, errno);
	} else if (whence == SEEK_SET && (uint32_t)told == (uint32_t)offset) {
		return offset;
	} else {
		told = (uint32_t)told;
		told += upper_half(file);
	}
	if (told != -1)
		errno = before;
	return told;
}

/* Of C, and of its streams. */
WRAPS_BY(lseek64, lseek64);
WRAPS_BY(__lseek64, lseek64);
