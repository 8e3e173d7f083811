/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_SYS_WAIT_H
#define STANDIN_SYS_WAIT_H

#include <bits/types.h>
#include <signal.h>

/* There are no child processes here: to wait for one fails. */

#define WNOHANG 1
#define WUNTRACED 2
#define WEXITED 4
#define WNOWAIT 0x01000000

#define WEXITSTATUS(status) (((status) >> 8) & 0xff)
#define WIFEXITED(status) (((status) & 0x7f) == 0)
#define WIFSIGNALED(status) ((((status) & 0x7f) + 1) >> 1 > 0 && ((status) & 0x7f) != 0x7f)
#define WIFSTOPPED(status) (((status) & 0xff) == 0x7f)
#define WSTOPSIG(status) WEXITSTATUS(status)
#define WTERMSIG(status) ((status) & 0x7f)

typedef enum { P_ALL, P_PID, P_PGID, P_PIDFD } idtype_t;

pid_t wait(int *status);
int waitid(idtype_t kind, id_t id, siginfo_t *info, int options);
pid_t waitpid(pid_t pid, int *status, int options);

#endif
