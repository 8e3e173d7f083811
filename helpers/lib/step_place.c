/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lind-rust/fs.h"
#include "lind-rust/step.h"

/* cargo's two lines of comment, the version and one package are far less; locks of large projects are not read for this. */
enum { ONE_PACKAGE = 4096 };

/* A line of Cargo.lock, which cargo writes in one form alone: key = "value". Allocated; NULL where it is another one. */
static char *value_of(const char *line, const char *key)
{
	size_t n = strlen(key);

	if (strncmp(line, key, n) || strncmp(line + n, " = \"", 4))
		return NULL;
	line += n + 4;
	return xstrndup(line, strcspn(line, "\"\n"));
}

static bool is_plain(const char *name)
{
	return *name && !name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")];
}

char *lr_step_alone(const struct lr_step *j)
{
	char *manifest = lr_absolute(j->wanted.manifest ? j->wanted.manifest : "Cargo.toml"), *dir = lr_dir(manifest);
	char *lock = xasprintf("%s/Cargo.lock", dir), *name = NULL;
	struct buf b = {0};
	struct stat st;
	int packages = 0;

	if (!stat(lock, &st) && st.st_size <= ONE_PACKAGE && !lr_slurp(lock, &b))
		for (const char *line = b.data; line; line = strchr(line, '\n'), line += line != NULL) {
			packages += lr_starts(line, "[[package]]");
			if (!name)
				name = value_of(line, "name");
		}
	free(b.data);
	free(manifest);
	free(dir);
	free(lock);
	if (packages == 1 && name && is_plain(name))
		return name;
	free(name);
	return NULL;
}

void lr_step_place(struct lr_step *j)
{
	char *name = lr_step_alone(j);

	if (name)
		j->target_dir = xasprintf("%s/alone/%s", j->target_dir, name);
	free(name);
}
