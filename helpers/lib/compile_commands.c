/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "lind-rust/compile_commands.h"
#include "lind-rust/fs.h"

/* What is read is still so when it is written. By the directory: a lock of its own would be one more file in it. */
static int hold_directory_of(const char *path)
{
	char *dir = lr_dir(path);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	while (fd >= 0 && flock(fd, LOCK_EX) && errno == EINTR)
		;
	free(dir);
	return fd;
}

static json_t *list_so_far(const char *path)
{
	struct buf b = {0};
	json_t *list;

	if (lr_slurp(path, &b)) {
		if (errno != ENOENT)
			fatal("read '%s':", path);
		return json_array();
	}
	list = json_loadb(b.data, b.len, 0, NULL);
	free(b.data);
	if (!json_is_array(list))
		fatal_hint("name another file, or remove it", "'%s' is not a compile_commands.json", path);
	return list;
}

static bool is_one_of(const struct strv *list, const char *word)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->v[i], word))
			return true;
	return false;
}

static json_t *entry(const struct strv *common, const char *directory, const char *source)
{
	json_t *arguments = json_array();
	int bad = 0;

	for (size_t i = 0; i < common->n; i++)
		bad |= json_array_append_new(arguments, json_string(common->v[i]));
	bad |= json_array_append_new(arguments, json_string(source));
	return bad ? NULL
		   : json_pack("{s:s, s:s, s:o}", "directory", directory, "file", source, "arguments", arguments);
}

void lr_compile_commands_add(const char *path, const struct strv *argv, const struct strv *sources)
{
	int held = hold_directory_of(path);
	json_t *list = list_so_far(path);
	char *directory = lr_absolute("."), *text;
	struct strv common = {0};

	for (size_t i = 0; i < argv->n; i++)
		if (!is_one_of(sources, argv->v[i]))
			strv_add(&common, argv->v[i]);
	for (size_t i = 0; i < sources->n; i++)
		if (json_array_append_new(list, entry(&common, directory, sources->v[i])))
			fatal_hint("rename it", "a path is not UTF-8: compile_commands.json cannot hold it");
	text = json_dumps(list, JSON_INDENT(1));
	if (!text || lr_write_if_changed(path, text, strlen(text), NULL))
		fatal("write '%s':", path);
	if (held >= 0)
		close(held);
	free(text);
	free(directory);
	json_decref(list);
}
