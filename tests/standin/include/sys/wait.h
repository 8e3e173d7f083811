/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_SYS_WAIT_H
#define STANDIN_SYS_WAIT_H

/* Only what takes a wait status apart: there are no child processes here. */

#define WNOHANG 1
#define WUNTRACED 2

#define WEXITSTATUS(status) (((status) >> 8) & 0xff)
#define WIFEXITED(status) (((status) & 0x7f) == 0)
#define WIFSIGNALED(status) ((((status) & 0x7f) + 1) >> 1 > 0 && ((status) & 0x7f) != 0x7f)
#define WIFSTOPPED(status) (((status) & 0xff) == 0x7f)
#define WSTOPSIG(status) WEXITSTATUS(status)
#define WTERMSIG(status) ((status) & 0x7f)

#endif
