/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A compiler of C and C++ and linker for lind: clang's command line, with what lind needs added. It is CC and CXX, the crate
 * cc's compiler in build scripts, and rustc's linker (which must have a name that ends in "-clang": rustc takes the
 * style of its arguments from it).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lind-rust/add_export.h"
#include "lind-rust/c_locale.h"
#include "lind-rust/check.h"
#include "lind-rust/compat.h"
#include "lind-rust/compile_commands.h"
#include "lind-rust/driver.h"
#include "lind-rust/ending.h"
#include "lind-rust/flags.h"
#include "lind-rust/fs.h"
#include "lind-rust/link_aside.h"
#include "lind-rust/linkage.h"
#include "lind-rust/linkmsg.h"
#include "lind-rust/lint.h"
#include "lind-rust/objects.h"
#include "lind-rust/proc.h"
#include "lind-rust/shared_libs.h"
#include "lind-rust/tools.h"
#include "lind-rust/wasm.h"

static const char usage[] =
	"usage: lind-rust-clang [clang's arguments] [options]\n"
	"\n"
	"Compile C and C++ for lind, and link these or Rust: clang with lind's target, sysroot, start files, libraries,\n"
	"exports and memory. All of clang's arguments work. Options of its own:\n"
	"\n"
	"  --lind-root=DIR --lind-clang=FILE --lind-wasm-ld=FILE\n"
	"                       instead of what is found (lind-rust-config tools); --sysroot=DIR as clang's\n"
	"  --lind-linkage=KIND  static (the default); dynamic: compile and link for a program whose C library is lind's\n"
	"                       libc.so, which lind-boot preloads; auto: the same, and a program that cannot be linked\n"
	"                       so is linked statically\n"
	"  --lind-shared        compile for a shared library, which exports what is not hidden; -shared links it\n"
	"  --lind-grate         link a grate: export its entry, pass_fptr_to_wt\n"
	"  --lind-grate-if-defined\n"
	"                       the same, where the program has that entry\n"
	"  --lind-max-memory=BYTES --lind-stack-size=BYTES\n"
	"                       in place of 64M and 1M\n"
	"  --lind-source-dir=DIR\n"
	"                       __FILE__ does not begin with it\n"
	"  --lind-lint=HOW      what a function that two sides declare with different types does: error (the\n"
	"                       default: it would be a trap at run time), warn, or off\n"
	"  --lind-list=FILE     compile nothing: add what the sources would be compiled with to FILE, a\n"
	"                       compile_commands.json\n"
	"  --lind-print         print the command that is run, to stderr; so does LIND_RUST_VERBOSE=1\n"
	"  --lind-help          this text\n"
	"  --lind-version\n"
	"\n"
	"-Wl,--max-memory=BYTES and -Wl,-z,stack-size=BYTES replace the defaults of 64 MiB and 1 MiB.\n";

struct job {
	struct lr_driver driver;
	struct lr_tools tools;
	struct lr_policy policy;
	struct strv rest;
	const char *source_dir, *list;
	char *why_static; /* what kept a program from being dynamic */
	bool print, no_lint, lint_warns, library;
	bool has_locales; /* a link has shown that the program can have other locales than "C" */
};

static bool option_is(const char *word, const char *name, const char **value)
{
	size_t n = strlen(name);

	if (strncmp(word, name, n) || word[n] != '=')
		return false;
	*value = word + n + 1;
	return true;
}

