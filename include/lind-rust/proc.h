/* SPDX-License-Identifier: Apache-2.0 */
/* Child processes: found, started, waited for, and their end put into words in one place. */
#ifndef LIND_RUST_PROC_H
#define LIND_RUST_PROC_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "lind-rust/util.h"

/* A program by name along PATH, or by path where the name has a slash; NULL where there is none. Allocated. */
char *lr_find_program(const char *name);

/* How a child is started. NULL members: as this process has it. */
struct lr_child {
	const struct strv *argv; /* argv.v[0] is the program's path or a name along PATH */
	char *const *env;
	const char *cwd;
	int in, out, err;        /* descriptors for 0, 1, 2; LR_INHERIT to keep ours */
};
#define LR_INHERIT (-1)

/*
 * Start; one at a time. Never fails to the caller: a program that cannot be executed ends as status 126 or 127, as in a
 * shell. A child does not outlive this process (lind-rust/ending.h).
 */
pid_t lr_start(const struct lr_child *child);
/*
 * Wait for one child: its exit status, or 128 + n where signal n ended it; what it started and left behind ends then,
 * too. *killed tells a signal from a status above 128.
 */
int lr_wait_how(pid_t pid, bool *killed);
int lr_wait(pid_t pid);
/* As read(2), from a pipe that a child writes; its end comes with the child's, whoever else holds the pipe. */
ssize_t lr_read(pid_t pid, int fd, void *block, size_t n);
/* Start and wait. */
int lr_run(const struct strv *argv);
/* Start, wait and append its stdout to `out`; stderr goes to /dev/null where `quiet`. */
int lr_capture(const struct lr_child *child, struct buf *out, bool quiet);

/* "exited with status 3", "was killed by signal 9 (Killed)", "is not there": for messages. Allocated. */
char *lr_status_words(int status);

/* One line that a shell would take back: the words, quoted where they must be. */
void lr_print_command(FILE *to, const char *lead, const struct strv *argv);

/* True where LIND_RUST_VERBOSE is set to something other than 0 or nothing. */
bool lr_verbose(void);

#endif
