/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_NETDB_H
#define STANDIN_NETDB_H

#include <sys/socket.h>

#define AI_PASSIVE 1
#define AI_CANONNAME 2
#define AI_NUMERICHOST 4
#define EAI_NONAME (-2)
#define EAI_AGAIN (-3)
#define EAI_FAIL (-4)
#define EAI_FAMILY (-6)
#define EAI_SERVICE (-8)
#define EAI_MEMORY (-10)
#define EAI_SYSTEM (-11)

struct addrinfo {
	int ai_flags;
	int ai_family;
	int ai_socktype;
	int ai_protocol;
	socklen_t ai_addrlen;
	struct sockaddr *ai_addr;
	char *ai_canonname;
	struct addrinfo *ai_next;
};

void freeaddrinfo(struct addrinfo *list);
const char *gai_strerror(int error);
int getaddrinfo(const char *__restrict name, const char *__restrict service, const struct addrinfo *__restrict hints,
	struct addrinfo **__restrict result);

#endif
