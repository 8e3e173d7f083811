/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TRIES = 100, LETTERS = 6 };

/* Replaces the six X at the end. 0, or -1 when they are not there. */
static int
fill_in(char *pattern, char *end)
{
	static const char set[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	unsigned char random[LETTERS];

	if (end - pattern < LETTERS || getrandom(random, sizeof(random), 0) != LETTERS)
		return -1;
	for (int i = 0; i < LETTERS; i++)
		end[i - LETTERS] = set[random[i] % (sizeof(set) - 1)];
	return 0;
}

static int
make_file(const char *path)
{
	return open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
}

static int
make_directory(const char *path)
{
	return mkdir(path, 0700);
}

static int
make(char *pattern, int (*create)(const char *))
{
	char *end = pattern + strlen(pattern);

	if (end - pattern < LETTERS || strcmp(end - LETTERS, "XXXXXX") != 0) {
		errno = EINVAL;
		return -1;
	}
	for (int i = 0; i < TRIES; i++) {
		int fd;

		if (fill_in(pattern, end) != 0)
			return -1;
		fd = create(pattern);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

int
mkstemp(char *pattern)
{
	return make(pattern, make_file);
}

char *
mkdtemp(char *pattern)
{
	return make(pattern, make_directory) < 0 ? NULL : pattern;
}
