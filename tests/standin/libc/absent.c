/* SPDX-License-Identifier: Apache-2.0 */
/* What the host does not do: it is asked, and answers ENOSYS. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <netdb.h>

#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "sys.h"

static int
absent(void)
{
	errno = ENOSYS;
	return -1;
}

/* ---- sockets ---- */

int
socket(int family, int kind, int protocol)
{
	return __sys_result(SYS3(SYS_socket, family, kind, protocol));
}

int
socketpair(int family, int kind, int protocol, int fds[2])
{
	return __sys_result(SYS4(SYS_socketpair, family, kind, protocol, host(fds)));
}

/* Nobody has a socket to call these with. */

int
accept(int fd, struct sockaddr *restrict from, socklen_t *restrict size)
{
	return __sys_result(SYS3(SYS_accept, fd, host(from), host(size)));
}

int
accept4(int fd, struct sockaddr *restrict from, socklen_t *restrict size, int flags)
{
	return __sys_result(SYS4(SYS_accept4, fd, host(from), host(size), flags));
}

int
bind(int fd, const struct sockaddr *address, socklen_t size)
{
	return __sys_result(SYS3(SYS_bind, fd, host(address), size));
}

int
connect(int fd, const struct sockaddr *address, socklen_t size)
{
	return __sys_result(SYS3(SYS_connect, fd, host(address), size));
}

int
getpeername(int fd, struct sockaddr *restrict address, socklen_t *restrict size)
{
	return __sys_result(SYS3(SYS_getpeername, fd, host(address), host(size)));
}

int
getsockname(int fd, struct sockaddr *restrict address, socklen_t *restrict size)
{
	return __sys_result(SYS3(SYS_getsockname, fd, host(address), host(size)));
}

int
getsockopt(int fd, int level, int name, void *restrict value, socklen_t *restrict size)
{
	return __sys_result(SYS5(SYS_getsockopt, fd, level, name, host(value), host(size)));
}

int
setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
	return __sys_result(SYS5(SYS_setsockopt, fd, level, name, host(value), size));
}

int
listen(int fd, int backlog)
{
	return __sys_result(SYS2(SYS_listen, fd, backlog));
}

int
shutdown(int fd, int how)
{
	return __sys_result(SYS2(SYS_shutdown, fd, how));
}

ssize_t
recvfrom(int fd, void *restrict buf, size_t size, int flags, struct sockaddr *restrict from, socklen_t *restrict length)
{
	return __sys_result(__sys(SYS_recvfrom, (uint64_t)fd, host(buf), size, (uint64_t)flags, host(from), host(length)));
}

ssize_t
recv(int fd, void *buf, size_t size, int flags)
{
	return recvfrom(fd, buf, size, flags, NULL, NULL);
}

ssize_t
sendto(int fd, const void *buf, size_t size, int flags, const struct sockaddr *to, socklen_t length)
{
	return __sys_result(__sys(SYS_sendto, (uint64_t)fd, host(buf), size, (uint64_t)flags, host(to), length));
}

ssize_t
send(int fd, const void *buf, size_t size, int flags)
{
	return sendto(fd, buf, size, flags, NULL, 0);
}

ssize_t
recvmsg(int fd, struct msghdr *message, int flags)
{
	return __sys_result(SYS3(SYS_recvmsg, fd, host(message), flags));
}

ssize_t
sendmsg(int fd, const struct msghdr *message, int flags)
{
	return __sys_result(SYS3(SYS_sendmsg, fd, host(message), flags));
}

int
getaddrinfo(const char *restrict name, const char *restrict service, const struct addrinfo *restrict hints,
	struct addrinfo **restrict result)
{
	(void)name;
	(void)service;
	(void)hints;
	*result = NULL;
	absent();
	return EAI_SYSTEM;
}

void
freeaddrinfo(struct addrinfo *list)
{
	(void)list;
}

const char *
gai_strerror(int error)
{
	return error == EAI_SYSTEM ? "System error" : "Unknown error";
}

int __res_init(void);

int
__res_init(void)
{
	return 0;
}

/* ---- processes ---- */

pid_t
fork(void)
{
	return absent();
}

int
execve(const char *path, char *const argv[], char *const env[])
{
	(void)path;
	(void)argv;
	(void)env;
	return absent();
}

