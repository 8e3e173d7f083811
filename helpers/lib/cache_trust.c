/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cache_internal.h"
#include "lind-rust/fs.h"

static bool shared_group(gid_t *gid)
{
	const char *name = getenv("LIND_RUST_CACHE_GROUP");
	struct group *group;
	char *end;

	if (!name || !*name)
		return false;
	*gid = (gid_t)strtoul(name, &end, 10);
	if (!*end)
		return true;
	group = getgrnam(name);
	if (!group)
		fatal_hint("name a group of this machine, by name or number",
			   "LIND_RUST_CACHE_GROUP: there is no group '%s'", name);
	*gid = group->gr_gid;
	return true;
}

bool cache_is_shared(void)
{
	gid_t gid;

	return shared_group(&gid);
}

/* Whoever else may write to the cache is a member, and root or a member gave it to the group. */
static bool is_of_group(const struct stat *st)
{
	gid_t gid;

	return shared_group(&gid) && st->st_gid == gid;
}

/*
 * Entries are run and linked as they are: nobody but this user and root may have put them there, and the group where
 * one is named. root takes what it is given: in containers it works in directories of the host's users.
 */
void cache_trust_one(const char *path)
{
	struct stat st;

	if (lstat(path, &st)) {
		/* Others may remove an entry at any time. */
		if (errno == ENOENT)
			return;
		fatal_hint("make it readable, or name another directory by LIND_RUST_CACHE", "cache '%s': %s", path,
			   strerror(errno));
	}
	if (S_ISLNK(st.st_mode))
		fatal_hint("name the directory that is meant by LIND_RUST_CACHE",
			   "cache '%s' is a symbolic link out of the cache", path);
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		fatal_hint("remove it, or name another directory by LIND_RUST_CACHE",
			   "cache '%s' is neither a file nor a directory", path);
	if (geteuid() && st.st_uid != geteuid() && st.st_uid && !is_of_group(&st))
		fatal_hint("name one of your own by LIND_RUST_CACHE, or by LIND_RUST_CACHE_GROUP the group that shares "
			   "this one",
			   "cache '%s' belongs to another user (%lu), who could have put anything there", path,
			   (unsigned long)st.st_uid);
	if (st.st_mode & S_IWOTH)
		fatal_hint("take the right away (chmod -R o-w), and remove what is in there unless you know it",
			   "cache '%s' can be written by everybody", path);
}

/* The root may be a link: it is named by the user. */
void cache_trust(const char *cache, const char *dir)
{
	char *real = lr_realpath(cache);

	if (!real)
		fatal("cache '%s':", cache);
	cache_trust_one(real);
	cache_trust_one(dir);
	free(real);
}

/* Not writable for others, whatever the umask; what is made in a shared one belongs to the group. */
static int make_one(const char *dir)
{
	gid_t gid;

	if (mkdir(dir, 0755))
		return errno == EEXIST ? 0 : -1;
	if (!shared_group(&gid))
		return 0;
	return chown(dir, (uid_t)-1, gid) || chmod(dir, 02775) ? -1 : 0;
}

int cache_make(const char *cache, const char *dir)
{
	char *parent = lr_dir(cache);
	int result = lr_mkdirs(parent);

	if (!result && (make_one(cache) || make_one(dir)))
		result = -1;
	if (!result && !lr_is_dir(dir)) {
		errno = ENOTDIR;
		result = -1;
	}
	free(parent);
	return result;
}
