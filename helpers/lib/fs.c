/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lind-rust/ending.h"
#include "lind-rust/fs.h"

static struct strv refused;

static bool is_absent(int error)
{
	return error == ENOENT || error == ENOTDIR || error == ELOOP;
}

/* What cannot be looked at is taken for absent, and told of where something is missed. */
static bool looked(int result, const char *path)
{
	enum { MOST = 8 };
	int error = errno;
	char *words;

	if (!result)
		return true;
	if (!is_absent(error) && refused.n < MOST) {
		words = xasprintf("'%s' cannot be looked at: %s", path, strerror(error));
		if (!strv_has(&refused, words))
			strv_add(&refused, words);
		free(words);
	}
	errno = error;
	return false;
}

bool lr_was_refused(void)
{
	return refused.n;
}

void lr_hint_refused(void)
{
	for (size_t i = 0; i < refused.n; i++)
		hint("%s", refused.v[i]);
	refused.n = 0;
}

bool lr_exists(const char *path)
{
	return looked(access(path, F_OK), path);
}

bool lr_is_dir(const char *path)
{
	struct stat st;

	return looked(stat(path, &st), path) && S_ISDIR(st.st_mode);
}

bool lr_is_file(const char *path)
{
	struct stat st;

	return looked(stat(path, &st), path) && S_ISREG(st.st_mode);
}

bool lr_look(const char *path, bool follow, struct stat *st)
{
	if (!(follow ? stat : lstat)(path, st))
		return true;
	if (!is_absent(errno))
		fatal("look at '%s':", path);
	return false;
}

DIR *lr_opendir(const char *dir)
{
	DIR *d = opendir(dir);

	if (!d && (errno == EMFILE || errno == ENFILE || errno == ENOMEM))
		fatal("read directory '%s':", dir);
	return d;
}

bool lr_is_executable(const char *path)
{
	struct stat st;

	return looked(stat(path, &st), path) && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

char *lr_realpath(const char *path)
{
	return realpath(path, NULL);
}

char *lr_absolute(const char *path)
{
	char *cwd, *joined;

	if (path[0] == '/')
		return xstrdup(path);
	cwd = getcwd(NULL, 0);
	if (!cwd)
		fatal("current directory:");
	while (lr_starts(path, "./"))
		path += 2;
	joined = !strcmp(path, ".") ? xstrdup(cwd) : xasprintf("%s/%s", strcmp(cwd, "/") ? cwd : "", path);
	free(cwd);
	return joined;
}

/* Of what has no size of its own; /dev/zero has no end. */
#define MOST_WITHOUT_SIZE (1u << 28)

/* A pipe that nobody has open to write to is empty, and keeps nobody waiting. */
static int open_to_read(const char *path, struct stat *st)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd >= 0 && (fstat(fd, st) || (!S_ISREG(st->st_mode) && fcntl(fd, F_SETFL, 0)))) {
		close(fd);
		return -1;
	}
	return fd;
}

int lr_slurp(const char *path, struct buf *out)
{
	size_t want = 65536, before = out->len;
	struct stat st;
	ssize_t n;
	int fd = open_to_read(path, &st), saved;

	if (fd < 0)
		return -1;
	/* In one read, and in memory of its size; a pipe, and a file that grows meanwhile, go on below. */
	if (S_ISREG(st.st_mode))
		want = (size_t)st.st_size + 1;
	for (;;) {
		n = read(fd, buf_room(out, want), want);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		out->len += (size_t)n;
		if (out->len - before > MOST_WITHOUT_SIZE && !S_ISREG(st.st_mode)) {
			errno = EFBIG;
			n = -1;
			break;
		}
		want = want > (size_t)n ? want - (size_t)n : 65536;
	}
	saved = errno;
	close(fd);
	errno = saved;
	if (!n)
		buf_add(out, "", 0);
	return n ? -1 : 0;
}

char *lr_first_line(const char *path)
{
	struct buf b = {0};

	if (lr_slurp(path, &b)) {
		free(b.data);
		return NULL;
	}
	b.data[strcspn(b.data, "\r\n")] = '\0';
	return b.data;
}

int lr_mkdirs(const char *path)
{
	char *copy = xstrdup(*path ? path : ".");
	int result = 0;

	/* The one above is there as a rule. */
	for (char *p = copy + (mkdir(copy, 0777) && errno != EEXIST ? 1 : strlen(copy));; p++) {
		char c = *p;

		if (c != '/' && c != '\0')
			continue;
		*p = '\0';
		if (mkdir(copy, 0777) && errno != EEXIST) {
			int why = errno;

			/* Of some file systems a directory that is there is no EEXIST, but that it may not be made. */
			if (!lr_is_dir(copy)) {
				errno = why;
				result = -1;
				break;
			}
		}
		*p = c;
		if (!c)
			break;
	}
	if (!result && !lr_is_dir(copy)) {
		errno = ENOTDIR;
		result = -1;
	}
	free(copy);
	return result;
}

/* A file on its way is there for moments: one this old, whose process is gone, was left by a kill. */
#define ABANDONED_SECONDS 600

static void remove_below(const char *dir, const char *name)
{
	char *path = xasprintf("%s/%s", dir, name);

	lr_remove_tree(path);
	free(path);
}

/* As much of a target's name as leaves room for the rest of a temporary one. */
static char *staged_lead(const char *base)
{
	return xasprintf(".%.200s.", base);
}

