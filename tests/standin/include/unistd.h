/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_UNISTD_H
#define STANDIN_UNISTD_H

#include <bits/types.h>

#define STDIN_FILENO 0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2

#define F_OK 0
#define X_OK 1
#define W_OK 2
#define R_OK 4

#ifndef SEEK_SET
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#endif

#define _SC_ARG_MAX 0
#define _SC_CLK_TCK 2
#define _SC_OPEN_MAX 4
#define _SC_PAGESIZE 30
#define _SC_PAGE_SIZE _SC_PAGESIZE
#define _SC_IOV_MAX 60
#define _SC_GETPW_R_SIZE_MAX 70
#define _SC_NPROCESSORS_CONF 83
#define _SC_NPROCESSORS_ONLN 84
#define _SC_PHYS_PAGES 85

extern char **environ;
extern char *optarg;
extern int optind;
extern int opterr;
extern int optopt;

__attribute__((__noreturn__)) void _exit(int status);
int access(const char *path, int mode);
int chdir(const char *path);
int chown(const char *path, uid_t uid, gid_t gid);
int chroot(const char *path);
int close(int fd);
int dup(int fd);
int dup2(int fd, int to);
int dup3(int fd, int to, int flags);
int execv(const char *path, char *const argv[]);
int execve(const char *path, char *const argv[], char *const env[]);
int execvp(const char *path, char *const argv[]);
int faccessat(int dirfd, const char *path, int mode, int flags);
int fchdir(int fd);
int fchown(int fd, uid_t uid, gid_t gid);
int fdatasync(int fd);
pid_t fork(void);
int fsync(int fd);
int ftruncate(int fd, off_t size);
int ftruncate64(int fd, off64_t size);
char *getcwd(char *buf, size_t size);
gid_t getegid(void);
int getentropy(void *buf, size_t size);
uid_t geteuid(void);
gid_t getgid(void);
int gethostname(char *name, size_t size);
int getopt(int argc, char *const argv[], const char *options);
int getpagesize(void);
pid_t getpid(void);
pid_t getppid(void);
uid_t getuid(void);
int isatty(int fd);
int lchown(const char *path, uid_t uid, gid_t gid);
int link(const char *from, const char *to);
int linkat(int fromfd, const char *from, int tofd, const char *to, int flags);
off_t lseek(int fd, off_t offset, int whence);
off64_t lseek64(int fd, off64_t offset, int whence);
int pause(void);
int pipe(int fds[2]);
int pipe2(int fds[2], int flags);
ssize_t pread(int fd, void *buf, size_t size, off_t offset);
ssize_t pread64(int fd, void *buf, size_t size, off64_t offset);
ssize_t pwrite(int fd, const void *buf, size_t size, off_t offset);
ssize_t pwrite64(int fd, const void *buf, size_t size, off64_t offset);
ssize_t read(int fd, void *buf, size_t size);
ssize_t readlink(const char *__restrict path, char *__restrict buf, size_t size);
ssize_t readlinkat(int dirfd, const char *__restrict path, char *__restrict buf, size_t size);
int rmdir(const char *path);
int setgid(gid_t gid);
int setpgid(pid_t pid, pid_t group);
pid_t setsid(void);
int setuid(uid_t uid);
unsigned sleep(unsigned seconds);
int symlink(const char *target, const char *path);
int symlinkat(const char *target, int dirfd, const char *path);
long sysconf(int name);
int truncate(const char *path, off_t size);
int truncate64(const char *path, off64_t size);
int unlink(const char *path);
int unlinkat(int dirfd, const char *path, int flags);
int usleep(useconds_t us);
#ifdef _GNU_SOURCE
ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t size, unsigned flags);
#endif
ssize_t write(int fd, const void *buf, size_t size);

#endif
