/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which tools are used, and why these. One resolver serves every helper and both front ends.
 *
 * What the caller says (an option) comes first, then the environment variable of the same name, then the places
 * described at each member. A tool that was named but cannot be used is an error; another is never taken in its stead.
 */
#ifndef LIND_RUST_TOOLS_H
#define LIND_RUST_TOOLS_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>

#include "lind-rust/util.h"

enum lr_tool {
	LR_LIND_ROOT, /* LIND_WASM_ROOT: a built lind-wasm tree; none: the stand-in is used */
	LR_SYSROOT,   /* LIND_RUST_SYSROOT, SYSROOT, <root>/build/sysroot, <root>/src/glibc/sysroot, the stand-in's */
	LR_CLANG,     /* LIND_RUST_CLANG, else clang-22 .. clang-17 and clang along PATH, then in /usr/lib/llvm-NN/bin */
	LR_AR,        /* LIND_RUST_AR, else llvm-ar beside clang or along PATH */
	LR_WASM_LD,   /* LIND_RUST_WASM_LD, else wasm-ld beside clang or along PATH */
	LR_WASM_OPT,  /* LIND_RUST_WASM_OPT, <root>/tools/binaryen/bin/wasm-opt; the stand-in: wasm-opt along PATH */
	LR_LIND_BOOT, /* LIND_RUST_LIND_BOOT, <root>/build/lind-boot */
	LR_LINDFS,    /* LIND_RUST_LINDFS, <root>/lindfs: the directory that a program sees as / */
	LR_NODE,      /* LIND_RUST_NODE, else node or nodejs along PATH: runs the stand-in's programs */
	LR_RUSTC,     /* LIND_RUST_RUSTC, else by LIND_RUST_TOOLCHAIN and lr_find_rust */
	LR_CARGO,     /* LIND_RUST_CARGO, else likewise */
	LR_RUST_SRC,  /* LIND_RUST_SRC: the library/ directory of rust-src; else below rustc's sysroot */
	LR_CACHE,     /* LIND_RUST_CACHE, $XDG_CACHE_HOME/lind-rust, ~/.cache/lind-rust */
	LR_NTOOLS,
};

struct lr_tools {
	char *path[LR_NTOOLS];      /* NULL: not found (or not looked for) */
	char *how[LR_NTOOLS];       /* found by what: "LIND_WASM_ROOT", "PATH", "--clang" …; NULL with path */
	bool checked[LR_NTOOLS];    /* what was named has been held to what it must be */
	struct strv tried[LR_NTOOLS]; /* where it was looked for */
	char *toolchain;            /* LIND_RUST_TOOLCHAIN: a rustup toolchain's name or a directory with bin/rustc */
	char *manifest_dir;         /* where rust-toolchain.toml is looked for from; NULL: the current directory */
	char *rust_why;             /* why this rustc was chosen, in words */
	const char *share_cores;    /* cargo that builds std shares the machine by this directory (lind-rust/cores.h); or NULL */
	bool std_debug;             /* std is built with debug assertions: LIND_RUST_STD_DEBUG_ASSERTIONS */
	bool std_pic;               /* std is position-independent: for dynamic programs */
	bool standin;               /* the sysroot is the stand-in's: programs run in node */
};

/* The variable that names a tool, both in the environment and in what lind-rust-config prints. */
const char *lr_tool_name(enum lr_tool tool);
/* What to do where a tool is missing; NULL-ended lines are not used: one sentence. */
const char *lr_tool_cure(enum lr_tool tool);

/* Set a tool by the caller's word: a path, or a program's name along PATH; before lr_find. */
void lr_tool_set(struct lr_tools *tools, enum lr_tool tool, const char *path);

/* Whether the caller or the environment named this tool; one that cannot be used ends the program with a message. */
bool lr_tool_named(struct lr_tools *tools, enum lr_tool tool);
/* Find one tool (and what it needs to be found). NULL where there is none. */
const char *lr_find(struct lr_tools *tools, enum lr_tool tool);
/* The same; where there is none, a message that lists what was looked for, where, and the cure, and exit. */
const char *lr_need(struct lr_tools *tools, enum lr_tool tool);

/*
 * rustc, cargo and the sources of the standard library, which must belong together. In this order: what was named one
 * by one; the toolchain that was named; the one that rust-toolchain.toml pins, where rustup is there to obey it; the
 * first rustc along PATH that has its sources; rustup's toolchains that have theirs. Sets the three paths and rust_why.
 */
void lr_find_rust(struct lr_tools *tools);
/* Where rustc says that it lies; NULL where it does not. Allocated. */
char *lr_rust_sysroot(struct lr_tools *tools);

/* The options that set tools, for getopt_long tables: --lind-root, --sysroot, …; lr_tool_option takes one. */
extern const struct option lr_tool_options[];
/* True where `opt` (getopt_long's value) was one of them. */
bool lr_tool_option(struct lr_tools *tools, int opt, const char *arg);
/*
 * getopt_long with messages of our form: misuse() where a word is no option (the nearest is named), or its value is
 * missing or too many.
 */
int lr_getopt(int argc, char **argv, const char *letters, const struct option *options);
/* A getopt_long table of `own` (ended by zeros) and lr_tool_options. Allocated. */
struct option *lr_options(const struct option *own);

/* True where wasm-opt knows lind's passes; found by asking it. */
bool lr_wasm_opt_is_lind(const char *wasm_opt);

#endif
