/* SPDX-License-Identifier: Apache-2.0 */
/* A shared library of C: constructors, tables of functions, thread-local variables, errno, and the program's functions. */
#include <errno.h>
#include <fcntl.h>

int count = 40;
static int *where = &count;
static _Thread_local int own = 7;
static int constructed;

static int twice(int n)
{
	return 2 * n;
}

static int thrice(int n)
{
	return 3 * n;
}

static int (*const table[])(int) = {twice, thrice};

__attribute__((constructor)) static void construct(void)
{
	constructed = 1;
}

int count_next(void)
{
	return ++*where + constructed;
}

int count_own(int more)
{
	return own += more;
}

int (*count_function(int n))(int)
{
	return table[n];
}

int count_error(void)
{
	return open("/no/such/file", O_RDONLY) < 0 ? errno : 0;
}
