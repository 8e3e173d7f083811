/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

/* For programs whose main() takes the environment too: the compiler leaves it
   its name. A file of its own, so that no other program is asked for main(). */
int main(int argc, char **argv, char **env);
int __main_argc_argv(int argc, char **argv);

int
__main_argc_argv(int argc, char **argv)
{
	return main(argc, argv, environ);
}
