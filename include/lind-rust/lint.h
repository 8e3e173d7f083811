/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What wasm-ld complains of, in sentences with a cure. wasm-ld has said which files and symbols; its inputs are read
 * again, and only then, for what it does not say: the crate behind a member's hash, who defines a function and who
 * only declares it, which library has what is missing, and by which other name it is there.
 */
#ifndef LIND_RUST_LINT_H
#define LIND_RUST_LINT_H

#include <stdbool.h>
#include <stddef.h>

#include "lind-rust/util.h"

struct lr_lint {
	struct strv files;   /* objects and archives of the link line, those that -l finds among them */
	struct strv libdirs; /* where -l looks */
	const char *system;  /* the directory of the C library */
	bool dynamic;        /* that is libc.so: its archives are no cure */
	bool library;	     /* the output is to be a shared one */
	const char *output;  /* the module */
	/* The command that compiles bitcode (-flto) to an object, but for its input and -o FILE; none: bitcode is not
	 * looked into. */
	struct strv compile;
};

/* After a link that failed: explain what wasm-ld said. Returns how many things were explained. */
size_t lr_lint_failure(const struct lr_lint *lint, const char *said);

/*
 * After a link that succeeded: look into the output. Returns how many faults there are for which it should not be kept:
 *  - functions that two sides declare with different types. wasm-ld warns of those and puts a trap in the place of the
 *    calls; each that is in the output counts, but for those of configure's probes, which declare whatever they ask for
 *    as char f(void). So does clang, without a word, where it sees both sides: by a cast, or as bitcode;
 *  - no main: lind's crt1.o takes that for a program that traps.
 * Imports that nothing at run time defines are told with who brings them, and do not count: a check follows.
 */
size_t lr_lint_output(const struct lr_lint *lint, const char *said);

#endif