static void own_option(struct job *j, const char *word)
{
	static const char *const names[] = {"--lind-root=", "--lind-clang=", "--lind-wasm-ld=",    "--lind-grate",
					    "--lind-print", "--lind-help",   "--lind-max-memory=", "--lind-stack-size=",
					    "--lind-version", "--lind-lint=", "--lind-source-dir=",
					    "--lind-grate-if-defined", "--lind-linkage=", "--lind-list=",
					    "--lind-shared", NULL};
	static const char *const hows[] = {"error", "warn", "off", NULL};
	const char *value, *near;

	if (option_is(word, "--lind-root", &value)) {
		lr_tool_set(&j->tools, LR_LIND_ROOT, value);
	} else if (option_is(word, "--lind-clang", &value)) {
		lr_tool_set(&j->tools, LR_CLANG, value);
	} else if (option_is(word, "--lind-wasm-ld", &value)) {
		lr_tool_set(&j->tools, LR_WASM_LD, value);
	} else if (option_is(word, "--lind-inputs", &value)) {
		/* lind-rust-cargo's: a word that changes with the files behind cargo's back. */
	} else if (option_is(word, "--lind-max-memory", &value)) {
		lr_set_max_memory(&j->policy, "--lind-max-memory", value);
	} else if (option_is(word, "--lind-stack-size", &value)) {
		lr_set_stack_size(&j->policy, "--lind-stack-size", value);
	} else if (option_is(word, "--lind-linkage", &value)) {
		lr_set_linkage(&j->policy, "--lind-linkage", value);
	} else if (option_is(word, "--lind-source-dir", &value)) {
		j->source_dir = value;
	} else if (option_is(word, "--lind-list", &value)) {
		j->list = value;
	} else if (option_is(word, "--lind-lint", &value)) {
		if (strcmp(value, "error") && strcmp(value, "warn") && strcmp(value, "off"))
			lr_misuse_choice("--lind-lint", value, hows);
		j->no_lint = !strcmp(value, "off");
		j->lint_warns = !strcmp(value, "warn");
	} else if (!strcmp(word, "--lind-grate")) {
		j->policy.when |= LR_GRATE;
	} else if (!strcmp(word, "--lind-grate-if-defined")) {
		j->policy.when |= LR_MAYBE_GRATE;
	} else if (!strcmp(word, "--lind-shared")) {
		j->library = true;
	} else if (!strcmp(word, "--lind-print")) {
		j->print = true;
	} else if (!strcmp(word, "--lind-help")) {
		fputs(usage, stdout);
		lr_finish();
	} else if (!strcmp(word, "--lind-version")) {
		puts("lind-rust-clang " LIND_RUST_VERSION);
		lr_finish();
	} else {
		near = lr_nearest(word, names);
		warn("'%s' is not an option", word);
		if (near)
			hint("did you mean '%s'?", near);
		hint("try 'lind-rust-clang --lind-help'");
		exit(LR_MISUSE);
	}
}

/* A file of the sysroot that every program is linked with. */
static void add_start_file(struct strv *argv, const char *sysroot, const char *name)
{
	char *path = xasprintf("%s/lib/wasm32-wasi/%s", sysroot, name);

	if (access(path, R_OK))
		fatal_hint("build lind-wasm's sysroot again (make sysroot), or name another by LIND_RUST_SYSROOT",
			   "the sysroot has no '%s': '%s' cannot be read", name, path);
	strv_take(argv, path);
}

static char *find_library(const struct lr_driver *d, const char *name)
{
	for (size_t i = 0; i < d->libdirs.n; i++) {
		char *path = xasprintf("%s/lib%s.a", d->libdirs.v[i], name);

		if (lr_exists(path))
			return path;
		free(path);
	}
	return NULL;
}

/* Rust's std may come as rustc's own objects, or inside a static library that a C program links. */
static bool holds_rust(const struct lr_driver *d)
{
	if (d->from_rustc)
		return true;
	for (size_t i = 0; i < d->inputs.n; i++)
		if ((lr_ends(d->inputs.v[i], ".a") || lr_ends(d->inputs.v[i], ".o")) && lr_holds_rust_std(d->inputs.v[i]))
			return true;
	for (size_t i = 0; i < d->libs.n; i++) {
		char *path = find_library(d, d->libs.v[i]);
		bool yes = path && lr_holds_rust_std(path);

		free(path);
		if (yes)
			return true;
	}
	return false;
}

/* The caller's own size wins: ours is left out, as wasm-ld takes the last of two. */
static void add_link_flags(struct strv *argv, const struct job *j)
{
	struct strv flags = {0};

	lr_flags_add(&flags, LR_FOR_LINK, &j->policy);
	for (size_t i = 0; i < flags.n; i++) {
		if (j->driver.max_memory && lr_starts(flags.v[i], "-Wl,--max-memory"))
			continue;
		if (j->driver.stack_size && strstr(flags.v[i], "stack-size"))
			continue;
		strv_add(argv, flags.v[i]);
	}
}

/* A tool of ours that clang starts in place of another. */
static char *own_tool(const char *name)
{
	char *bin = lr_self_dir(), *prefix = lr_dir(bin);
	char *path = xasprintf("%s/libexec/lind-rust/%s", prefix, name);

	if (!lr_is_executable(path))
		fatal_hint("install lind-rust as a whole: cmake --install", "the installation is incomplete: there is no '%s'",
			   path);
	free(bin);
	free(prefix);
	return path;
}

/*
 * clang runs any wasm-opt that it finds on what it has linked at -O1 and above. The opt pass is a step of its own here,
 * and a module must not be rewritten before it: in our directory of tools clang finds a wasm-opt that does nothing.
 */
static void hide_wasm_opt(struct strv *argv)
{
	char *shim = own_tool("wasm-opt"), *dir = lr_dir(shim);

	strv_printf(argv, "-B%s", dir);
	free(shim);
	free(dir);
}

/* A program or a shared library, not objects joined to one. */
static bool links_module(const struct lr_driver *d)
{
	return d->mode == LR_LINKING && !d->relocatable;
}

