/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_SPAWN_H
#define STANDIN_SPAWN_H

#include <bits/sigset.h>
#include <bits/types.h>
#include <sched.h>

#define POSIX_SPAWN_RESETIDS 1
#define POSIX_SPAWN_SETPGROUP 2
#define POSIX_SPAWN_SETSIGDEF 4
#define POSIX_SPAWN_SETSIGMASK 8

/* Sizes are lind-glibc's; there is nothing in them. */
typedef struct {
	int __unused[84];
} posix_spawnattr_t;

typedef struct {
	int __unused[19];
} posix_spawn_file_actions_t;

int posix_spawn(pid_t *__restrict pid, const char *__restrict path, const posix_spawn_file_actions_t *actions,
	const posix_spawnattr_t *__restrict attr, char *const argv[], char *const env[]);
int posix_spawnp(pid_t *__restrict pid, const char *__restrict path, const posix_spawn_file_actions_t *actions,
	const posix_spawnattr_t *__restrict attr, char *const argv[], char *const env[]);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *actions, int fd, int to);
int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *actions);
int posix_spawn_file_actions_init(posix_spawn_file_actions_t *actions);
int posix_spawnattr_destroy(posix_spawnattr_t *attr);
int posix_spawnattr_init(posix_spawnattr_t *attr);
int posix_spawnattr_setflags(posix_spawnattr_t *attr, short flags);
int posix_spawnattr_setpgroup(posix_spawnattr_t *attr, pid_t group);
int posix_spawnattr_setsigdefault(posix_spawnattr_t *__restrict attr, const sigset_t *__restrict set);
int posix_spawnattr_setsigmask(posix_spawnattr_t *__restrict attr, const sigset_t *__restrict set);

#endif
