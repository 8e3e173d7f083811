/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_SYS_SOCKET_H
#define STANDIN_SYS_SOCKET_H

#include <bits/types.h>
#include <sys/uio.h>

/* They are there for programs to be linked with: the runner has no sockets. */

#define AF_UNSPEC 0
#define AF_UNIX 1
#define AF_LOCAL AF_UNIX
#define AF_INET 2
#define AF_INET6 10
#define PF_UNSPEC AF_UNSPEC
#define PF_UNIX AF_UNIX
#define PF_INET AF_INET
#define PF_INET6 AF_INET6
#define SOCK_STREAM 1
#define SOCK_DGRAM 2
#define SOCK_RAW 3
#define SOCK_SEQPACKET 5
#define SOCK_NONBLOCK 04000
#define SOCK_CLOEXEC 02000000
#define SOL_SOCKET 1
#define SO_DEBUG 1
#define SO_REUSEADDR 2
#define SO_TYPE 3
#define SO_ERROR 4
#define SO_BROADCAST 6
#define SO_SNDBUF 7
#define SO_RCVBUF 8
#define SO_KEEPALIVE 9
#define SO_LINGER 13
#define SO_REUSEPORT 15
#define SO_PASSCRED 16
#define SO_PEERCRED 17
#define SO_RCVTIMEO 20
#define SO_SNDTIMEO 21
#define SO_ACCEPTCONN 30
#define MSG_OOB 1
#define MSG_PEEK 2
#define MSG_CTRUNC 8
#define MSG_TRUNC 0x20
#define MSG_DONTWAIT 0x40
#define MSG_WAITALL 0x100
#define MSG_NOSIGNAL 0x4000
#define MSG_WAITFORONE 0x10000
#define MSG_CMSG_CLOEXEC 0x40000000
#define SCM_RIGHTS 1
#define SHUT_RD 0
#define SHUT_WR 1
#define SHUT_RDWR 2
#define SOMAXCONN 4096

typedef unsigned short sa_family_t;

struct sockaddr {
	sa_family_t sa_family;
	char sa_data[14];
};

struct sockaddr_storage {
	sa_family_t ss_family;
	char __pad[122];
	unsigned long __align;
};

/* As in struct iovec, each field stands where the host's is. */
struct msghdr {
	void *msg_name;
	int __pad_name;
	socklen_t msg_namelen;
	int __pad_namelen;
	struct iovec *msg_iov;
	int __pad_iov;
	size_t msg_iovlen;
	int __pad_iovlen;
	void *msg_control;
	int __pad_control;
	size_t msg_controllen;
	int __pad_controllen;
	int msg_flags;
	int __pad_flags;
};

struct mmsghdr {
	struct msghdr msg_hdr;
	unsigned msg_len;
};

struct cmsghdr {
	size_t cmsg_len;
	int cmsg_level;
	int cmsg_type;
};

struct linger {
	int l_onoff;
	int l_linger;
};

struct ucred {
	pid_t pid;
	uid_t uid;
	gid_t gid;
};

int accept(int fd, struct sockaddr *__restrict from, socklen_t *__restrict size);
int accept4(int fd, struct sockaddr *__restrict from, socklen_t *__restrict size, int flags);
int bind(int fd, const struct sockaddr *address, socklen_t size);
int connect(int fd, const struct sockaddr *address, socklen_t size);
int getpeername(int fd, struct sockaddr *__restrict address, socklen_t *__restrict size);
int getsockname(int fd, struct sockaddr *__restrict address, socklen_t *__restrict size);
int getsockopt(int fd, int level, int name, void *__restrict value, socklen_t *__restrict size);
int listen(int fd, int backlog);
ssize_t recv(int fd, void *buf, size_t size, int flags);
ssize_t recvfrom(int fd, void *__restrict buf, size_t size, int flags, struct sockaddr *__restrict from,
	socklen_t *__restrict length);
ssize_t recvmsg(int fd, struct msghdr *message, int flags);
ssize_t send(int fd, const void *buf, size_t size, int flags);
ssize_t sendmsg(int fd, const struct msghdr *message, int flags);
ssize_t sendto(int fd, const void *buf, size_t size, int flags, const struct sockaddr *to, socklen_t length);
int setsockopt(int fd, int level, int name, const void *value, socklen_t size);
int shutdown(int fd, int how);
int socket(int family, int kind, int protocol);
int socketpair(int family, int kind, int protocol, int fds[2]);

#endif
