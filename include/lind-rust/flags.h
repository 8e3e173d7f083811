/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one table of flags. Every rustc, clang, wasm-ld and wasm-opt flag that lind-rust sets is a row of it, with the
 * reason; config.toml, the compiler driver, the opt pass and the documentation are made from the rows.
 */
#ifndef LIND_RUST_FLAGS_H
#define LIND_RUST_FLAGS_H

#include <stdbool.h>
#include <stddef.h>

#include "lind-rust/util.h"

/* What a row is an argument of. */
enum lr_stage {
	LR_FOR_RUSTC,      /* rustc, for the standard library and for the user's crates alike: part of std's cache key */
	LR_FOR_STD,        /* rustc, for the standard library alone: part of std's cache key */
	LR_FOR_CC,         /* clang, compiling C */
	LR_FOR_LINK,       /* clang, linking */
	LR_FOR_OPT,        /* wasm-opt */
	LR_FOR_RUSTC_CALL, /* rustc, by lind-rust-rustc: a stable cargo takes no unstable flags of its own */
	LR_FOR_BINDGEN,    /* clang as the crate bindgen's, which reads headers and compiles nothing */
};

/* Under which conditions a row applies: all bits of a row must be among those of the policy. */
enum lr_when {
	LR_ALWAYS = 0,
	LR_GRATE = 1 << 0,    /* the program is a grate */
	LR_FPCAST = 1 << 1,   /* calls through wrongly typed function pointers are emulated */
	LR_HAS_RUST = 1 << 2, /* a Rust standard library is linked */
	LR_LIND_OPT = 1 << 3, /* wasm-opt is lind's; a stock one has no such pass */
	LR_ASYNCIFY = 1 << 4, /* the module can be instrumented: a stock wasm-opt cannot where it has exceptions */
	LR_THREADS = 1 << 5,  /* not -r, which joins objects to one: that has no shared memory yet */
	LR_PARTIAL = 1 << 6,  /* -r */
	LR_WASIP1 = 1 << 7,   /* Rust is compiled for wasm32-wasip1 */
	LR_LIND = 1 << 8,     /* Rust is compiled for wasm32-lind */
	LR_STABLE = 1 << 9,   /* rustc is a stable one: unstable features are for std alone */
	LR_LIBC = 1 << 10,    /* the C library is linked, and the compat archive behind it */
	LR_BARE = 1 << 11,    /* it is not */
	LR_NAMED = 1 << 12,   /* the module has a name of its own */
	LR_MAPS = 1 << 13,    /* paths are mapped, and rustc knows which ones to leave alone */
	LR_MAYBE_GRATE = 1 << 15, /* a grate where it has a grate's entry: cargo lind_compile is not told which are */
	LR_MAPPED = 1 << 14,  /* one directory that is mapped: lr_flags_map alone */
	LR_STATIC = 1 << 16,  /* the C library is in the program */
	LR_DYNAMIC = 1 << 17, /* it is lind's libc.so, which is preloaded; a policy has one of these two */
	LR_MAIN = 1 << 18,    /* with LR_DYNAMIC: the program is linked */
	LR_LIBRARY = 1 << 19, /* with LR_DYNAMIC: a shared library of the user's is linked */
	LR_STRICT = 1 << 24,  /* what is not defined is an error: nobody has said otherwise */
	LR_FOR_SPEED = 1 << 20, /* wasm-opt, for a program that is to be fast: no level was named, the profile is not dev */
	LR_NO_DWARF = 1 << 22,  /* wasm-opt: the module has no debug information but names */
	LR_BY_LEVEL = 1 << 21,  /* wasm-opt, by a level that was named */
	LR_C_LOCALE = 1 << 25,  /* with LR_STATIC: the program has no locale but "C" (lind-rust/c_locale.h) */
	LR_CXX = 1 << 26,       /* with LR_STATIC: the sysroot has a library of C++ */
	LR_AUTO = 1 << 23,      /* with LR_DYNAMIC: a program that cannot be linked so is static. No row asks for it */
};

/* The settings that a caller chooses. Start from lr_policy_default. */
struct lr_policy {
	unsigned when;                 /* enum lr_when bits */
	unsigned long long max_memory; /* bytes of linear memory at most, a multiple of 65536 */
	unsigned long long stack_size; /* bytes of the main thread's stack, a multiple of 16 */
	const char *opt_level;         /* wasm-opt's -O level: 0 1 2 3 4 s z */
	const char *module_name;       /* with LR_NAMED */
};
extern const struct lr_policy lr_policy_default;

