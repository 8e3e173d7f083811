/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/cache.h"
#include "lind-rust/fs.h"
#include "lind-rust/sums.h"

static const char list_name[] = "sums";

/* "<hash> <name>", a line for each file. */
int lr_sums_write(const char *dir)
{
	char *list = xasprintf("%s/%s", dir, list_name);
	struct buf text = {0};
	struct dirent *entry;
	DIR *d = opendir(dir);
	int result = d ? 0 : -1;

	while (!result && (entry = readdir(d))) {
		char *path = xasprintf("%s/%s", dir, entry->d_name), *hash = NULL;

		if (entry->d_name[0] != '.' && strcmp(entry->d_name, list_name)) {
			hash = lr_hash_file(path);
			if (hash)
				buf_printf(&text, "%s %s\n", hash, entry->d_name);
			else
				result = -1;
		}
		free(hash);
		free(path);
	}
	if (d)
		closedir(d);
	if (!result)
		result = lr_write_if_changed(list, text.data ? text.data : "", text.len, NULL);
	free(text.data);
	free(list);
	return result;
}

bool lr_sums_hold(const char *dir)
{
	char *list = xasprintf("%s/%s", dir, list_name), *save = NULL;
	struct buf text = {0};
	/* An empty one is what a full disk or a crash leaves of it. */
	bool hold = !lr_slurp(list, &text) && text.len;

	for (char *line = text.data; hold && text.data && (line = strtok_r(line, "\n", &save)); line = NULL) {
		char *space = strchr(line, ' '), *path, *hash;

		/* Its files lie beside it: no list leads elsewhere. */
		if (!space || strchr(space, '/')) {
			hold = false;
			break;
		}
		*space = '\0';
		path = xasprintf("%s/%s", dir, space + 1);
		hash = lr_hash_file(path);
		hold = hash && !strcmp(hash, line);
		free(hash);
		free(path);
	}
	free(text.data);
	free(list);
	return hold;
}
