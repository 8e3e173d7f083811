/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

char *optarg;
int optind = 1;
int opterr = 1;
int optopt;

static const char *rest; /* of a group such as -abc */

static int
complain(char *const argv[], const char *options, const char *what)
{
	if (opterr && *options != ':')
		fprintf(stderr, "%s: %s -- '%c'\n", argv[0], what, optopt);
	return '?';
}

/* Steps to the next option's letter. 0 when there is none. */
static int
advance(int argc, char *const argv[])
{
	const char *arg = optind < argc ? argv[optind] : NULL;

	if (optind == 0)
		optind = 1;
	if (rest && *rest)
		return 1;
	if (!arg || arg[0] != '-' || !arg[1])
		return 0;
	optind++;
	if (strcmp(arg, "--") == 0)
		return 0;
	rest = arg + 1;
	return 1;
}

int
getopt(int argc, char *const argv[], const char *options)
{
	const char *option;

	optarg = NULL;
	if (!advance(argc, argv))
		return -1;
	optopt = *rest++;
	option = optopt == ':' ? NULL : strchr(options, optopt);
	if (!option)
		return complain(argv, options, "invalid option");
	if (option[1] != ':')
		return optopt;
	if (*rest) {
		optarg = (char *)rest;
	} else if (optind < argc) {
		optarg = argv[optind++];
	} else {
		complain(argv, options, "option requires an argument");
		return *options == ':' ? ':' : '?';
	}
	rest = NULL;
	return optopt;
}
