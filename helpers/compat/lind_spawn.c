/* SPDX-License-Identifier: Apache-2.0 */
/*
 * posix_spawn() of what is no program. lind-glibc's gives 0, and the child ends with 127; POSIX lets either be, and std on
 * Linux counts on the number. So the file is looked at before; along PATH it is looked for here.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

int __lind_rust_posix_spawn(pid_t *process, const char *path, const posix_spawn_file_actions_t *actions,
			    const posix_spawnattr_t *attributes, char *const argv[], char *const env[])
{
	int number = is_program(path);

	return number ? number : posix_spawn(process, path, actions, attributes, argv, env);
}

int __lind_rust_posix_spawnp(pid_t *process, const char *name, const posix_spawn_file_actions_t *actions,
			     const posix_spawnattr_t *attributes, char *const argv[], char *const env[])
{
	const char *along = getenv("PATH"), *end;
	int number = ENOENT, one;
	char path[PATH_MAX];

	if (strchr(name, '/'))
		return __lind_rust_posix_spawn(process, name, actions, attributes, argv, env);
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
		one = is_program(path);
		if (!one)
			return posix_spawn(process, path, actions, attributes, argv, env);
		/* As execvp: what is there and may not be run is told, but looking goes on. */
		if (one == EACCES || one == ENOEXEC)
			number = one;
	}
	return number;
}
