/* SPDX-License-Identifier: Apache-2.0 */
#include <poll.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "lind-rust/patience.h"
#include "lind-rust/util.h"

enum { USUAL_SECONDS = 5, TICK_MS = 200 };

static const char *at_work;
static time_t since, next;

static time_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static time_t first_seconds(void)
{
	const char *said = getenv("LIND_RUST_PROGRESS");

	return said && *said ? (time_t)strtoul(said, NULL, 10) : USUAL_SECONDS;
}

void lr_patience(const char *what)
{
	next = first_seconds();
	since = now();
	at_work = next ? what : NULL;
}

void lr_patience_end(void)
{
	at_work = NULL;
}

void lr_patience_tick(void)
{
	time_t spent;

	if (!at_work || (spent = now() - since) < next)
		return;
	warn("%s, %lld s", at_work, (long long)spent);
	while (next <= spent)
		next *= 2;
}

void lr_patience_wait(pid_t pid)
{
	struct pollfd p = {.events = POLLIN};

	/* A kernel that cannot tell of a child's end by a file: then nothing is said. */
	if (!at_work || (p.fd = (int)syscall(SYS_pidfd_open, pid, 0)) < 0)
		return;
	while (poll(&p, 1, TICK_MS) <= 0)
		lr_patience_tick();
	close(p.fd);
}
