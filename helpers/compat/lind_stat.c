/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host fills C's struct stat, for stat64 too. lind-glibc's fstatat converts it by another layout, and its statx,
 * made of that, gives garbage.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#if __has_include(<sys/sysmacros.h>)
#include <sys/sysmacros.h>
#endif

#include "lind.h"

enum { FSTATAT = 262 };

int __lind_rust_fstatat(int dir, const char *path, struct stat *st, int flags)
{
	return lind_call(FSTATAT, "syscall|fstatat", (uint64_t)dir, lind_address(path), lind_address(st), (uint64_t)flags,
			 LIND_UNUSED, LIND_UNUSED);
}

/* struct statx, which is the same everywhere. */
struct rust_statx {
	uint32_t mask, blksize;
	uint64_t attributes;
	uint32_t nlink, uid, gid;
	uint16_t mode, spare0;
	uint64_t ino, size, blocks, attributes_mask;
	struct {
		int64_t sec;
		uint32_t nsec;
		int32_t reserved;
	} atime, btime, ctime, mtime;
	uint32_t rdev_major, rdev_minor, dev_major, dev_minor;
	uint64_t spare[14];
};

/* STATX_BASIC_STATS; what comes beyond these, as the time of birth, the host does not tell. */
enum { BASIC = 0x7ff };

static unsigned major_of(uint64_t dev)
{
	return (unsigned)((dev >> 8 & 0xfff) | (dev >> 32 & ~0xfffu));
}

static unsigned minor_of(uint64_t dev)
{
	return (unsigned)((dev & 0xff) | (dev >> 12 & ~0xffu));
}

int __lind_rust_statx(int dir, const char *path, int flags, unsigned mask, struct rust_statx *to)
{
	/* AT_STATX_FORCE_SYNC and AT_STATX_DONT_SYNC mean nothing to a file of the host. */
	const int sync = 0x6000;
	struct stat st;

	(void)mask;
	if (!path || !to)
		return lind_fails(EFAULT);
	if (__lind_rust_fstatat(dir, path, &st, flags & ~sync))
		return -1;
	memset(to, 0, sizeof *to);
	to->mask = BASIC;
	to->blksize = (uint32_t)st.st_blksize;
	to->nlink = (uint32_t)st.st_nlink;
	to->uid = st.st_uid;
	to->gid = st.st_gid;
	to->mode = (uint16_t)st.st_mode;
	to->ino = (uint64_t)st.st_ino;
	to->size = (uint64_t)st.st_size;
	to->blocks = (uint64_t)st.st_blocks;
	to->atime.sec = st.st_atim.tv_sec;
	to->atime.nsec = (uint32_t)st.st_atim.tv_nsec;
	to->mtime.sec = st.st_mtim.tv_sec;
	to->mtime.nsec = (uint32_t)st.st_mtim.tv_nsec;
	to->ctime.sec = st.st_ctim.tv_sec;
	to->ctime.nsec = (uint32_t)st.st_ctim.tv_nsec;
	to->rdev_major = major_of((uint64_t)st.st_rdev);
	to->rdev_minor = minor_of((uint64_t)st.st_rdev);
	to->dev_major = major_of((uint64_t)st.st_dev);
	to->dev_minor = minor_of((uint64_t)st.st_dev);
	return 0;
}