/* ".<base>.<pid>-<tag>.tmp" of processes that were killed, on this machine or another that shares the directory. */
static void remove_abandoned(const char *dir, const char *base)
{
	char *lead = staged_lead(base);
	time_t now = time(NULL);
	struct dirent *entry;
	DIR *d = opendir(dir);

	while (d && (entry = readdir(d))) {
		struct stat st;
		long pid;

		if (!lr_starts(entry->d_name, lead) || !lr_ends(entry->d_name, ".tmp"))
			continue;
		pid = strtol(entry->d_name + strlen(lead), NULL, 10);
		if (pid <= 0 || !kill((pid_t)pid, 0) || errno != ESRCH)
			continue;
		if (!fstatat(dirfd(d), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) && now - st.st_mtime > ABANDONED_SECONDS)
			remove_below(dir, entry->d_name);
	}
	if (d)
		closedir(d);
	free(lead);
}

char *lr_stage(const char *target)
{
	char *dir = lr_dir(target), *lead = staged_lead(lr_base(target)), *name;
	unsigned tag = 0;

	remove_abandoned(dir, lr_base(target));

	/* Two containers may share a directory and have equal process ids. */
	if (getrandom(&tag, sizeof tag, GRND_NONBLOCK) < 0)
		tag = (unsigned)time(NULL);
	name = xasprintf("%s/%s%ld-%08x.tmp", dir, lead, (long)getpid(), tag);
	lr_doom(name);
	free(dir);
	free(lead);
	return name;
}

static void unstage(char *staged)
{
	lr_spare(staged);
	free(staged);
}

int lr_publish(char *staged, const char *target)
{
	int result = rename(staged, target), saved = errno;

	if (result)
		unlink(staged);
	unstage(staged);
	errno = saved;
	return result;
}

void lr_discard(char *staged)
{
	int saved = errno;

	unlink(staged);
	unstage(staged);
	errno = saved;
}

static int write_all(int fd, const char *data, size_t n)
{
	while (n) {
		ssize_t wrote = write(fd, data, n);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return -1;
		data += wrote;
		n -= (size_t)wrote;
	}
	return 0;
}

static int write_file(const char *path, const void *data, size_t n, mode_t mode)
{
	int saved, result = -1, fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);

	if (fd < 0 && errno == ENOENT) {
		char *dir = lr_dir(path);

		if (!lr_mkdirs(dir))
			fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
		free(dir);
	}
	if (fd < 0)
		return -1;
	if (!write_all(fd, data, n))
		result = 0;
	saved = errno;
	if (close(fd) && !result)
		return -1;
	errno = saved;
	return result;
}

bool lr_holds(const char *path, const void *data, size_t n)
{
	struct buf b = {0};
	struct stat st;
	bool same = !stat(path, &st) && (size_t)st.st_size == n && !lr_slurp(path, &b) && b.len == n &&
		    (!n || !memcmp(b.data, data, n));

	free(b.data);
	return same;
}

static int replace_if_changed(const char *path, const struct buf *new, mode_t mode, bool *changed)
{
	char *staged;

	if (changed)
		*changed = false;
	if (lr_holds(path, new->data, new->len))
		return 0;
	if (changed)
		*changed = true;
	staged = lr_stage(path);
	if (write_file(staged, new->data ? new->data : "", new->len, mode)) {
		lr_discard(staged);
		return -1;
	}
	return lr_publish(staged, path);
}

int lr_write_if_changed(const char *path, const void *data, size_t n, bool *changed)
{
	struct buf b = {0};
	int result;

	buf_add(&b, data, n);
	result = replace_if_changed(path, &b, 0666, changed);
	free(b.data);
	return result;
}

int lr_copy_if_changed(const char *from, const char *to, bool *changed)
{
	struct buf b = {0};
	struct stat st;
	int result;

	if (stat(from, &st) || lr_slurp(from, &b)) {
		free(b.data);
		return -1;
	}
	result = replace_if_changed(to, &b, st.st_mode & 0777, changed);
	free(b.data);
	return result;
}

bool lr_is_newer(const struct stat *file, const struct stat *than)
{
	const struct timespec *a = &file->st_mtim, *b = &than->st_mtim;

	return a->tv_sec > b->tv_sec || (a->tv_sec == b->tv_sec && a->tv_nsec > b->tv_nsec);
}

int lr_touch(const char *path)
{
	if (!utimensat(AT_FDCWD, path, NULL, 0))
		return 0;
	return errno == ENOENT ? lr_write_if_changed(path, "", 0, NULL) : -1;
}

const char *lr_temporary_directory(void)
{
	static const char *const names[] = {"TMPDIR", "TMP", "TEMP", "TEMPDIR"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *dir = getenv(names[i]);

		if (dir && *dir)
			return dir;
	}
	return "/tmp";
}

char *lr_self_dir(void)
{
	char *exe = lr_realpath("/proc/self/exe"), *dir;

	if (!exe)
		fatal("cannot find out where this program lies: /proc/self/exe:");
	dir = lr_dir(exe);
	free(exe);
	return dir;
}

char *lr_data_file(const char *below)
{
	char *bin = lr_self_dir(), *prefix = lr_dir(bin), *path = xasprintf("%s/share/lind-rust/%s", prefix, below);

	free(bin);
	free(prefix);
	return path;
}