/* Linked beside its output: objects that are joined are done when the linker is. */
static bool is_aside(const struct lr_driver *d)
{
	return links_module(d) && !d->dry_run;
}

static bool links_library(const struct lr_driver *d)
{
	return links_module(d) && d->shared;
}

static bool is_dynamic(const struct job *j)
{
	return j->policy.when & LR_DYNAMIC && links_module(&j->driver);
}

/* Without a C library; rustc says -nodefaultlibs and means wasi-libc. */
static bool is_bare(const struct lr_driver *d)
{
	return d->no_stdlib || (d->no_defaultlibs && !d->from_rustc);
}

/*
 * Before the caller's objects: crt1.o burns the table's first function, so that no function's address is SIG_IGN's 1.
 * (clang's own choice of crt1.o is silent where there is none.)
 */
static void add_start_files(struct strv *argv, struct job *j, const char *sysroot)
{
	const struct lr_driver *d = &j->driver;

	if (!links_module(d))
		return;
	strv_add(argv, "-nostartfiles");
	if (is_dynamic(j)) {
		if (!d->shared && !d->no_stdlib && (!d->no_startfiles || d->from_rustc))
			strv_take(argv, lr_shared_file(&j->tools, "crt1_shared.o"));
		strv_take(argv, lr_shared_file(&j->tools, "lind_utils.o"));
		/*
		 * Before all archives: wasm-ld takes a function of libc.so for a contradiction to one that an archive has and
		 * nobody has asked for yet, as compiler_builtins has memcpy. A program's own function goes before libc.so's.
		 */
		if (!is_bare(d))
			strv_take(argv, lr_shared_file(&j->tools, "libc.so"));
		return;
	}
	if (!d->no_stdlib && (!d->no_startfiles || d->from_rustc))
		add_start_file(argv, sysroot, "crt1.o");
	add_start_file(argv, sysroot, "lind_utils.o");
}

/* "app.wasm" for cargo's "…/deps/app-0123456789abcdef.wasm"; NULL for a name without a hash. */
static char *name_without_hash(const char *base)
{
	const char *dash = strrchr(base, '-');

	if (!dash || dash == base || strspn(dash + 1, "0123456789abcdef") != 16 || dash[17] != '.')
		return NULL;
	return xasprintf("%.*s%s", (int)(dash - base), base, dash + 17);
}

/*
 * Where it is another than the file's; NULL otherwise. By the names of its modules lind-boot knows what to copy for a thread
 * or a child: a crate's library and its program have one file name.
 */
static char *module_name(const struct lr_driver *d)
{
	const char *base = d->output ? lr_base(d->output) : "a.out";
	char *plain = d->from_rustc ? name_without_hash(base) : NULL;

	if (!d->shared || (!d->from_rustc && lr_starts(base, "lib")))
		return plain;
	return xasprintf("lib%s", plain ? plain : base);
}

/* lind-wasm puts them into its sysroot where it has them; they are not position-independent. */
static bool has_cxx_library(struct job *j)
{
	static const char *const names[] = {"libc++.a", "libc++abi.a"};
	bool yes = true;

	for (size_t i = 0; i < sizeof names / sizeof *names && yes; i++) {
		char *path = xasprintf("%s/lib/wasm32-wasi/%s", lr_need(&j->tools, LR_SYSROOT), names[i]);

		yes = lr_exists(path);
		free(path);
	}
	return yes;
}

static void add_linking(struct strv *argv, struct job *j)
{
	const struct lr_driver *d = &j->driver;
	char *linker;
	bool bare;

	linker = is_aside(d) ? own_tool("wasm-ld") : xstrdup(lr_need(&j->tools, LR_WASM_LD));
	strv_printf(argv, "-fuse-ld=%s", linker);
	free(linker);
	hide_wasm_opt(argv);
	if (d->relocatable)
		/* clang would join its start files and libraries in. */
		strv_add(argv, "-nostdlib");
	if (!links_module(d))
		return;
	if (holds_rust(d))
		j->policy.when |= LR_HAS_RUST;
	bare = is_bare(d);
	j->policy.when |= bare ? LR_BARE : LR_LIBC;
	if (is_dynamic(j) && !d->shared)
		j->policy.when |= LR_MAIN;
	j->policy.when &= ~(unsigned)LR_C_LOCALE;
	if (!bare && !is_dynamic(j) && !j->tools.standin && !j->has_locales)
		j->policy.when |= LR_C_LOCALE;
	if (!bare && !is_dynamic(j) && has_cxx_library(j))
		j->policy.when |= LR_CXX;
	if ((j->policy.module_name = module_name(d)))
		j->policy.when |= LR_NAMED;
	add_link_flags(argv, j);
	if (bare)
		return;
	if (is_dynamic(j)) {
		/* libm.so cannot do arithmetic of long double, which fma() needs as well; libm.a has no state. */
		strv_printf(argv, "%s/lib/wasm32-wasi/libm.a", lr_need(&j->tools, LR_SYSROOT));
		strv_take(argv, lr_shared_stub(&j->tools));
		strv_take(argv, lr_compat_ensure(&j->tools, true));
		return;
	}
	/* compat comes behind libc: only what that lacks is taken. */
	strv_add(argv, "-lm");
	strv_add(argv, "-lc");
	strv_take(argv, lr_compat_ensure(&j->tools, false));
}

