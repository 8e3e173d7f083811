/* SPDX-License-Identifier: Apache-2.0 */
/* Loads a library that calls it back. */
#include <dlfcn.h>
#include <stdio.h>

int called(int n)
{
	return n + 1;
}

int main(int argc, char **argv)
{
	void *library = dlopen(argv[argc - 1], RTLD_NOW);
	int (*back)(int) = library ? (int (*)(int))dlsym(library, "back") : NULL;

	puts(back ? "loaded" : dlerror());
	return back ? back(6) : 1;
}
