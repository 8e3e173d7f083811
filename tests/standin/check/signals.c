/* SPDX-License-Identifier: Apache-2.0 */
/* A program may send itself signals; one without a handler ends it. */
#include <errno.h>
#include <signal.h>
#include <unistd.h>
#include "check.h"

static volatile sig_atomic_t got;

static void
handler(int sig)
{
	got = sig;
}

int
main(void)
{
	struct sigaction act = {.sa_handler = handler};
	struct sigaction old;

	CHECK((int)handler > 1);
	CHECK_INT(sigaction(SIGUSR1, &act, &old), 0);
	CHECK(old.sa_handler == SIG_DFL);
	CHECK_INT(raise(SIGUSR1), 0);
	CHECK_INT(got, SIGUSR1);
	CHECK(signal(SIGUSR2, SIG_IGN) == SIG_DFL);
	CHECK_INT(kill(getpid(), SIGUSR2), 0);
	CHECK(sigaction(SIGKILL, &act, NULL) == -1 && errno == EINVAL);
	raise(SIGTERM);
	return 0;
}
