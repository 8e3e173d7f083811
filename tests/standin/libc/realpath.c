/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINKS_MAX = 40 };

/* `done` is resolved; `rest` is still to be walked. */
struct walk {
	char done[PATH_MAX];
	char rest[PATH_MAX];
	int links;
};

/* Puts a link's target before what is left of the path. */
static int
follow(struct walk *w, size_t parent)
{
	char target[PATH_MAX];
	ssize_t n = readlink(w->done, target, sizeof(target) - 1);

	if (n < 0)
		return -1;
	target[n] = 0;
	if (++w->links > LINKS_MAX) {
		errno = ELOOP;
		return -1;
	}
	if (strlcat(target, "/", sizeof(target)) >= sizeof(target) ||
	    strlcat(target, w->rest, sizeof(target)) >= sizeof(target)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(w->rest, target);
	w->done[*target == '/' ? 0 : parent] = 0;
	return 0;
}

static int
step(struct walk *w, const char *name)
{
	size_t parent = strlen(w->done);
	struct stat st;

	if (!*name || strcmp(name, ".") == 0)
		return 0;
	if (strcmp(name, "..") == 0) {
		char *slash = strrchr(w->done, '/');

		if (slash)
			*slash = 0;
		return 0;
	}
	if (strlcat(w->done, "/", PATH_MAX) >= PATH_MAX || strlcat(w->done, name, PATH_MAX) >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (lstat(w->done, &st) != 0)
		return -1;
	if (S_ISLNK(st.st_mode))
		return follow(w, parent);
	if (w->rest[0] && !S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		return -1;
	}
	return 0;
}

static int
walk(struct walk *w, const char *path)
{
	if (strlcpy(w->rest, path, PATH_MAX) >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	w->done[0] = 0;
	if (*path != '/' && !getcwd(w->done, PATH_MAX))
		return -1;
	if (strcmp(w->done, "/") == 0)
		w->done[0] = 0;
	while (w->rest[0]) {
		char name[PATH_MAX];
		size_t n = strcspn(w->rest, "/");

		memcpy(name, w->rest, n);
		name[n] = 0;
		n += strspn(w->rest + n, "/");
		memmove(w->rest, w->rest + n, strlen(w->rest + n) + 1);
		if (step(w, name) != 0)
			return -1;
	}
	if (!w->done[0])
		strcpy(w->done, "/");
	return 0;
}

char *
realpath(const char *restrict path, char *restrict resolved)
{
	struct walk *w;
	char *result = NULL;

	if (!path || !*path) {
		errno = path ? ENOENT : EINVAL;
		return NULL;
	}
	w = malloc(sizeof(*w));
	if (!w)
		return NULL;
	w->links = 0;
	if (walk(w, path) == 0)
		result = resolved ? strcpy(resolved, w->done) : strdup(w->done);
	free(w);
	return result;
}
