/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preloaded into one program: makes its N-th system call of a kind fail, be cut short, or be its last.
 *
 *     FAULT_PROGRAM   the base name of the program that is meant, or a directory of programs (with a slash at its end);
 *                     others, its children before exec too, run as ever
 *     FAULT_KIND      kill, killed-after, ENOSPC, EACCES, EMFILE, EINTR or short; kill-group and interrupt: the whole
 *                     process group gets SIGKILL or SIGINT; orphan: the parent is killed; clock: time jumps from there on
 *     FAULT_AT        which of the calls that this kind is about, from 1
 *     FAULT_LOG       a file that gets a line when it happens
 *     FAULT_COUNT     a file of eight bytes in which all programs of a build count together; none: each for itself
 *     FAULT_PLACES    a file that gets a line for each call that counts: its number, then the program, the call and what
 *                     led to it in the program's code, the same for calls from one place
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	CHANGES = 1, /* writes, makes, renames or removes */
	FILLS = 2,   /* needs room on the disk */
	ASKS = 4,    /* needs permission */
	OPENS = 8,   /* makes a descriptor */
	WAITS = 16,  /* a signal may end it early */
	MOVES = 32,  /* takes a count of bytes, and may move fewer */
	TELLS = 64,  /* the time */
};

static const struct kind {
	const char *name;
	int calls, error;
} kinds[] = {
	{"kill", CHANGES, 0},	    {"killed-after", CHANGES, 0}, {"ENOSPC", FILLS, ENOSPC}, {"EACCES", ASKS, EACCES},
	{"EMFILE", OPENS, EMFILE}, {"EINTR", WAITS, EINTR},	   {"short", MOVES, 0},
	{"kill-group", CHANGES, 0}, {"interrupt", CHANGES, 0},	   {"orphan", CHANGES, 0},
	{"clock", TELLS, 0},
};

static const struct kind *kind;
static long at;
static atomic_long own_count, *count = &own_count;
static pid_t owner;
static const char *log_file, *places;
static char program_name[64];

static void share_count(const char *path)
{
	int fd = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC) : -1;
	void *p = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (p != MAP_FAILED)
		count = p;
	if (fd >= 0)
		syscall(SYS_close, fd);
}

__attribute__((constructor)) static void start(void)
{
	const char *program = getenv("FAULT_PROGRAM"), *name = getenv("FAULT_KIND"), *n = getenv("FAULT_AT");
	char exe[4096];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof exe - 1);
	const char *base;

	log_file = getenv("FAULT_LOG");
	if (!program || !name || !n || !log_file || len <= 0)
		return;
	exe[len] = '\0';
	base = strrchr(exe, '/') + 1;
	if (strcmp(base, program) && ((size_t)(base - exe) != strlen(program) || strncmp(exe, program, (size_t)(base - exe))))
		return;
	share_count(getenv("FAULT_COUNT"));
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (!strcmp(kinds[i].name, name))
			kind = &kinds[i];
	at = atol(n);
	places = getenv("FAULT_PLACES");
	snprintf(program_name, sizeof program_name, "%s", base);
	owner = getpid();
}

static void append(const char *file, const char *line)
{
	long fd = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);

	if (fd >= 0)
		syscall(SYS_write, fd, line, strlen(line));
	syscall(SYS_close, fd);
}

static void note(const char *call, const char *path)
{
	char line[512];

	snprintf(line, sizeof line, "%s at %ld: %s %.400s\n", kind->name, at, call, path);
	append(log_file, line);
}