struct lr_flag {
	enum lr_stage stage;
	unsigned when;
	const char *word;   /* %m maximum memory, %s stack size, %o opt level, %n module name; %f from, %t to */
	const char *reason;
};

/* The rows, ended by one whose word is NULL; their order within a stage is the order on the command line. */
extern const struct lr_flag lr_flags[];

/* A target that crates are built for. */
struct lr_target {
	const char *triple;     /* what cargo and rustc call it */
	const char *env_suffix; /* the triple as it stands in names of environment variables, lower case */
	const char *std_crates; /* the argument of -Z build-std */
	unsigned when;          /* LR_WASIP1 or LR_LIND: the rows of the table that are for it */
	bool has_spec;          /* rustc does not know it: it has a specification, and lind-rust-rustc is rustc's wrapper */
};

/* Append the words of the rows of a stage that apply. */
void lr_flags_add(struct strv *out, enum lr_stage stage, const struct lr_policy *policy);

/* Append the words of the rows of a stage that apply to a target, beside those of the default policy. */
void lr_target_flags_add(struct strv *out, enum lr_stage stage, const struct lr_target *target);
/* Append the rows of a stage by which file names in messages that begin with one directory begin with another. */
void lr_flags_map(struct strv *out, enum lr_stage stage, const char *from, const char *to);

/*
 * Append the rustc flags that carry a program's own settings to the linker: the memory and stack sizes where they were
 * said, and the kind of program.
 */
void lr_link_args_add(struct strv *out, const struct lr_policy *policy, bool max_memory, bool stack_size);

/* The one of them by which lind-rust-rustc knows a build of shared libraries. */
extern const char lr_rustc_library_word[];

const char *lr_stage_name(enum lr_stage stage);
/* The stage of that name; -1 where there is none. */
int lr_stage_by_name(const char *name);

/*
 * The target of that triple; NULL where it is not one of ours. lr_target_names lists them, NULL-ended: the first is the
 * default.
 */
const struct lr_target *lr_target_by_name(const char *triple);
/* The same; misuse() with the list and the nearest where there is none. `what` names the option in the message. */
const struct lr_target *lr_need_target(const char *what, const char *triple);
extern const char *const lr_target_names[];

/* The triple that clang compiles for: lind-glibc's headers and libraries lie in directories of this name. */
extern const char lr_clang_target[];

/*
 * Read "67108864", "64M", "64MiB", "1G", "512K" as bytes and hold it to 1 .. max and to a multiple of `unit`.
 * Returns 0 and *bytes, or -1 and *why: what is wrong, in words that complete "'value' ...".
 */
int lr_parse_size(const char *text, unsigned long long unit, unsigned long long max, unsigned long long *bytes,
		  const char **why);
/* The two sizes of a policy, read by that; misuse() where wrong. `what` names the option in the message. */
void lr_set_max_memory(struct lr_policy *policy, const char *what, const char *text);
void lr_set_stack_size(struct lr_policy *policy, const char *what, const char *text);
/*
 * "static", "dynamic", or "auto": compiled for dynamic programs, and linked so where that can be. misuse() otherwise.
 * `what` names the option in the message.
 */
void lr_set_linkage(struct lr_policy *policy, const char *what, const char *text);
/* The word for the linkage of a policy. */
const char *lr_linkage_name(const struct lr_policy *policy);
/*
 * Why a program of this policy cannot be dynamic: a grate, fpcast, or a target other than wasm32-lind (NULL: not known).
 * NULL where it can be, or is not meant to be.
 */
const char *lr_why_static(const struct lr_policy *policy, const struct lr_target *target);
/* Where there is such a reason: static is what "auto" comes to; "dynamic" ends the program with it. */
void lr_check_linkage(struct lr_policy *policy, const struct lr_target *target);
/* Whether a profile of cargo or configuration of CMake is one of development: dev, test, Debug. */
bool lr_is_quick_profile(const char *profile);
/*
 * What wasm-opt does beside instrumenting: as it is best for a program of that profile of cargo or configuration of CMake
 * (dev, test, Debug: the fastest way from an edit to the running program; all others: the fastest program), or as the
 * level says, which comes before the profile.
 */
void lr_opt_for_profile(struct lr_policy *policy, const char *profile);
void lr_opt_by_level(struct lr_policy *policy, const char *level);
/* True for 0 1 2 3 4 s z. */
bool lr_is_opt_level(const char *text);

#endif
