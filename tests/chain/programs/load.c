/* SPDX-License-Identifier: Apache-2.0 */
/* Loads the library of Rust's by dlopen(), and calls it from the first thread, another one, and a forked child. */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void *library;
static int (*own)(int);
static void (*leave)(int);

static void *need(const char *name)
{
	void *f = dlsym(library, name);

	if (f)
		return f;
	puts(dlerror());
	exit(9);
}

static int twice(int n)
{
	return 2 * n;
}

static void *in_thread(void *p)
{
	leave(4);
	printf("%d\n", own(10));
	return p;
}

int main(int argc, char **argv)
{
	int (*call)(int (*)(int), int), (*seen)(const char *), (*threads)(void), (*file)(void);
	char *(*text)(int), *said;
	pthread_t t;
	int status;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc < 2 || !(library = dlopen(argv[1], RTLD_NOW))) {
		puts(dlerror());
		return 3;
	}
	own = need("plugin_own");
	leave = need("plugin_leave");
	call = need("plugin_call");
	seen = need("plugin_seen");
	threads = need("plugin_threads");
	file = need("plugin_file");
	text = need("plugin_text");
	said = text(5);
	printf("%d %d %s %d\n", own(1), call(twice, 21), said, file());
	free(said);
	seen("word");
	if (!fork()) {
		printf("child %d %d\n", own(1), seen("word"));
		_exit(seen("word"));
	}
	wait(&status);
	printf("%d %d\n", WEXITSTATUS(status), seen("word"));
	pthread_create(&t, NULL, in_thread, NULL);
	pthread_join(t, NULL);
	printf("%d %d\n", threads(), own(1));
	if (argc > 2)
		((void (*)(void))need("plugin_panic"))();
	return 0;
}