static const char *sysroot_for(struct job *j)
{
	/* Only a link needs a whole sysroot: a libc is compiled against headers that lie in no other yet. */
	if (j->driver.mode == LR_QUERY || (j->driver.mode == LR_COMPILE && j->driver.sysroot))
		return j->driver.sysroot;
	if (j->driver.sysroot)
		lr_tool_set(&j->tools, LR_SYSROOT, j->driver.sysroot);
	return lr_need(&j->tools, LR_SYSROOT);
}

/* In build scripts: include directories and definitions of the C targets that the crate is linked with. */
static void add_usage(struct strv *argv, const struct job *j)
{
	const char *file = getenv("LIND_RUST_CC_ARGS");

	if (!file || !*file || j->driver.mode == LR_QUERY || j->driver.from_rustc)
		return;
	strv_add(argv, "--start-no-unused-arguments");
	strv_printf(argv, "@%s", file);
	strv_add(argv, "--end-no-unused-arguments");
}

/* An executable's, which takes it for granted that the C library's data is in it: position-independent is -fPIC here. */
static bool is_pie(const char *word)
{
	return !strcmp(word, "-fPIE") || !strcmp(word, "-fpie");
}

/* Of the program that objects are linked into: the environment's word is for build scripts; rustc's links are told. */
static void take_linkage(struct job *j)
{
	const char *said = getenv("LIND_RUST_CC_LINKAGE");
	size_t to = 0;

	if (j->driver.mode != LR_COMPILE)
		return;
	if (said && *said)
		lr_set_linkage(&j->policy, "LIND_RUST_CC_LINKAGE", said);
	for (size_t i = 0; i < j->rest.n; i++)
		if (is_pie(j->rest.v[i]))
			lr_set_linkage(&j->policy, "", "dynamic");
		else
			j->rest.v[to++] = j->rest.v[i];
	j->rest.n = to;
}

/*
 * Libraries that Linux has beside libc and that are asked for by habit, or by Rust's std for Linux: lind-glibc has what is
 * in them in libc.a, or has no use for it. One that is there is linked.
 */
static bool is_part_of_libc(const struct job *j, const char *word, const char *sysroot)
{
	static const char *const names[] = {"-lutil", "-lrt", "-lpthread", "-ldl", "-lgcc_eh", "-lgcc", "-lgcc_s", NULL};
	char *library, *own;
	bool absent;

	for (size_t i = 0; strcmp(word, names[i]);)
		if (!names[++i])
			return false;
	library = xasprintf("%s/lib/wasm32-wasi/lib%s.a", sysroot, word + 2);
	own = find_library(&j->driver, word + 2);
	absent = !own && !lr_exists(library);
	free(library);
	free(own);
	return absent;
}

/*
 * What a dynamic link has no use for: the C library is libc.so, libm.a is there in any case, and what rustc and others
 * say of how programs are linked was meant for static ones.
 */
