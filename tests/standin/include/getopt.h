/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_GETOPT_H
#define STANDIN_GETOPT_H

extern char *optarg;
extern int optind;
extern int opterr;
extern int optopt;

int getopt(int argc, char *const argv[], const char *options);

#endif
