/* SPDX-License-Identifier: Apache-2.0 */
/*
 * readlink of /proc/self/exe, which is how a program asks for its own file: lind has no /proc. It was begun by a name,
 * its first argument: a path from where it was begun, or a name along PATH. A parent that gave another first argument
 * than the program's name is not seen through: there is such a file then, or an error.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lind.h"

#if __has_include(<gnu/lib-names.h>)
__attribute__((import_module("lind"), import_name("args_sizes_get"))) int lind_args_sizes(size_t *n, size_t *size);
__attribute__((import_module("lind"), import_name("args_get"))) int lind_args(char **to, char *text);

static char *first_argument(void)
{
	size_t n = 0, size = 0;
	char **all, *text, *first = NULL;

	if (lind_args_sizes(&n, &size) || !n)
		return NULL;
	all = calloc(n + 1, sizeof *all);
	text = malloc(size + 1);
	if (all && text && !lind_args(all, text))
		first = strdup(all[0]);
	free(all);
	free(text);
	return first;
}

static int is_file(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode);
}

/* `dir` of n characters and the name below it, where that is a file. */
static int below(char *to, const char *dir, size_t n, const char *name)
{
	if (n + 1 + strlen(name) + 1 > PATH_MAX)
		return 0;
	memcpy(to, dir, n);
	to[n] = '\0';
	if (n && to[n - 1] != '/')
		strcat(to, "/");
	strcat(to, name);
	return is_file(to);
}

static int find(char *to, const char *name)
{
	const char *along = getenv("PATH");
	char here[PATH_MAX];

	if (*name == '/')
		return below(to, "", 0, name);
	/* lind-boot's names are relative to the root; a parent's to where it was. */
	if (below(to, "/", 1, name) || (getcwd(here, sizeof here) && below(to, here, strlen(here), name)))
		return 1;
	if (strchr(name, '/'))
		return 0;
	while (along) {
		size_t n = strcspn(along, ":");

		if (n && below(to, along, n, name))
			return 1;
		along = along[n] ? along + n + 1 : NULL;
	}
	return 0;
}

static ssize_t own_file(char *to, size_t size)
{
	char found[PATH_MAX], whole[PATH_MAX], *name = first_argument();
	int is = name && find(found, name);
	size_t n;

	free(name);
	if (!is || !realpath(found, whole))
		return lind_fails(ENOENT);
	n = strlen(whole);
	if (n > size)
		n = size;
	memcpy(to, whole, n);
	return (ssize_t)n;
}

ssize_t __lind_rust_readlink(const char *path, char *to, size_t size)
{
	return path && !strcmp(path, "/proc/self/exe") && size ? own_file(to, size) : readlink(path, to, size);
}
#else
ssize_t __lind_rust_readlink(const char *path, char *to, size_t size)
{
	return readlink(path, to, size);
}
#endif
