/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "lock.h"

static char *none[1];
char **environ = none;

static char **owned; /* the array, once it is one of ours */
static volatile int lock;

/* The slot of `name`, or the terminating one. */
static char **
slot(const char *name, size_t len)
{
	char **e = environ;

	while (*e && (strncmp(*e, name, len) != 0 || (*e)[len] != '='))
		e++;
	return e;
}

static size_t
count(void)
{
	size_t n = 0;

	while (environ[n])
		n++;
	return n;
}

static int
bad_name(const char *name, size_t len)
{
	if (len && !name[len])
		return 0;
	errno = EINVAL;
	return 1;
}

/* Entries are not freed: a caller may still hold what getenv() gave it. */
static int
put(char *entry, size_t len)
{
	char **e = slot(entry, len);

	if (!*e) {
		size_t n = count();
		char **grown = realloc(owned, (n + 2) * sizeof(*grown));

		if (!grown)
			return -1;
		if (environ != owned)
			memcpy(grown, environ, n * sizeof(*grown));
		environ = owned = grown;
		e = environ + n;
		e[1] = NULL;
	}
	*e = entry;
	return 0;
}

char *
getenv(const char *name)
{
	size_t len = strlen(name);
	char *value = NULL;
	char **e;

	__lock(&lock);
	e = slot(name, len);
	if (*e)
		value = *e + len + 1;
	__unlock(&lock);
	return value;
}

int
setenv(const char *name, const char *value, int overwrite)
{
	size_t len = strcspn(name, "=");
	size_t vlen = strlen(value);
	int failed = 0;
	char *entry;

	if (bad_name(name, len))
		return -1;
	entry = malloc(len + vlen + 2);
	if (!entry)
		return -1;
	memcpy(entry, name, len);
	entry[len] = '=';
	memcpy(entry + len + 1, value, vlen + 1);
	__lock(&lock);
	if (overwrite || !*slot(name, len))
		failed = put(entry, len);
	__unlock(&lock);
	return failed;
}

int
unsetenv(const char *name)
{
	size_t len = strcspn(name, "=");
	char **e;

	if (bad_name(name, len))
		return -1;
	__lock(&lock);
	while (*(e = slot(name, len)))
		do
			e[0] = e[1];
		while (*e++);
	__unlock(&lock);
	return 0;
}

int
putenv(char *entry)
{
	size_t len = strcspn(entry, "=");
	int failed;

	if (!entry[len])
		return unsetenv(entry);
	__lock(&lock);
	failed = put(entry, len);
	__unlock(&lock);
	return failed;
}