static bool is_of_static_links(const char *word)
{
	static const char *const words[] = {"-lc", "-lm", "-static", "-no-pie", "-static-pie", "-pie", "-shared", "-Wl,-Bstatic",
					    "-Wl,-Bdynamic"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (!strcmp(word, words[i]))
			return true;
	return false;
}

/*
 * Rust's std asks for them before the archives that a crate is linked with. wasm-ld takes a member of libc.a for a function
 * that one of those has by the name of a static one there, each time that libc.a is named: it is defined twice then.
 */
static bool is_linked_behind(const struct job *j, const char *word)
{
	const struct lr_driver *d = &j->driver;

	return d->from_rustc && links_module(d) && !is_bare(d) && (!strcmp(word, "-lc") || !strcmp(word, "-lm"));
}

/* wasm-ld would take libc.so behind it, and make half a dynamic program of a static one. */
static bool is_of_dynamic_links(const char *word)
{
	return !strcmp(word, "-Wl,-Bdynamic");
}

static bool is_left_out(const struct job *j, const char *word, const char *sysroot)
{
	return j->driver.mode == LR_LINKING && (is_part_of_libc(j, word, sysroot) || is_linked_behind(j, word) ||
						(is_dynamic(j) ? is_of_static_links : is_of_dynamic_links)(word));
}

/*
 * Whoever exports a grate's entry by the linker's own option means a grate: the export is ours to make, since two of one
 * name are no valid module, and wasm-ld says nothing.
 */
static void take_grate_export(struct job *j)
{
	static const char option[] = ",--export=pass_fptr_to_wt";
	size_t n = strlen(option), to = 0;

	for (size_t i = 0; i < j->rest.n; i++) {
		char *word = j->rest.v[i], *at = lr_starts(word, "-Wl,") ? strstr(word, option) : NULL;

		if (at && (!at[n] || at[n] == ',')) {
			j->policy.when |= LR_GRATE;
			memmove(at, at + n, strlen(at + n) + 1);
			if (!strcmp(word, "-Wl"))
				continue;
		}
		j->rest.v[to++] = word;
	}
	j->rest.n = to;
}

/* Said by an option of ours, or to the linker: cargo's settings do so. */
static unsigned long long stack_size(const struct job *j)
{
	return j->driver.stack_size ? j->driver.stack_size : j->policy.stack_size;
}

/*
 * A shared library is dynamic whatever programs are. A program is where it can be: not without a C library, nor with a
 * larger stack than lind-boot's.
 */
static void settle_linkage(struct job *j)
{
	const struct lr_driver *d = &j->driver;

	if (links_library(d) && j->policy.when & LR_GRATE)
		fatal_hint("leave the keyword GRATE out, and export the entry from the program",
			   "a shared library cannot be a grate: lind-boot looks for a grate's entry in the program");
	if (links_library(d) && !is_bare(d) && !lr_has_shared_libs(&j->tools))
		fatal_hint(j->tools.standin ? "set LIND_WASM_ROOT to a built lind-wasm: the stand-in has no shared libraries"
					    : "build lind-wasm's sysroot with its shared libraries again",
			   "'%s': a shared library cannot be linked: the sysroot has no libc.so", d->output ? d->output : "a.out");
	if (links_library(d) || (d->mode == LR_COMPILE && j->library)) {
		lr_set_linkage(&j->policy, "", "dynamic");
		j->policy.when |= LR_LIBRARY | (d->allows_undefined ? 0 : LR_STRICT);
	}
	lr_check_linkage(&j->policy, NULL);
	if (!(j->policy.when & LR_AUTO) || !is_dynamic(j))
		return;
	if ((is_bare(d) && !d->from_rustc) || stack_size(j) > LR_DYNAMIC_STACK || !lr_has_shared_libs(&j->tools))
		lr_set_linkage(&j->policy, "", "static");
}

static void build_command(struct strv *argv, struct job *j)
{
	const char *sysroot = sysroot_for(j);

	if (links_module(&j->driver))
		take_grate_export(j);
	settle_linkage(j);
	if (is_dynamic(j) && !j->driver.shared && stack_size(j) > LR_DYNAMIC_STACK)
		fatal_hint("link it with LINKAGE static", "STACK_SIZE is more than the 8 MiB that lind-boot gives a dynamic program");
	if (j->driver.mode == LR_LINKING && j->driver.relocatable)
		j->policy.when = (j->policy.when & ~(unsigned)LR_THREADS) | LR_PARTIAL;

	strv_add(argv, lr_need(&j->tools, LR_CLANG));
	/* Our words may be of no use to one call or another; -Werror must not make that an error. */
	strv_add(argv, "--start-no-unused-arguments");
	lr_flags_add(argv, LR_FOR_CC, &j->policy);
	if (j->source_dir)
		lr_flags_map(argv, LR_FOR_CC, j->source_dir, "");
	if (sysroot)
		strv_printf(argv, "--sysroot=%s", sysroot);
	strv_add(argv, "--end-no-unused-arguments");
	add_start_files(argv, j, sysroot);
	for (size_t i = 0; i < j->rest.n; i++)
		if (!is_left_out(j, j->rest.v[i], sysroot))
			strv_add(argv, j->rest.v[i]);
	add_usage(argv, j);
	if (j->driver.mode == LR_LINKING) {
		strv_add(argv, "--start-no-unused-arguments");
		/* An input's language (-x c -) ends with the caller's; -r and links without a C library add none. */
		if (!j->driver.relocatable && !is_bare(&j->driver))
			strv_add(argv, "-xnone");
		add_linking(argv, j);
		strv_add(argv, "--end-no-unused-arguments");
	}
}

/* Three members of a library tell as much as three hundred. */
enum { EXPLAINED = 3 };

static size_t explain_input(const char *path)
{
	struct lr_unshared *list = NULL;
	size_t n = lr_unshared_members(path, &list);

	for (size_t i = 0; i < n && i < EXPLAINED; i++) {
		const struct lr_unshared *u = &list[i];
		char *of = u->member ? xasprintf("'%s' of '%s'", u->member, path) : xasprintf("'%s'", path);

		hint("%s%s%s was compiled without %s", of, u->crate ? ", crate " : "", u->crate ? u->crate : "",
		     *u->lacks ? u->lacks : "shared memory");
		free(of);
	}
	if (n > EXPLAINED)
		hint("... and %zu more of '%s'", n - EXPLAINED, path);
	if (n)
		hint("%s", list[0].cure);
	lr_unshared_free(list, n);
	return n;
}

/* wasm-ld names a member by a hash, and no cure. */
static void explain_failure(const struct lr_driver *d, const char *said)
{
	size_t n = 0;

	if (strstr(said, "recompile with -fPIC"))
		hint("a dynamic program is made of position-independent objects: C with -fPIC (in CMake "
		     "POSITION_INDEPENDENT_CODE ON), Rust crates with LINKAGE dynamic%s",
		     d->shared ? "; so is a shared library" : "; or link with LINKAGE static");
	if (d->shared && strstr(said, "undefined symbol"))
		hint("what the program that loads it defines is left to that by -Wl,--allow-undefined; the program is linked with "
		     "-Wl,--export=NAME then");
	if (!strstr(said, "--shared-memory is disallowed"))
		return;
	for (size_t i = 0; i < d->inputs.n; i++)
		n += explain_input(d->inputs.v[i]);
	for (size_t i = 0; i < d->libs.n; i++) {
		char *path = find_library(d, d->libs.v[i]);

		if (path)
			n += explain_input(path);
		free(path);
	}
	/* Sources of this call, whose objects are gone. */
	if (!n)
		hint("leave -no-pthread, and what else switches atomics and bulk-memory off, out");
}

/* stderr is read to the end before anything of it is shown: what is known of it only shows when it is whole. */
static int run_linker(const struct strv *argv, struct buf *said)
{
	struct lr_child c = {.argv = argv, .in = LR_INHERIT, .out = LR_INHERIT};
	char block[4096];
	int fds[2];
	ssize_t n;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC))
		fatal("pipe:");
	c.err = fds[1];
	pid = lr_start(&c);
	close(fds[1]);
	while ((n = lr_read(pid, fds[0], block, sizeof block)) > 0)
		buf_add(said, block, (size_t)n);
	close(fds[0]);
	buf_add(said, "", 0);
	return lr_wait(pid);
}

