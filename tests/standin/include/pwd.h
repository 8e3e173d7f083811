/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_PWD_H
#define STANDIN_PWD_H

#include <bits/types.h>

struct passwd {
	char *pw_name;
	char *pw_passwd;
	uid_t pw_uid;
	gid_t pw_gid;
	char *pw_gecos;
	char *pw_dir;
	char *pw_shell;
};

struct passwd *getpwuid(uid_t uid);
int getpwuid_r(uid_t uid, struct passwd *__restrict entry, char *__restrict buf, size_t size, struct passwd **__restrict result);

#endif