int
execv(const char *path, char *const argv[])
{
	return execve(path, argv, environ);
}

int
execvp(const char *path, char *const argv[])
{
	return execve(path, argv, environ);
}

pid_t
waitpid(pid_t pid, int *status, int options)
{
	(void)pid;
	(void)status;
	(void)options;
	return absent();
}

/* glibc's own names for them, by which a program's wrapper of them calls them. */
pid_t __libc_fork(void) __attribute__((alias("fork")));
pid_t __waitpid(pid_t, int *, int) __attribute__((alias("waitpid")));

pid_t
wait(int *status)
{
	return waitpid(-1, status, 0);
}

int
waitid(idtype_t kind, id_t id, siginfo_t *info, int options)
{
	(void)kind;
	(void)id;
	(void)info;
	(void)options;
	return absent();
}

int
posix_spawn(pid_t *restrict pid, const char *restrict path, const posix_spawn_file_actions_t *actions,
	const posix_spawnattr_t *restrict attr, char *const argv[], char *const env[])
{
	(void)pid;
	(void)path;
	(void)actions;
	(void)attr;
	(void)argv;
	(void)env;
	return ENOSYS;
}

int
posix_spawnp(pid_t *restrict pid, const char *restrict path, const posix_spawn_file_actions_t *actions,
	const posix_spawnattr_t *restrict attr, char *const argv[], char *const env[])
{
	return posix_spawn(pid, path, actions, attr, argv, env);
}

int
posix_spawn_file_actions_init(posix_spawn_file_actions_t *actions)
{
	memset(actions, 0, sizeof(*actions));
	return 0;
}

int
posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *actions)
{
	(void)actions;
	return 0;
}

int
posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *actions, int fd, int to)
{
	(void)actions;
	(void)fd;
	(void)to;
	return 0;
}

int
posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path)
{
	(void)actions;
	(void)path;
	return 0;
}

int
posix_spawnattr_init(posix_spawnattr_t *attr)
{
	memset(attr, 0, sizeof(*attr));
	return 0;
}

int
posix_spawnattr_destroy(posix_spawnattr_t *attr)
{
	(void)attr;
	return 0;
}

int
posix_spawnattr_setflags(posix_spawnattr_t *attr, short flags)
{
	(void)attr;
	(void)flags;
	return 0;
}

int
posix_spawnattr_setpgroup(posix_spawnattr_t *attr, pid_t group)
{
	(void)attr;
	(void)group;
	return 0;
}

int
posix_spawnattr_setsigdefault(posix_spawnattr_t *restrict attr, const sigset_t *restrict set)
{
	(void)attr;
	(void)set;
	return 0;
}

int
posix_spawnattr_setsigmask(posix_spawnattr_t *restrict attr, const sigset_t *restrict set)
{
	(void)attr;
	(void)set;
	return 0;
}

/* ---- the process itself ---- */

int
chroot(const char *path)
{
	(void)path;
	return absent();
}

int
setuid(uid_t uid)
{
	(void)uid;
	return absent();
}

int
setgid(gid_t gid)
{
	(void)gid;
	return absent();
}

int
setgroups(size_t count, const gid_t *groups)
{
	(void)count;
	(void)groups;
	return absent();
}

int
setpgid(pid_t pid, pid_t group)
{
	(void)pid;
	(void)group;
	return absent();
}

pid_t
setsid(void)
{
	return absent();
}

int
pause(void)
{
	return absent();
}

/* ---- files ---- */

int
mkfifo(const char *path, mode_t mode)
{
	(void)path;
	(void)mode;
	return absent();
}

ssize_t
copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t size, unsigned flags)
{
	(void)from;
	(void)from_at;
	(void)to;
	(void)to_at;
	(void)size;
	(void)flags;
	return absent();
}

ssize_t
sendfile64(int to, int from, off64_t *at, size_t size)
{
	(void)to;
	(void)from;
	(void)at;
	(void)size;
	return absent();
}

ssize_t
splice(int from, off64_t *from_at, int to, off64_t *to_at, size_t size, unsigned flags)
{
	(void)from;
	(void)from_at;
	(void)to;
	(void)to_at;
	(void)size;
	(void)flags;
	return absent();
}
