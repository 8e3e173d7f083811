/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_ARPA_INET_H
#define STANDIN_ARPA_INET_H

#include <netinet/in.h>

#endif
