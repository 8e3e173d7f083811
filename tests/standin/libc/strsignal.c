/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <string.h>

char *
strsignal(int sig)
{
	static const char *const text[] = {
		[SIGHUP] = "Hangup", [SIGINT] = "Interrupt", [SIGQUIT] = "Quit",
		[SIGILL] = "Illegal instruction", [SIGTRAP] = "Trace/breakpoint trap",
		[SIGABRT] = "Aborted", [SIGBUS] = "Bus error", [SIGFPE] = "Floating point exception",
		[SIGKILL] = "Killed", [SIGUSR1] = "User defined signal 1",
		[SIGSEGV] = "Segmentation fault", [SIGUSR2] = "User defined signal 2",
		[SIGPIPE] = "Broken pipe", [SIGALRM] = "Alarm clock", [SIGTERM] = "Terminated",
	};

	if (sig > 0 && sig < (int)(sizeof(text) / sizeof(*text)) && text[sig])
		return (char *)text[sig];
	return "Unknown signal";
}
