/* SPDX-License-Identifier: Apache-2.0 */
/* Is linked with both libraries, which are preloaded. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>

extern int count;
extern const int plugin_version;
int count_next(void), count_own(int), count_error(void), (*count_function(int))(int);
int plugin_own(int);
void plugin_leave(int);

static void *in_thread(void *p)
{
	plugin_leave(4);
	printf("%d %d\n", count_own(10), plugin_own(10));
	return p;
}

int main(void)
{
	pthread_t t;

	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("%d %d %d %d\n", count_next(), count, count_function(0)(21), count_function(1)(14));
	printf("%d %d\n", count_error() == ENOENT, errno == ENOENT);
	printf("%d %d %d\n", count_own(1), plugin_own(1), plugin_version);
	pthread_create(&t, NULL, in_thread, NULL);
	pthread_join(t, NULL);
	printf("%d %d\n", count_own(1), plugin_own(1));
	return 0;
}
