#include <math.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int twice_in_a_thread(int n);
static int number = 4;
static int *volatile place = &number;

int main(int argc, char **argv)
{
	int status = 0;
	pid_t child;

	(void)argv;
	printf("%d %.3f %d\n", twice_in_a_thread(21), sqrt(argc + 1.0), *place);
	fflush(stdout);
	child = fork();
	if (!child)
		_exit(5);
	waitpid(child, &status, 0);
	printf("%d\n", WEXITSTATUS(status));
	return 0;
}
