/* SPDX-License-Identifier: Apache-2.0 */
/* The structures have lind-glibc's layout. */
#include <dirent.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <pwd.h>
#include <sched.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>

#define SIZE(type, size) _Static_assert(sizeof(type) == (size), #type)
#define ALIGN(type, align) _Static_assert(_Alignof(type) == (align), #type)
#define AT(type, field, offset) _Static_assert(offsetof(type, field) == (offset), #type "." #field)

SIZE(time_t, 4);
SIZE(off_t, 4);
SIZE(ino_t, 4);
SIZE(dev_t, 8);
SIZE(mode_t, 4);
SIZE(nlink_t, 4);
SIZE(blkcnt_t, 4);
SIZE(suseconds_t, 4);
SIZE(clockid_t, 4);
SIZE(pthread_t, 4);
SIZE(pthread_key_t, 4);
SIZE(pthread_once_t, 4);
SIZE(pthread_attr_t, 36);
SIZE(pthread_mutex_t, 24);
SIZE(pthread_mutexattr_t, 4);
SIZE(pthread_cond_t, 48);
ALIGN(pthread_cond_t, 8);
SIZE(pthread_condattr_t, 4);
SIZE(pthread_rwlock_t, 32);
SIZE(pthread_rwlockattr_t, 8);
SIZE(pthread_barrier_t, 20);
SIZE(sem_t, 16);
SIZE(sigset_t, 128);
SIZE(jmp_buf, 164);
SIZE(struct sigaction, 140);
AT(struct sigaction, sa_mask, 4);
AT(struct sigaction, sa_flags, 132);
SIZE(struct pollfd, 8);
SIZE(struct timeval, 8);
SIZE(struct tm, 44);
AT(struct tm, tm_gmtoff, 36);

SIZE(struct timespec, 16);
ALIGN(struct timespec, 4);
AT(struct timespec, tv_sec, 0);
AT(struct timespec, tv_nsec, 8);

SIZE(struct iovec, 16);
AT(struct iovec, iov_base, 0);
AT(struct iovec, iov_len, 8);

SIZE(struct dirent, 268);
AT(struct dirent, d_ino, 0);
AT(struct dirent, d_off, 4);
AT(struct dirent, d_reclen, 8);
AT(struct dirent, d_type, 10);
AT(struct dirent, d_name, 11);

SIZE(struct stat, 104);
ALIGN(struct stat, 8);
AT(struct stat, st_dev, 0);
AT(struct stat, st_ino, 8);
AT(struct stat, st_mode, 16);
AT(struct stat, st_nlink, 20);
AT(struct stat, st_uid, 24);
AT(struct stat, st_gid, 28);
AT(struct stat, st_rdev, 32);
AT(struct stat, st_size, 40);
AT(struct stat, st_blksize, 48);
AT(struct stat, st_blocks, 52);
AT(struct stat, st_atim, 56);
AT(struct stat, st_mtim, 72);
AT(struct stat, st_ctim, 88);

SIZE(struct dirent64, 280);
ALIGN(struct dirent64, 8);
AT(struct dirent64, d_off, 8);
AT(struct dirent64, d_reclen, 16);
AT(struct dirent64, d_type, 18);
AT(struct dirent64, d_name, 19);

SIZE(struct sockaddr, 16);
SIZE(struct sockaddr_storage, 128);
ALIGN(struct sockaddr_storage, 4);
SIZE(struct sockaddr_in, 16);
AT(struct sockaddr_in, sin_addr, 4);
SIZE(struct sockaddr_in6, 28);
AT(struct sockaddr_in6, sin6_addr, 8);
AT(struct sockaddr_in6, sin6_scope_id, 24);
SIZE(struct sockaddr_un, 110);
AT(struct sockaddr_un, sun_path, 2);
SIZE(struct ipv6_mreq, 20);
SIZE(struct addrinfo, 32);
AT(struct addrinfo, ai_addr, 20);
AT(struct addrinfo, ai_canonname, 24);

SIZE(struct msghdr, 56);
ALIGN(struct msghdr, 4);
AT(struct msghdr, msg_namelen, 8);
AT(struct msghdr, msg_iov, 16);
AT(struct msghdr, msg_iovlen, 24);
AT(struct msghdr, msg_control, 32);
AT(struct msghdr, msg_controllen, 40);
AT(struct msghdr, msg_flags, 48);
SIZE(struct cmsghdr, 12);

SIZE(siginfo_t, 128);
AT(siginfo_t, si_pid, 12);
AT(siginfo_t, si_status, 20);
AT(siginfo_t, si_addr, 12);
SIZE(stack_t, 12);
SIZE(struct flock, 16);
SIZE(struct passwd, 28);
SIZE(cpu_set_t, 128);
SIZE(posix_spawnattr_t, 336);
SIZE(posix_spawn_file_actions_t, 76);

_Static_assert(O_CREAT == 0x40 && O_TRUNC == 0x200 && O_APPEND == 0x400, "open flags");
_Static_assert(O_DIRECTORY == 0x10000 && O_RDWR == 2, "open flags");
_Static_assert(AT_FDCWD == -100 && DT_DIR == 4 && DT_REG == 8, "numbers");

int
main(void)
{
	return 0;
}
