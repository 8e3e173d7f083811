/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_SIGNAL_H
#define STANDIN_SIGNAL_H

#include <bits/sigset.h>
#include <bits/types.h>

#define SIGHUP 1
#define SIGINT 2
#define SIGQUIT 3
#define SIGILL 4
#define SIGTRAP 5
#define SIGABRT 6
#define SIGBUS 7
#define SIGFPE 8
#define SIGKILL 9
#define SIGUSR1 10
#define SIGSEGV 11
#define SIGUSR2 12
#define SIGPIPE 13
#define SIGALRM 14
#define SIGTERM 15
#define SIGCHLD 17
#define SIGCONT 18
#define SIGSTKFLT 16
#define SIGSTOP 19
#define SIGTSTP 20
#define SIGTTIN 21
#define SIGTTOU 22
#define SIGURG 23
#define SIGXCPU 24
#define SIGXFSZ 25
#define SIGVTALRM 26
#define SIGPROF 27
#define SIGWINCH 28
#define SIGIO 29
#define SIGPOLL SIGIO
#define SIGPWR 30
#define SIGSYS 31

#define SS_ONSTACK 1
#define SS_DISABLE 2
#define MINSIGSTKSZ 2048
#define SIGSTKSZ 8192
#define NSIG 65

#define SIG_DFL ((void (*)(int))0)
#define SIG_IGN ((void (*)(int))1)
#define SIG_ERR ((void (*)(int))-1)
#define SIG_BLOCK 0
#define SIG_UNBLOCK 1
#define SIG_SETMASK 2
#define SA_SIGINFO 4
#define SA_ONSTACK 0x08000000
#define SA_RESTART 0x10000000
#define SA_NODEFER 0x40000000
#define SA_RESETHAND 0x80000000

typedef int sig_atomic_t;
typedef void (*sighandler_t)(int);

union sigval {
	int sival_int;
	void *sival_ptr;
};

typedef struct {
	int si_signo;
	int si_errno;
	int si_code;
	union {
		int __unused[29];
		struct {
			pid_t __pid;
			uid_t __uid;
			int __status;
		} __child;
		void *__addr;
	} __u;
} siginfo_t;

#define si_pid __u.__child.__pid
#define si_uid __u.__child.__uid
#define si_status __u.__child.__status
#define si_addr __u.__addr

typedef struct {
	void *ss_sp;
	int ss_flags;
	size_t ss_size;
} stack_t;

struct sigaction {
	union {
		void (*__plain)(int);
		void (*__informed)(int, siginfo_t *, void *);
	} __handler;
	sigset_t sa_mask;
	int sa_flags;
	void (*sa_restorer)(void);
};

#define sa_handler __handler.__plain
#define sa_sigaction __handler.__informed

int kill(pid_t pid, int sig);
int pthread_sigmask(int how, const sigset_t *__restrict set, sigset_t *__restrict old);
int raise(int sig);
int sigaction(int sig, const struct sigaction *__restrict act, struct sigaction *__restrict old);
int sigaddset(sigset_t *set, int sig);
int sigdelset(sigset_t *set, int sig);
int sigaltstack(const stack_t *__restrict stack, stack_t *__restrict old);
int sigemptyset(sigset_t *set);
int sigfillset(sigset_t *set);
int sigismember(const sigset_t *set, int sig);
sighandler_t signal(int sig, sighandler_t handler);
int sigprocmask(int how, const sigset_t *__restrict set, sigset_t *__restrict old);

#endif
