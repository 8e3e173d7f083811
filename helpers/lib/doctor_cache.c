/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "doctor_internal.h"
#include "lind-rust/fs.h"

static unsigned long long size_of(const char *path)
{
	unsigned long long bytes = 0;
	struct stat st;
	struct dirent *entry;
	DIR *d;

	if (lstat(path, &st))
		return 0;
	if (!S_ISDIR(st.st_mode))
		return (unsigned long long)st.st_size;
	d = opendir(path);
	while (d && (entry = readdir(d))) {
		char *below;

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		below = xasprintf("%s/%s", path, entry->d_name);
		bytes += size_of(below);
		free(below);
	}
	if (d)
		closedir(d);
	return bytes;
}

/* The directory itself, or the nearest one above that is there. */
static bool can_be_written(const char *path)
{
	char *at = xstrdup(path);

	while (!lr_exists(at) && strcmp(at, "/")) {
		char *up = lr_dir(at);

		free(at);
		at = up;
	}
	return lr_is_dir(at) && !access(at, W_OK);
}

void lr_doctor_cache(struct lr_findings *f, struct lr_tools *t)
{
	struct lr_finding *at = lr_doctor_tool(f, t, "caches", LR_CACHE, true, false);
	struct buf sizes = {0};
	struct dirent *entry;
	DIR *d;

	if (!at->path)
		return;
	if (!can_be_written(at->path)) {
		at->health = LR_MISSING;
		at->detail = xstrdup("cannot be written");
		at->cure = xstrdup("set LIND_RUST_CACHE to a directory of yours");
		return;
	}
	d = opendir(at->path);
	while (d && (entry = readdir(d))) {
		char *kind = xasprintf("%s/%s", at->path, entry->d_name);

		if (entry->d_name[0] != '.' && lr_is_dir(kind))
			buf_printf(&sizes, "%s%s %.1f MiB", sizes.len ? ", " : "", entry->d_name,
				   (double)size_of(kind) / (1 << 20));
		free(kind);
	}
	if (d)
		closedir(d);
	at->detail = sizes.data ? sizes.data : xstrdup("empty");
}
