/* SPDX-License-Identifier: Apache-2.0 */
/* Programs that one call of cargo made, and their way to lind: opt pass, precompile, a copy in lindfs. */
#ifndef LIND_RUST_PROGRAMS_H
#define LIND_RUST_PROGRAMS_H

#include <jansson.h>
#include <stdbool.h>

#include "lind-rust/lind_settings.h"
#include "lind-rust/tools.h"

struct lr_program_file {
	const struct lr_lind_settings *settings;
	size_t order;        /* of its package */
	char *package_id, *package, *name, *kind; /* kind: bin, example, test, bench, lib (its unit tests), cdylib */
	bool test;           /* a test harness */
	const char *profile; /* of cargo, by name: what the opt pass is to be good for */
	const char *default_run; /* of its package; "" where there is none */
	char *raw;           /* cargo's own file, which stays as it is */
	char *wasm, *cwasm;  /* finished; cwasm: NULL where nothing is precompiled */
	char *staged;        /* in lindfs; NULL where there is no copy */
};

/* How programs are finished. */
struct lr_finishing {
	struct lr_tools *tools;
	const char *runtime;    /* "lind" or "standin" */
	const char *output_dir; /* inside of lindfs, in place of the settings' one; NULL */
	bool stage;             /* copy to lindfs at all */
	bool no_precompile;     /* in addition to the settings' own */
};

/*
 * <dir>/X.wasm of cargo becomes <dir>/lind/X.wasm, and <dir>/X.cwasm, where lind-wasm's own scripts put it. Nothing is
 * done again whose input is as before. Ends the program where a step fails.
 */
void lr_program_finish(struct lr_program_file *program, const struct lr_finishing *how);

/* Where its finished module goes. Allocated. */
char *lr_program_place(const struct lr_program_file *program);

/* The file to be run. */
const char *lr_program_final(const struct lr_program_file *program);

#endif
