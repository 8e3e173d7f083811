/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_SYS_UN_H
#define STANDIN_SYS_UN_H

#include <sys/socket.h>

struct sockaddr_un {
	sa_family_t sun_family;
	char sun_path[108];
};

#endif
