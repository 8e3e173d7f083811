/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>
#include <stdlib.h>

/* For programs whose main() takes arguments: the compiler calls it so. */
int __main_argc_argv(int argc, char **argv);
int __main_void(void);

int __lind_args_sizes_get(size_t *count, size_t *size)
	__attribute__((__import_module__("lind"), __import_name__("args_sizes_get")));
int __lind_args_get(char **argv, char *text)
	__attribute__((__import_module__("lind"), __import_name__("args_get")));

int
__main_void(void)
{
	size_t count;
	size_t size;
	char **argv;
	char *text;

	if (__lind_args_sizes_get(&count, &size) != 0)
		_Exit(70);
	argv = calloc(count + 1, sizeof(*argv));
	text = malloc(size);
	if (!argv || !text || __lind_args_get(argv, text) != 0)
		_Exit(70);
	return __main_argc_argv((int)count, argv);
}
