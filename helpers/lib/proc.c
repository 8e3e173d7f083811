/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lind-rust/cores.h"
#include "lind-rust/ending.h"
#include "lind-rust/fs.h"
#include "lind-rust/patience.h"
#include "lind-rust/proc.h"

char *lr_find_program(const char *name)
{
	const char *path = getenv("PATH");

	if (strchr(name, '/'))
		return lr_is_executable(name) ? lr_absolute(name) : NULL;
	for (const char *end; path && *path; path = *end ? end + 1 : end) {
		char *candidate;

		end = strchr(path, ':');
		if (!end)
			end = path + strlen(path);
		candidate = xasprintf("%.*s/%s", (int)(end - path), path, name);
		if (end > path && lr_is_executable(candidate))
			return lr_absolute(candidate);
		free(candidate);
	}
	return NULL;
}

static void redirect(int from, int to)
{
	if (from != LR_INHERIT && from != to && dup2(from, to) < 0)
		_exit(126);
}

static _Noreturn void become(const struct lr_child *c)
{
	redirect(c->in, 0);
	redirect(c->out, 1);
	redirect(c->err, 2);
	if (c->cwd && chdir(c->cwd)) {
		warn("enter directory '%s':", c->cwd);
		_exit(126);
	}
	if (c->env)
		execvpe(c->argv->v[0], c->argv->v, c->env);
	else
		execvp(c->argv->v[0], c->argv->v);
	warn("start '%s':", c->argv->v[0]);
	_exit(errno == ENOENT ? 127 : 126);
}

pid_t lr_start(const struct lr_child *c)
{
	pid_t parent = getpid(), pid;
	sigset_t all, old;

	fflush(stdout);
	fflush(stderr);
	/* Where the caller ignores it, no child could be waited for. */
	signal(SIGCHLD, SIG_DFL);
	lr_child_runs(0);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &old);
	pid = fork();
	if (pid) {
		int saved = errno;

		lr_child_runs(pid < 0 ? 0 : pid);
		sigprocmask(SIG_SETMASK, &old, NULL);
		errno = saved;
		if (pid < 0)
			fatal("start '%s':", c->argv->v[0]);
		return pid;
	}
	/* A child ends with the helper that started it, even where that one is killed without a word. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	lr_forget_endings();
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (getppid() != parent)
		_exit(128 + SIGTERM);
	become(c);
}

int lr_wait_how(pid_t pid, bool *killed)
{
	sigset_t all, old;
	siginfo_t info;
	int status = 0;

	lr_patience_wait(pid);
	/* Looked at first and collected after: a handler must never signal a number that is another's by now. */
	while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) < 0)
		if (errno != EINTR)
			fatal("wait for a child:");
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &old);
	lr_child_runs(0);
	if (waitpid(pid, &status, 0) < 0)
		fatal("wait for a child:");
	sigprocmask(SIG_SETMASK, &old, NULL);
	*killed = WIFSIGNALED(status);
	if (*killed)
		lr_end_orphans();
	return *killed ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int lr_wait(pid_t pid)
{
	bool killed;

	return lr_wait_how(pid, &killed);
}

static bool has_ended(pid_t pid)
{
	siginfo_t info = {0};

	return !waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT | WNOHANG) && info.si_pid == pid;
}

ssize_t lr_read(pid_t pid, int fd, void *block, size_t n)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	for (;;) {
		/* What the child started may hold its end open for long after it: a killed build's, or a server. */
		bool ended = has_ended(pid);
		int ready = poll(&p, 1, ended ? 0 : lr_cores_interval(200));
		ssize_t got;

		if (ready < 0 && errno != EINTR)
			return -1;
		lr_patience_tick();
		lr_cores_turn();
		if (!ready && ended)
			return 0;
		if (ready <= 0)
			continue;
		got = read(fd, block, n);
		if (got >= 0 || errno != EINTR)
			return got;
	}
}

int lr_run(const struct strv *argv)
{
	struct lr_child c = {.argv = argv, .in = LR_INHERIT, .out = LR_INHERIT, .err = LR_INHERIT};

	return lr_wait(lr_start(&c));
}

int lr_capture(const struct lr_child *child, struct buf *out, bool quiet)
{
	struct lr_child c = *child;
	char block[LR_BLOCK];
	int fds[2], null = -1, status;
	ssize_t n;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC))
		fatal("pipe:");
	c.out = fds[1];
	if (quiet)
		c.err = null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	pid = lr_start(&c);
	close(fds[1]);
	while ((n = lr_read(pid, fds[0], block, sizeof block)) > 0)
		buf_add(out, block, (size_t)n);
	buf_add(out, "", 0);
	close(fds[0]);
	if (null >= 0)
		close(null);
	status = lr_wait(pid);
	return status;
}

char *lr_status_words(int status)
{
	if (status == 126 || status == 127)
		return xasprintf("could not be started (status %d)", status);
	if (status > 128 && status < 128 + 65)
		return xasprintf("was killed by signal %d (%s)", status - 128, strsignal(status - 128));
	return xasprintf("exited with status %d", status);
}

static bool plain(const char *word)
{
	return *word && !word[strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%+,-./:=@_")];
}

static bool has_control(const char *word)
{
	while (*word && !lr_control(word))
		word++;
	return *word;
}

/* As bash, zsh and POSIX of 2024 read it. */
static void add_escaped(struct buf *line, const char *word)
{
	buf_str(line, "$'");
	while (*word) {
		size_t n = lr_control(word);

		if (*word == '\'' || *word == '\\')
			buf_char(line, '\\');
		if (!n)
			buf_char(line, *word++);
		for (; n; n--)
			buf_printf(line, "\\x%02x", (unsigned char)*word++);
	}
	buf_char(line, '\'');
}

void lr_print_command(FILE *to, const char *lead, const struct strv *argv)
{
	struct buf line = {0};

	buf_str(&line, lead);
	for (size_t i = 0; i < argv->n; i++) {
		if (i)
			buf_char(&line, ' ');
		if (plain(argv->v[i])) {
			buf_str(&line, argv->v[i]);
			continue;
		}
		if (has_control(argv->v[i])) {
			add_escaped(&line, argv->v[i]);
			continue;
		}
		buf_char(&line, '\'');
		for (const char *p = argv->v[i]; *p; p++)
			if (*p == '\'')
				buf_str(&line, "'\\''");
			else
				buf_char(&line, *p);
		buf_char(&line, '\'');
	}
	buf_char(&line, '\n');
	fwrite(line.data, 1, line.len, to);
	fflush(to);
	free(line.data);
}

bool lr_verbose(void)
{
	const char *v = getenv("LIND_RUST_VERBOSE");

	return v && *v && strcmp(v, "0");
}