/* What the linker read, for the lint: of clang's own temporary objects nothing is left. */
static void lint_inputs(struct lr_lint *lint, struct job *j)
{
	const struct lr_driver *d = &j->driver;
	char *sysroot = xasprintf("%s/lib/wasm32-wasi", sysroot_for(j));

	for (size_t i = 0; i < d->inputs.n; i++)
		strv_add(&lint->files, d->inputs.v[i]);
	for (size_t i = 0; i < d->libs.n; i++) {
		char *path = find_library(d, d->libs.v[i]);

		if (path)
			strv_take(&lint->files, path);
	}
	for (size_t i = 0; i < d->libdirs.n; i++)
		strv_add(&lint->libdirs, d->libdirs.v[i]);
	if (!is_dynamic(j))
		strv_printf(&lint->files, "%s/libc.a", sysroot);
	lint->dynamic = is_dynamic(j);
	lint->library = d->shared;
	strv_take(&lint->libdirs, sysroot);
	lint->system = sysroot;
}

/* What makes an object of bitcode, for its types: the quickest that clang can. */
static void compile_bitcode(struct strv *argv, struct job *j)
{
	strv_add(argv, lr_need(&j->tools, LR_CLANG));
	lr_flags_add(argv, LR_FOR_CC, &j->policy);
	strv_add(argv, "-O0");
	strv_add(argv, "-c");
	strv_add(argv, "-xir");
}

/* False where the output must not be kept. */
static bool lint(struct job *j, int status, const char *module, const char *said)
{
	struct lr_lint l = {.output = module};

	if (j->no_lint || j->driver.dry_run)
		return true;
	lint_inputs(&l, j);
	compile_bitcode(&l.compile, j);
	if (status) {
		lr_lint_failure(&l, said);
		return true;
	}
	if (!links_module(&j->driver))
		return true;
	return !lr_lint_output(&l, said) || j->lint_warns;
}

/* Other bytes for what was linked. */
static void rewrite(const struct lr_aside *linked, const struct buf *bytes)
{
	struct stat st;

	if (stat(linked->module, &st) || lr_write_if_changed(linked->module, bytes->data, bytes->len, NULL) ||
	    chmod(linked->module, st.st_mode & 07777))
		fatal("write '%s':", linked->output);
}

static void read_linked(const struct lr_aside *linked, struct buf *bytes)
{
	if (lr_slurp(linked->module, bytes))
		fatal("read '%s':", linked->output);
}