/* By the addresses of the calls that led here, in the program alone and without where it is loaded. */
static void note_place(long number, const char *call)
{
	void *frames[64];
	unsigned long hash = 14695981039346656037ul;
	char line[256];
	Dl_info first, info;

	for (int i = backtrace(frames, 64) - 1, in = 0; i >= 0; i--) {
		if (!dladdr(frames[i], &info))
			continue;
		/* The outermost frame with a symbol base is libc's start; the program is what has no other object's name. */
		if (!in && (in = strstr(info.dli_fname, program_name) != NULL))
			first = info;
		if (in && info.dli_fbase == first.dli_fbase)
			hash = (hash ^ (unsigned long)((char *)frames[i] - (char *)info.dli_fbase)) * 1099511628211ul;
	}
	snprintf(line, sizeof line, "%ld %s %s %lx\n", number, program_name, call, hash);
	append(places, line);
}

/* Whether this is the call; one that shall not come back does not. */
static bool is_it(int traits, const char *call, const char *path)
{
	long number;

	if (!kind || !(kind->calls & traits) || getpid() != owner)
		return false;
	number = atomic_fetch_add(count, 1) + 1;
	if (places)
		note_place(number, call);
	if (number != at)
		return false;
	note(call, path ? path : "");
	if (!strcmp(kind->name, "kill"))
		kill(owner, SIGKILL);
	else if (!strcmp(kind->name, "kill-group"))
		kill(0, SIGKILL);
	else if (!strcmp(kind->name, "interrupt"))
		kill(0, SIGINT);
	else if (!strcmp(kind->name, "orphan"))
		kill(getppid(), SIGKILL);
	return true;
}

static void after(bool is)
{
	if (is && !strcmp(kind->name, "killed-after"))
		kill(owner, SIGKILL);
}

