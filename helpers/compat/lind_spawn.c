/* SPDX-License-Identifier: Apache-2.0 */
/*
 * posix_spawn(). Of what is no program lind-glibc's gives 0, and the child ends with 127; POSIX lets either be, and std on
 * Linux counts on the number. So the file is looked at before; along PATH it is looked for here. The first thread alone
 * can make a child, and does so for others.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lind_children.h"

/* lind runs modules, and what its runtime has precompiled from them, whether they are marked as programs or not. */
static int is_program(const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC), number = 0;
	struct stat data;
	char mark[4];

	if (file < 0)
		return errno ? errno : ENOENT;
	if (!fstat(file, &data) && S_ISDIR(data.st_mode))
		number = EACCES;
	else if (read(file, mark, sizeof mark) != sizeof mark || (memcmp(mark, "\0asm", 4) && memcmp(mark, "\177ELF", 4)))
		number = access(path, X_OK) ? EACCES : ENOEXEC;
	close(file);
	return number;
}

#if __has_include(<gnu/lib-names.h>)
/* An action as glibc keeps it; its header does not show that. */
struct __spawn_action {
	enum { CHDIR = 3 } tag;
	union {
		const char *path;
		int words[4];
	} of;
};

/* The directory that the child goes to, NULL: none. */
static const char *directory_of(const posix_spawn_file_actions_t *actions)
{
	const char *directory = NULL;

	for (int i = 0; actions && i < actions->__used; i++)
		if (actions->__actions[i].tag == CHDIR)
			directory = actions->__actions[i].of.path;
	return directory;
}

/*
 * lind has no groups of processes, and the child would end with 127: one that is to be in a group of its own is as good as
 * in one. It cannot join another's.
 */
static int leave_group_out(const posix_spawnattr_t **attributes, posix_spawnattr_t *copy)
{
	pid_t group = 0;
	short flags = 0;

	if (!*attributes || posix_spawnattr_getflags(*attributes, &flags) || !(flags & POSIX_SPAWN_SETPGROUP))
		return 0;
	if (posix_spawnattr_getpgroup(*attributes, &group) || group)
		return ENOSYS;
	*copy = **attributes;
	*attributes = copy;
	return posix_spawnattr_setflags(copy, (short)(flags & ~POSIX_SPAWN_SETPGROUP));
}
#else
static const char *directory_of(const posix_spawn_file_actions_t *actions)
{
	(void)actions;
	return NULL;
}

static int leave_group_out(const posix_spawnattr_t **attributes, posix_spawnattr_t *copy)
{
	(void)attributes;
	(void)copy;
	return 0;
}
#endif

/* As the child will find it. */
static int is_program_from(const char *directory, const char *path)
{
	char whole[PATH_MAX];

	if (!directory || *path == '/')
		return is_program(path);
	if (strlen(directory) + 1 + strlen(path) + 1 > sizeof whole)
		return ENAMETOOLONG;
	strcpy(whole, directory);
	strcat(whole, "/");
	strcat(whole, path);
	return is_program(whole);
}

static int is_directory(const char *path)
{
	struct stat data;

	if (!path)
		return 0;
	if (stat(path, &data))
		return errno;
	if (!S_ISDIR(data.st_mode))
		return ENOTDIR;
	return access(path, X_OK) ? errno : 0;
}

struct spawn {
	const char *path;
	const posix_spawn_file_actions_t *actions;
	const posix_spawnattr_t *attributes;
	char *const *argv, *const *env;
	pid_t process;
	int number;
};

static void spawn(void *p)
{
	struct spawn *s = p;

	s->number = posix_spawn(&s->process, s->path, s->actions, s->attributes, s->argv, s->env);
}

static int spawn_program(pid_t *process, struct spawn *s)
{
	posix_spawnattr_t copy;
	int number = leave_group_out(&s->attributes, &copy);

	if (!number)
		number = lind_in_first_thread(spawn, s);
	if (!number)
		number = s->number;
	if (number)
		return number;
	lind_child_is(s->process);
	if (process)
		*process = s->process;
	return 0;
}

int __lind_rust_posix_spawn(pid_t *process, const char *path, const posix_spawn_file_actions_t *actions,
			    const posix_spawnattr_t *attributes, char *const argv[], char *const env[])
{
	struct spawn s = {path, actions, attributes, argv, env, 0, 0};
	const char *directory = directory_of(actions);
	int number = is_directory(directory);

	if (!number)
		number = is_program_from(directory, path);
	return number ? number : spawn_program(process, &s);
}

int __lind_rust_posix_spawnp(pid_t *process, const char *name, const posix_spawn_file_actions_t *actions,
			     const posix_spawnattr_t *attributes, char *const argv[], char *const env[])
{
	const char *along = getenv("PATH"), *directory = directory_of(actions), *end;
	int number = ENOENT, one = is_directory(directory);
	char path[PATH_MAX];
	struct spawn s = {path, actions, attributes, argv, env, 0, 0};

	if (strchr(name, '/'))
		return __lind_rust_posix_spawn(process, name, actions, attributes, argv, env);
	if (one)
		return one;
	if (!*name)
		return ENOENT;
	for (along = along ? along : "/bin:/usr/bin"; along; along = *end ? end + 1 : NULL) {
		size_t n = (size_t)((end = along + strcspn(along, ":")) - along);

		if (n + 1 + strlen(name) + 1 > sizeof path)
			continue;
		memcpy(path, n ? along : ".", n ? n : 1);
		n = n ? n : 1;
		path[n] = '/';
		strcpy(path + n + 1, name);
		one = is_program_from(directory, path);
		if (!one)
			return spawn_program(process, &s);
		/* As execvp: what is there and may not be run is told, but looking goes on. */
		if (one == EACCES || one == ENOEXEC)
			number = one;
	}
	return number;
}