/* All that the linker and lind make begins so. */
static void tell_empty(const char *output, const struct wasm_module *m)
{
	for (uint32_t i = 0; i < m->nexports; i++)
		if (!text_starts(m->exports[i].name, "__"))
			return;
	warn("the shared library '%s' exports nothing", output);
	hint("compile what is to be exported with --lind-shared or -fvisibility=default; in Rust it is #[no_mangle] and extern \"C\"");
}

/*
 * What lind-boot's loader looks up, and wasm-ld does not export. Here and not before the opt pass: whoever takes the
 * linked module, be it cargo's own copy or another tool's, has a whole one.
 */
static void add_exports(const struct lr_aside *linked)
{
	struct wasm_module m = {0};
	struct buf bytes = {0}, out = {0};
	bool library;

	read_linked(linked, &bytes);
	if (!wasm_read(&m, bytes.data, bytes.len))
		fatal("'%s' was linked, and is not a module: %s", linked->output, m.error.text);
	library = check_is_library(&m);
	if (library)
		tell_empty(linked->output, &m);
	if (lr_add_exports(&out, &m, library ? lr_library_exports : lr_dynamic_exports))
		rewrite(linked, &out);
	wasm_free(&m);
	free(bytes.data);
	free(out.data);
}

/* Of what wasm-ld said: the first thing that a dynamic program cannot have. */
static char *why_static(const char *said)
{
	static const char error[] = "wasm-ld: error: ", undefined[] = "undefined symbol: ", position[] = ": relocation ";
	const char *at = strstr(said, error) + strlen(error), *end = strchrnul(at, '\n'), *name;

	name = memmem(at, (size_t)(end - at), undefined, strlen(undefined));
	if (name) {
		name += strlen(undefined);
		return xasprintf("lind's libc.so lacks '%.*s'", (int)(end - name), name);
	}
	name = memmem(at, (size_t)(end - at), position, strlen(position));
	if (name)
		return xasprintf("'%.*s' is not position-independent", (int)(name - at), at);
	return xasprintf("%.*s", (int)(end - at), at);
}

/*
 * Whether a program that was to be dynamic where it can be is linked again, statically: by what wasm-ld says of it. One
 * that was killed says nothing.
 */
static bool falls_back(struct job *j, const char *said)
{
	if (!(j->policy.when & LR_AUTO) || !is_dynamic(j) || !strstr(said, "wasm-ld: error: "))
		return false;
	j->why_static = why_static(said);
	lr_set_linkage(&j->policy, "", "static");
	return true;
}

/* To the user; by a section of the module and the opt pass where rustc would keep it to itself. */
static void tell_why_static(const struct job *j, const struct lr_aside *linked)
{
	struct buf bytes = {0};

	if (!j->why_static)
		return;
	if (!j->driver.from_rustc) {
		warn("'%s' is linked statically: %s", linked->output, j->why_static);
		return;
	}
	read_linked(linked, &bytes);
	lr_add_why_static(&bytes, j->why_static);
	rewrite(linked, &bytes);
	free(bytes.data);
}

/*
 * A program that nobody called a grate and that has a grate's entry is linked once more, as one, with what gives the grate's
 * workers thread-local storage.
 */
static bool is_grate_after_all(struct job *j, const struct wasm_module *linked)
{
	if (!(j->policy.when & LR_MAYBE_GRATE) || !wasm_export(linked, "pass_fptr_to_wt"))
		return false;
	j->policy.when = (j->policy.when & ~(unsigned)LR_MAYBE_GRATE) | LR_GRATE;
	return true;
}

/* One that can have other locales is linked once more, with all that they need. */
static bool has_locales_after_all(struct job *j, const struct wasm_module *linked)
{
	if (!(j->policy.when & LR_C_LOCALE) || !lr_can_change_locale(linked))
		return false;
	return j->has_locales = true;
}

/* Whether what was linked shows that it is to be linked in another way. */
static bool shows_more(struct job *j, const char *linked)
{
	struct wasm_module module = {0};
	struct buf bytes = {0};
	bool yes = false;

	if (!(j->policy.when & (LR_MAYBE_GRATE | LR_C_LOCALE)) || j->driver.dry_run || lr_slurp(linked, &bytes))
		return false;
	if (wasm_read(&module, bytes.data, bytes.len)) {
		yes = is_grate_after_all(j, &module);
		yes |= has_locales_after_all(j, &module);
	}
	wasm_free(&module);
	free(bytes.data);
	return yes;
}

/* The linker's own words, but for those that are known and mean nothing. */
static void tell_linker(const struct job *j, const struct buf *said)
{
	if (j->print || lr_verbose())
		fwrite(said->data, 1, said->len, stderr);
	else
		lr_link_messages(stderr, said->data, said->len);
}

