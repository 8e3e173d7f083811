/* SPDX-License-Identifier: Apache-2.0 */
/* Directories can be made, listed, entered and removed. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "check.h"

enum { FILES = 300 };

static void
fill(void)
{
	for (int i = 0; i < FILES; i++) {
		char name[64];

		snprintf(name, sizeof(name), "d/a file with a rather long name %03d", i);
		CHECK_INT(close(open(name, O_WRONLY | O_CREAT, 0600)), 0);
	}
	CHECK_INT(mkdir("d/sub", 0700), 0);
}

/* Lists "d"; removes what it lists if asked to. */
static int
list(int removing)
{
	DIR *dir = opendir("d");
	struct dirent *entry;
	int files = 0;
	int dots = 0;

	CHECK(dir);
	for (int pass = 0; pass < (removing ? 1 : 2); pass++) {
		files = dots = 0;
		rewinddir(dir);
		while ((entry = readdir(dir))) {
			if (entry->d_name[0] == '.') {
				dots++;
				CHECK_INT(entry->d_type, DT_DIR);
				continue;
			}
			files++;
			CHECK_INT(entry->d_type, strcmp(entry->d_name, "sub") == 0 ? DT_DIR : DT_REG);
			CHECK(entry->d_ino != 0);
			if (removing)
				CHECK_INT(unlinkat(dirfd(dir), entry->d_name, entry->d_type == DT_DIR ? AT_REMOVEDIR : 0), 0);
		}
	}
	CHECK_INT(dots, 2);
	CHECK_INT(closedir(dir), 0);
	return files;
}

int
main(void)
{
	char before[4096];
	char after[4096];

	CHECK_INT(mkdir("d", 0755), 0);
	CHECK(mkdir("d", 0755) == -1 && errno == EEXIST);
	fill();
	CHECK_INT(list(0), FILES + 1);
	CHECK(rmdir("d") == -1 && errno == ENOTEMPTY);
	CHECK(getcwd(before, sizeof(before)));
	CHECK_INT(chdir("d/sub"), 0);
	CHECK(getcwd(after, sizeof(after)));
	CHECK(strncmp(after, before, strlen(before)) == 0);
	CHECK_STR(after + strlen(before), "/d/sub");
	CHECK_INT(access("../a file with a rather long name 007", F_OK), 0);
	CHECK_INT(chdir("../.."), 0);
	CHECK(getcwd(after, 3) == NULL && errno == ERANGE);
	CHECK_INT(list(1), FILES + 1);
	CHECK_INT(rmdir("d"), 0);
	CHECK(opendir("d") == NULL && errno == ENOENT);
	CHECK(chdir("d") == -1 && errno == ENOENT);
	return 0;
}
