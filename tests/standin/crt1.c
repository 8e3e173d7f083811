/* SPDX-License-Identifier: Apache-2.0 */
/* The start of a program: what the host calls, and what calls main(). */

#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#define IMPORT(name) __attribute__((__import_module__("lind"), __import_name__(name)))

int __lind_environ_sizes_get(size_t *count, size_t *size) IMPORT("environ_sizes_get");
int __lind_environ_get(char **env, char *text) IMPORT("environ_get");

void __lind_init_addr_translation(void);
void signal_callback(void (*handler)(int), int sig);
void __wasm_call_ctors(void);
int _start(void);

/* The program's own when main() takes nothing, and in Rust; else the library's. */
int __main_void(void);

/* Function pointers are table indexes. This takes number 1, so that no handler
   of the program's can be mistaken for SIG_IGN. */
static int
burn(void)
{
	return 0;
}

__attribute__((__used__)) static int (*const volatile number_one)(void) = burn;

/* Keeps signal_callback in programs that never touch signals. */
__attribute__((__used__)) static void (*const volatile callback)(void (*)(int), int) = signal_callback;

static void
set_environment(void)
{
	size_t count;
	size_t size;
	char **env;
	char *text;

	if (__lind_environ_sizes_get(&count, &size) != 0)
		_Exit(70);
	if (count == 0)
		return;
	env = calloc(count + 1, sizeof(*env));
	text = malloc(size);
	if (!env || !text || __lind_environ_get(env, text) != 0)
		_Exit(70);
	environ = env;
}

int
_start(void)
{
	__lind_init_addr_translation();
	set_environment();
	__wasm_call_ctors();
	exit(__main_void());
}