/* clang does not say whose the directory is in which it makes its files. */
static void hint_temporary(void)
{
	const char *dir = lr_temporary_directory();

	if (access(dir, W_OK | X_OK))
		hint("name a directory that can be written by TMPDIR: '%s': %s", dir, strerror(errno));
}

/* What clang has not linked: nothing is at the output's place then. */
static void tell_failure(struct job *j, int status, const struct lr_aside *linked, const struct buf *said)
{
	char *words = lr_status_words(status);

	tell_linker(j, said);
	warn("'%s' was not linked: clang %s", linked->output, words);
	hint_temporary();
	explain_failure(&j->driver, said->data);
	lint(j, status, linked->module, said->data);
	free(words);
}

/* What clang has linked: looked into, and made what lind-boot's loader takes. */
static void finish_link(struct job *j, struct lr_aside *linked, const struct buf *said)
{
	if (!lr_exists(linked->module))
		fatal("clang linked without an error, but there is no '%s'", linked->output);
	if (!links_module(&j->driver))
		return;
	if (!lint(j, 0, linked->module, said->data)) {
		unlink(linked->output);
		fatal_hint("--lind-lint=warn lets it pass (in a crate: RUSTFLAGS -Clink-arg=--lind-lint=warn)",
			   "'%s' was not kept: it would go astray", linked->output);
	}
	if (is_dynamic(j))
		add_exports(linked);
	tell_why_static(j, linked);
	lr_aside_publish(linked);
}

/*
 * Linking is watched: a failure is explained, and success without a file (seen with clang's --no-wasm-opt) is none.
 * *again where it is to be done in another way.
 */
static int link_program(struct job *j, const struct strv *argv, bool *again)
{
	char *output = xstrdup(j->driver.output ? j->driver.output : "a.out");
	struct lr_aside linked = {.output = output, .module = output};
	struct buf said = {0};
	int status;

	if (is_aside(&j->driver))
		lr_aside_begin(&linked, output, lr_need(&j->tools, LR_WASM_LD));
	status = run_linker(argv, &said);
	if (linked.dir)
		lr_aside_rename(&linked, &said);
	*again = status ? falls_back(j, said.data) : shows_more(j, linked.module);
	if (*again) {
		/* Nothing is said of this one. */
	} else if (status) {
		tell_failure(j, status, &linked, &said);
	} else {
		tell_linker(j, &said);
		if (!j->driver.dry_run)
			finish_link(j, &linked, &said);
	}
	if (linked.dir)
		lr_aside_discard(&linked);
	free(output);
	free(said.data);
	return status;
}

/* clang reads directories of headers and libraries from these, and more options: the host's, for whoever set them. */
static void forget_host_settings(void)
{
	static const char *const names[] = {"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "OBJC_INCLUDE_PATH",
					    "OBJCPLUS_INCLUDE_PATH", "LIBRARY_PATH", "COMPILER_PATH", "GCC_EXEC_PREFIX",
					    "CCC_OVERRIDE_OPTIONS"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unsetenv(names[i]);
}

static int run(struct job *j)
{
	struct strv argv = {0};
	bool again;
	int status;

	forget_host_settings();
	build_command(&argv, j);
	if (j->list) {
		if (j->driver.mode != LR_COMPILE)
			misuse("--lind-list is for a call that compiles sources (-c)");
		lr_compile_commands_add(j->list, &argv, &j->driver.inputs);
		return LR_DONE;
	}
	if (j->print || lr_verbose())
		lr_print_command(stderr, "+ ", &argv);
	if (j->driver.mode != LR_LINKING) {
		execvp(argv.v[0], argv.v);
		fatal("start '%s':", argv.v[0]);
	}
	status = link_program(j, &argv, &again);
	return again ? run(j) : status;
}

int main(int argc, char **argv)
{
	struct job j = {.policy = lr_policy_default};
	struct strv lind = {0};

	lr_program(argv[0]);
	/* As the wasm-opt of hide_wasm_opt: clang's hidden run succeeds and changes nothing. */
	if (!strcmp(lr_program_name(), "wasm-opt"))
		return LR_DONE;
	if (!strcmp(lr_program_name(), "wasm-ld"))
		lr_aside_linker(&j.tools, argv);
	if (argc < 2)
		misuse("no input files; clang's arguments are expected ('%s --lind-help')", lr_program_name());
	lr_driver_read(&j.driver, argv + 1, &j.rest, &lind);
	take_linkage(&j);
	for (size_t i = 0; i < lind.n; i++)
		own_option(&j, lind.v[i]);
	if (j.driver.bad_target)
		fatal_hint("leave --target out: lind-rust-clang compiles for lind alone", "target '%s' is not lind's",
			   j.driver.bad_target);
	return run(&j);
}
