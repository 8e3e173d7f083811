/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SO_RCVTIMEO and SO_SNDTIMEO: the host wants its own struct timeval, which Rust's is but for the padding; C's is half as
 * large. Other options are integers.
 */
#if __has_include(<sys/socket.h>)
#include <string.h>
#include <sys/socket.h>

#include "lind.h"

int __lind_rust_setsockopt(int file, int level, int name, const void *value, socklen_t size)
{
	struct rust_timeval from;
	struct host_time to;

	if (level != SOL_SOCKET || (name != SO_RCVTIMEO && name != SO_SNDTIMEO) || size != sizeof from || !value)
		return setsockopt(file, level, name, value, size);
	memcpy(&from, value, sizeof from);
	to = (struct host_time){from.sec, from.usec};
	return setsockopt(file, level, name, &to, sizeof to);
}
#endif
