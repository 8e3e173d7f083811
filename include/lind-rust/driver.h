/* SPDX-License-Identifier: Apache-2.0 */
/* What a command line of a C compiler asks for: read once, so that the driver knows what to add to it. */
#ifndef LIND_RUST_DRIVER_H
#define LIND_RUST_DRIVER_H

#include <stdbool.h>
#include <stddef.h>

#include "lind-rust/util.h"

enum lr_mode {
	LR_QUERY,   /* --version, -print-…, -dumpmachine, no input: clang answers, nothing is needed */
	LR_COMPILE, /* -c, -S, -E, -M, -fsyntax-only: headers are needed */
	LR_LINKING, /* otherwise */
};

struct lr_driver {
	enum lr_mode mode;
	bool shared;         /* -shared */
	bool relocatable;    /* -r */
	bool no_startfiles;  /* -nostartfiles: the caller's own; rustc's links are told apart by from_rustc */
	bool no_stdlib;      /* -nostdlib */
	bool no_defaultlibs; /* -nodefaultlibs */
	bool from_rustc;     /* rustc's linker call: it has objects or archives of rustc's making */
	bool max_memory;     /* the caller has --max-memory */
	unsigned long long stack_size; /* the caller's -z stack-size, the last; 0 where there is none */
	bool allows_undefined; /* the caller says what becomes of undefined symbols */
	bool dry_run;        /* -###: clang only prints */
	bool query;          /* clang only answers: mode is LR_QUERY */
	size_t nheaders;     /* how many of the inputs are headers */
	unsigned depth;      /* of response files, while they are read */
	const char *output;  /* -o; NULL: a.out or what clang makes of it */
	const char *sysroot; /* --sysroot, the last; NULL where there is none */
	const char *bad_target; /* a --target that is not WebAssembly; NULL where there is none */
	struct strv inputs;  /* files to link: objects, archives, sources */
	struct strv libs;    /* -l names, without the -l */
	struct strv libdirs; /* -L directories */
};

/*
 * Read words (without argv[0]), response files expanded. Our own options (--lind-…), --target and --sysroot are not
 * copied to `rest`; everything else is, response files as they were where nothing in them had to go or to change: the
 * linker's --strip-all comes as --strip-debug, since a module needs its names.
 * `lind` gets our own options.
 */
void lr_driver_read(struct lr_driver *driver, char **words, struct strv *rest, struct strv *lind);

/* Append the words of a response file in GNU quoting. -1 (errno set) where it cannot be read. */
int lr_response_file(const char *path, struct strv *words);

#endif
