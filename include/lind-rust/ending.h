/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a helper ends when it does not come to its end: by fatal(), by Ctrl-C, by a kill. Its child and what that child
 * started end first, then half-made files and directories go, then the program ends as it would have.
 */
#ifndef LIND_RUST_ENDING_H
#define LIND_RUST_ENDING_H

#include <sys/types.h>

/*
 * A file or directory that must not stay behind; may be said before it exists. The string must stay as it is until
 * lr_spare takes the path off again (the same pointer), because it is published or gone.
 */
void lr_doom(const char *path);
void lr_spare(const char *path);

/* The one child that runs; 0: none. Installs the handlers. For lib/proc.c, which calls it with signals blocked. */
void lr_child_runs(pid_t pid);
/* In a child between fork and exec: what it got from its parent is not its to undo. */
void lr_forget_endings(void);

/* rm -r, not through symbolic links; 0, or -1 with errno set. Safe in a signal handler. */
int lr_remove_tree(const char *path);

/*
 * End processes that the child started and left to us when it was killed; those with a session of their own (a
 * compiler cache's server) stay.
 */
void lr_end_orphans(void);

#endif
