/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_DIRENT_H
#define STANDIN_DIRENT_H

#include <bits/types.h>

struct dirent {
	ino_t d_ino;
	off_t d_off;
	unsigned short d_reclen;
	unsigned char d_type;
	char d_name[256];
};

struct dirent64 {
	unsigned long long d_ino;
	off64_t d_off;
	unsigned short d_reclen;
	unsigned char d_type;
	char d_name[256];
};

typedef struct __dirstream DIR;

#define DT_UNKNOWN 0
#define DT_FIFO 1
#define DT_CHR 2
#define DT_DIR 4
#define DT_BLK 6
#define DT_REG 8
#define DT_LNK 10
#define DT_SOCK 12

int closedir(DIR *dir);
int dirfd(DIR *dir);
DIR *fdopendir(int fd);
DIR *opendir(const char *path);
struct dirent *readdir(DIR *dir);
struct dirent64 *readdir64(DIR *dir);
void rewinddir(DIR *dir);

#endif
