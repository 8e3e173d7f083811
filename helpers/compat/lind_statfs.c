/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host fills a structure of its own where lind-glibc passes C's struct statfs64, which is shorter and has its members
 * elsewhere: f_bsize of statvfs was 0, and what lay behind the buffer was overwritten. C's pathconf asks so, too.
 */
#define _GNU_SOURCE 1
#include <string.h>
#if __has_include(<sys/statvfs.h>) && __has_include(<sys/vfs.h>)
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "lind.h"

enum { STATFS = 137, FSTATFS = 138 };

struct host_statfs {
	uint64_t type, bsize, blocks, bfree, bavail, files, ffree, fsid, namelen, frsize;
	uint8_t spare[64];
};

static int statfs_of(const char *path, int file, struct host_statfs *h)
{
	memset(h, 0, sizeof *h);
	if (path)
		return lind_call(STATFS, "syscall|statfs", lind_address(path), lind_address(h), LIND_UNUSED, LIND_UNUSED,
				 LIND_UNUSED, LIND_UNUSED);
	return lind_call(FSTATFS, "syscall|fstatfs", (uint64_t)file, lind_address(h), LIND_UNUSED, LIND_UNUSED, LIND_UNUSED,
			 LIND_UNUSED);
}

static int to_statfs(struct statfs64 *to, const struct host_statfs *h)
{
	memset(to, 0, sizeof *to);
	to->f_type = (__typeof__(to->f_type))h->type;
	to->f_bsize = (__typeof__(to->f_bsize))h->bsize;
	to->f_blocks = h->blocks;
	to->f_bfree = h->bfree;
	to->f_bavail = h->bavail;
	to->f_files = h->files;
	to->f_ffree = h->ffree;
	memcpy(&to->f_fsid, &h->fsid, sizeof to->f_fsid < sizeof h->fsid ? sizeof to->f_fsid : sizeof h->fsid);
	to->f_namelen = (__typeof__(to->f_namelen))h->namelen;
	to->f_frsize = (__typeof__(to->f_frsize))(h->frsize ? h->frsize : h->bsize);
	return 0;
}

static int to_statvfs(struct statvfs64 *to, const struct host_statfs *h)
{
	memset(to, 0, sizeof *to);
	to->f_bsize = (unsigned long)h->bsize;
	to->f_frsize = (unsigned long)(h->frsize ? h->frsize : h->bsize);
	to->f_blocks = h->blocks;
	to->f_bfree = h->bfree;
	to->f_bavail = h->bavail;
	to->f_files = h->files;
	to->f_ffree = h->ffree;
	to->f_favail = h->ffree;
	to->f_fsid = (unsigned long)h->fsid;
	to->f_namemax = (unsigned long)h->namelen;
	return 0;
}

int __lind_rust_statfs(const char *path, struct statfs64 *to)
{
	struct host_statfs h;

	if (!path)
		return lind_fails(EFAULT);
	return statfs_of(path, -1, &h) ? -1 : to_statfs(to, &h);
}

int __lind_rust_fstatfs(int file, struct statfs64 *to)
{
	struct host_statfs h;

	return statfs_of(NULL, file, &h) ? -1 : to_statfs(to, &h);
}

int __lind_rust_statvfs(const char *path, struct statvfs64 *to)
{
	struct host_statfs h;

	if (!path)
		return lind_fails(EFAULT);
	return statfs_of(path, -1, &h) ? -1 : to_statvfs(to, &h);
}

int __lind_rust_fstatvfs(int file, struct statvfs64 *to)
{
	struct host_statfs h;

	return statfs_of(NULL, file, &h) ? -1 : to_statvfs(to, &h);
}

/* What depends on the file system; 0: nothing of that. */
static long limit_of(const struct host_statfs *h, int name)
{
	enum { LEAST_LINKS = 127, BITS = 64 };

	switch (name) {
	case _PC_NAME_MAX:
		return (long)h->namelen;
	case _PC_LINK_MAX:
		return LEAST_LINKS;
	case _PC_FILESIZEBITS:
		return BITS;
	case _PC_CHOWN_RESTRICTED:
	case _PC_2_SYMLINKS:
		return 1;
	case _PC_REC_MIN_XFER_SIZE:
		return (long)h->bsize;
	case _PC_REC_XFER_ALIGN:
	case _PC_ALLOC_SIZE_MIN:
		return (long)(h->frsize ? h->frsize : h->bsize);
	default:
		return 0;
	}
}

/* Any one: whether the file system is asked at all. */
static const struct host_statfs any = {.namelen = 1, .bsize = 1};

long __lind_rust_pathconf(const char *path, int name)
{
	struct host_statfs h;

	if (!path)
		return lind_fails(EFAULT);
	if (!limit_of(&any, name))
		return pathconf(path, name);
	return statfs_of(path, -1, &h) ? -1 : limit_of(&h, name);
}

long __lind_rust_fpathconf(int file, int name)
{
	struct host_statfs h;

	if (!limit_of(&any, name))
		return fpathconf(file, name);
	return statfs_of(NULL, file, &h) ? -1 : limit_of(&h, name);
}
#endif