/* The next definition of a function, which is libc's or a sanitizer's. */
#define NEXT(name)                            \
	static __typeof__(&name) next;        \
	if (!next)                            \
		*(void **)&next = dlsym(RTLD_NEXT, #name)

/* A call that fails with -1. */
#define CALL(traits, name, path, ...)                             \
	bool is = is_it(traits, name, path);                      \
	if (is && kind->error) {                                  \
		errno = kind->error;                              \
		return -1;                                        \
	}                                                         \
	__typeof__(next(__VA_ARGS__)) result = next(__VA_ARGS__); \
	after(is);                                                \
	return result

int open(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;
	NEXT(open);

	va_start(args, flags);
	mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
	va_end(args);
	CALL(ASKS | OPENS | (flags & O_CREAT ? CHANGES | FILLS : 0), "open", path, path, flags, mode);
}

int openat(int dir, const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;
	NEXT(openat);

	va_start(args, flags);
	mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
	va_end(args);
	CALL(ASKS | OPENS | (flags & O_CREAT ? CHANGES | FILLS : 0), "openat", path, dir, path, flags, mode);
}

ssize_t write(int fd, const void *data, size_t n)
{
	NEXT(write);
	if (kind && !strcmp(kind->name, "short") && n > 1 && is_it(MOVES, "write", ""))
		return next(fd, data, 1);
	CALL(CHANGES | FILLS | WAITS, "write", "", fd, data, n);
}

ssize_t pread(int fd, void *data, size_t n, off_t from)
{
	NEXT(pread);
	if (kind && !strcmp(kind->name, "short") && n > 1 && is_it(MOVES, "pread", ""))
		return next(fd, data, 1, from);
	CALL(WAITS, "pread", "", fd, data, n, from);
}

ssize_t read(int fd, void *data, size_t n)
{
	NEXT(read);
	if (kind && !strcmp(kind->name, "short") && n > 1 && is_it(MOVES, "read", ""))
		return next(fd, data, 1);
	CALL(WAITS, "read", "", fd, data, n);
}

int rename(const char *from, const char *to)
{
	NEXT(rename);
	CALL(CHANGES | FILLS | ASKS, "rename", to, from, to);
}

int mkdir(const char *path, mode_t mode)
{
	NEXT(mkdir);
	CALL(CHANGES | FILLS | ASKS, "mkdir", path, path, mode);
}

int unlink(const char *path)
{
	NEXT(unlink);
	CALL(CHANGES | ASKS, "unlink", path, path);
}

int unlinkat(int dir, const char *path, int flags)
{
	NEXT(unlinkat);
	CALL(CHANGES | ASKS, "unlinkat", path, dir, path, flags);
}

int link(const char *from, const char *to)
{
	NEXT(link);
	CALL(CHANGES | FILLS | ASKS, "link", to, from, to);
}

int chmod(const char *path, mode_t mode)
{
	NEXT(chmod);
	CALL(CHANGES | ASKS, "chmod", path, path, mode);
}

int stat(const char *path, struct stat *st)
{
	NEXT(stat);
	CALL(ASKS, "stat", path, path, st);
}

int lstat(const char *path, struct stat *st)
{
	NEXT(lstat);
	CALL(ASKS, "lstat", path, path, st);
}

int fstatat(int dir, const char *path, struct stat *st, int flags)
{
	NEXT(fstatat);
	CALL(ASKS, "fstatat", path, dir, path, st, flags);
}

int access(const char *path, int how)
{
	NEXT(access);
	CALL(ASKS, "access", path, path, how);
}

int memfd_create(const char *name, unsigned flags)
{
	NEXT(memfd_create);
	CALL(OPENS, "memfd_create", name, name, flags);
}

int utimensat(int dir, const char *path, const struct timespec times[2], int flags)
{
	NEXT(utimensat);
	CALL(CHANGES | ASKS, "utimensat", path, dir, path, times, flags);
}

int flock(int fd, int how)
{
	NEXT(flock);
	CALL(WAITS, "flock", "", fd, how);
}

int pipe2(int fds[2], int flags)
{
	NEXT(pipe2);
	CALL(OPENS, "pipe2", "", fds, flags);
}

int poll(struct pollfd *fds, nfds_t n, int timeout)
{
	NEXT(poll);
	CALL(WAITS, "poll", "", fds, n, timeout);
}

int waitid(idtype_t type, id_t id, siginfo_t *info, int options)
{
	NEXT(waitid);
	CALL(options & WNOHANG ? 0 : WAITS, "waitid", "", type, id, info, options);
}

/* A call that fails with NULL. */
#define CALL_FOR_POINTER(traits, name, path, ...)         \
	bool is = is_it(traits, name, path);              \
	if (is && kind->error) {                          \
		errno = kind->error;                      \
		return NULL;                              \
	}                                                 \
	__typeof__(next(__VA_ARGS__)) result = next(__VA_ARGS__); \
	after(is);                                        \
	return result

DIR *opendir(const char *path)
{
	NEXT(opendir);
	CALL_FOR_POINTER(ASKS | OPENS, "opendir", path, path);
}

FILE *fopen(const char *path, const char *how)
{
	NEXT(fopen);
	CALL_FOR_POINTER(ASKS | OPENS | (*how == 'r' ? 0 : CHANGES | FILLS), "fopen", path, path, how);
}

char *realpath(const char *path, char *found)
{
	NEXT(realpath);
	CALL_FOR_POINTER(ASKS, "realpath", path, path, found);
}

char *mkdtemp(char *path)
{
	NEXT(mkdtemp);
	CALL_FOR_POINTER(CHANGES | FILLS | ASKS, "mkdtemp", path, path);
}

pid_t fork(void)
{
	bool is = is_it(CHANGES, "fork", "");
	NEXT(fork);
	pid_t pid = next();

	if (pid)
		after(is);
	return pid;
}

/* Ten years on at one call, ten years back at the next. */
static time_t jump(void)
{
	static long seconds;

	if (!seconds && is_it(TELLS, "time", ""))
		seconds = 10L * 365 * 86400;
	seconds = -seconds;
	return seconds;
}

time_t time(time_t *t)
{
	NEXT(time);
	time_t now = next(NULL) + jump();

	if (t)
		*t = now;
	return now;
}

int clock_gettime(clockid_t clock, struct timespec *t)
{
	NEXT(clock_gettime);
	int result = next(clock, t);

	if (!result && clock == CLOCK_REALTIME)
		t->tv_sec += jump();
	return result;
}
