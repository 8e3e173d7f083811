/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>
#include "sys.h"

int
isatty(int fd)
{
	enum { TCGETS = 0x5401 };

	return __sys_result(SYS3(SYS_ioctl, fd, TCGETS, 0)) == 0;
}
