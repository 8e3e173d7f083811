/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_NETINET_TCP_H
#define STANDIN_NETINET_TCP_H

#define TCP_NODELAY 1
#define TCP_KEEPIDLE 4
#define TCP_KEEPINTVL 5
#define TCP_KEEPCNT 6
#define TCP_QUICKACK 12

#endif
