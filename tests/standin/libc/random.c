/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>
#include "sys.h"

static unsigned long long state = 1;

ssize_t
getrandom(void *buf, size_t size, unsigned flags)
{
	return __sys_result(SYS3(SYS_getrandom, host(buf), size, flags));
}

int
getentropy(void *buf, size_t size)
{
	return getrandom(buf, size, 0) == (ssize_t)size ? 0 : -1;
}

static unsigned
step(unsigned long long *s)
{
	*s = *s * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned)(*s >> 33);
}

int
rand(void)
{
	return (int)step(&state);
}

int
rand_r(unsigned *seed)
{
	unsigned long long s = *seed;
	unsigned n = step(&s);

	*seed = (unsigned)s;
	return (int)n;
}

long
random(void)
{
	return rand();
}

void
srand(unsigned seed)
{
	state = seed;
}

void
srandom(unsigned seed)
{
	srand(seed);
}
