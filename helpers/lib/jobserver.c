/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lind-rust/fs.h"
#include "lind-rust/jobserver.h"
#include "lind-rust/util.h"

/* The last one counts, as for make. --jobserver-fds is make 4.1's word. */
static const char *auth(const char *makeflags)
{
	static const char *const words[] = {"--jobserver-auth=", "--jobserver-fds="};
	const char *found = NULL, *at;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		for (at = makeflags; (at = strstr(at, words[i]));)
			found = at += strlen(words[i]);
	return found;
}

/* make closes the pipe for jobs that are none of its own kind; the numbers may be another file's then. */
static bool is_pipe(int fd)
{
	struct stat st;

	return fd >= 0 && !fstat(fd, &st) && S_ISFIFO(st.st_mode);
}

bool lr_slot_open(struct lr_slot *slot, const char *makeflags)
{
	const char *where = makeflags ? auth(makeflags) : NULL;

	*slot = (struct lr_slot){.in = -1, .out = -1, .token = '+'};
	if (!where)
		return false;
	if (lr_starts(where, "fifo:")) {
		char *path = xstrndup(where + 5, strcspn(where + 5, " "));

		slot->in = slot->out = open(path, O_RDWR | O_CLOEXEC);
		return is_pipe(slot->in);
	}
	if (sscanf(where, "%d,%d", &slot->in, &slot->out) != 2)
		return false;
	return is_pipe(slot->in) && is_pipe(slot->out);
}

size_t lr_slot_more(const struct lr_slot *slot, char *tokens, size_t max)
{
	/* One more description of the same pipe: whether reading waits is a matter of each. */
	char *path = xasprintf("/proc/self/fd/%d", slot->in);
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	ssize_t n = fd < 0 || !max ? 0 : read(fd, tokens, max);

	if (fd >= 0)
		close(fd);
	free(path);
	return n < 0 ? 0 : (size_t)n;
}

void lr_slot_no_more(const struct lr_slot *slot, const char *tokens, size_t n)
{
	ssize_t put;

	while (n) {
		put = write(slot->out, tokens, n);
		if (put < 0 && errno != EINTR)
			return;
		if (put > 0) {
			tokens += put;
			n -= (size_t)put;
		}
	}
}

/* Without /proc the parent alone. */
static char *ancestors(void)
{
	struct buf list = {0};
	pid_t pid = getppid();

	while (pid > 0) {
		char *path = xasprintf("/proc/%ld/stat", (long)pid), *behind_name;
		struct buf stat = {0};

		buf_printf(&list, "%ld ", (long)pid);
		pid = 0;
		if (!lr_slurp(path, &stat) && (behind_name = strrchr(stat.data, ')')) && strlen(behind_name) > 4)
			pid = (pid_t)strtol(behind_name + 4, NULL, 10);
		free(stat.data);
		free(path);
	}
	return list.data ? list.data : xstrdup("");
}

static bool is_left_alone(const struct lr_slot *slot)
{
	char *above = ancestors();
	bool alone = strcmp(above, slot->above);

	free(above);
	return alone;
}

void lr_slot_lend(struct lr_slot *slot)
{
	slot->above = ancestors();
	while (write(slot->out, &slot->token, 1) < 0)
		if (errno != EINTR)
			return;
	slot->lent = true;
}

void lr_slot_take_back(struct lr_slot *slot)
{
	enum { LOOK_MS = 500 };
	struct pollfd p = {.fd = slot->in, .events = POLLIN};

	while (slot->lent) {
		if (!poll(&p, 1, LOOK_MS)) {
			slot->lent = !is_left_alone(slot);
		} else {
			ssize_t n = read(slot->in, &slot->token, 1);

			/* make's end of the pipe does not block. */
			slot->lent = n < 0 && (errno == EAGAIN || errno == EINTR);
		}
	}
	free(slot->above);
	slot->above = NULL;
}
