/* SPDX-License-Identifier: Apache-2.0 */
/* What the runner does not do, it says: ENOSYS. */
#include <errno.h>
#include <netdb.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "check.h"

#define ABSENT(call) \
	do { \
		errno = 0; \
		CHECK_INT(call, -1); \
		CHECK_INT(errno, ENOSYS); \
	} while (0)

int
main(void)
{
	char *argv[] = {"true", NULL};
	posix_spawn_file_actions_t actions;
	struct addrinfo *found;
	int fds[2];
	pid_t pid;

	ABSENT(socket(AF_INET, SOCK_STREAM, 0));
	ABSENT(socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
	CHECK_INT(getaddrinfo("localhost", "80", NULL, &found), EAI_SYSTEM);
	CHECK_INT(errno, ENOSYS);
	ABSENT(fork());
	ABSENT(execv("/bin/true", argv));
	ABSENT(waitpid(-1, NULL, 0));
	CHECK_INT(posix_spawn_file_actions_init(&actions), 0);
	CHECK_INT(posix_spawnp(&pid, "true", &actions, NULL, argv, environ), ENOSYS);
	CHECK_INT(posix_spawn_file_actions_destroy(&actions), 0);
	ABSENT(mkfifo("fifo", 0600));
	ABSENT(setsid());
	ABSENT(chroot("."));
	return 0;
}
