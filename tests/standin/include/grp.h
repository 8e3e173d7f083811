/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_GRP_H
#define STANDIN_GRP_H

#include <bits/types.h>

struct group {
	char *gr_name;
	char *gr_passwd;
	gid_t gr_gid;
	char **gr_mem;
};

int setgroups(size_t count, const gid_t *groups);

#endif
