/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a program of lind: by lind-boot where there is one, else in the stand-in; its exit status is passed on. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lind-rust/check.h"
#include "lind-rust/ending.h"
#include "lind-rust/file_kind.h"
#include "lind-rust/fs.h"
#include "lind-rust/linkage.h"
#include "lind-rust/precompile.h"
#include "lind-rust/proc.h"
#include "lind-rust/runtime.h"
#include "lind-rust/tools.h"
#include "lind-rust/wasm.h"

static const char usage[] =
	"usage: lind-rust-run [options] PROGRAM [arguments]\n"
	"       lind-rust-run --precompile -o FILE.cwasm MODULE.wasm\n"
	"\n"
	"Run a program that lind-rust built (.wasm or .cwasm). Its exit status is passed on.\n"
	"\n"
	"  --runtime R          lind or standin; default: lind where lind-boot is found, else standin\n"
	"  --env NAME=VALUE     set in the program's environment, which is empty otherwise; repeat for more\n"
	"  --backtrace          where the program traps, print the functions that it was in (lind only); so does\n"
	"                       --env RUST_BACKTRACE=1\n"
	"  --timeout SECONDS    end the program after that time, with status 124\n"
	"  --grate FILE         run the program under this grate; repeat for more, outermost first\n"
	"  --preload FILE       preload a shared library (lind only); repeat for more. NAME=FILE: one that is in lindfs, by its\n"
	"                       path there. lind's C library is preloaded without a word, for dynamic programs\n"
	"  --lindfs DIR         the directory that the program sees as / (lind only)\n"
	"  --lind-root DIR, --lind-boot FILE, --node FILE\n"
	"                       instead of what is found (lind-rust-config tools)\n"
	"  --precompile         compile the module ahead of time for this lind-boot; -o, --output FILE\n"
	"  --no-cache           precompile even where the cache has the result; --cache DIR: instead of what is found\n"
	"  -v, --verbose        print the command that is run\n"
	"  -h, --help           -V, --version\n"
	"\n"
	"exit status: the program's; 124 after a timeout; 77 where there is nothing to run it with; 1, 2 own errors\n";

enum { STATUS_SKIP = 77, STATUS_TIMEOUT = 124 };

enum { OPT_RUNTIME = 256, OPT_ENV, OPT_TIMEOUT, OPT_GRATE, OPT_PRELOAD, OPT_PRECOMPILE, OPT_BACKTRACE, OPT_NO_CACHE };

static const struct option own_options[] = {
	{"runtime", required_argument, NULL, OPT_RUNTIME},  {"env", required_argument, NULL, OPT_ENV},
	{"timeout", required_argument, NULL, OPT_TIMEOUT},  {"grate", required_argument, NULL, OPT_GRATE},
	{"preload", required_argument, NULL, OPT_PRELOAD},  {"precompile", no_argument, NULL, OPT_PRECOMPILE},
	{"backtrace", no_argument, NULL, OPT_BACKTRACE},    {"no-cache", no_argument, NULL, OPT_NO_CACHE},
	{"output", required_argument, NULL, 'o'},           {"verbose", no_argument, NULL, 'v'},
	{"help", no_argument, NULL, 'h'},                   {"version", no_argument, NULL, 'V'},
	{NULL, 0, NULL, 0},
};

struct job {
	struct lr_tools tools;
	struct strv env, grates, preloads;
	const char *runtime, *output;
	unsigned timeout, ncopies;
	bool precompile, no_cache, backtrace;
	char *staging; /* a directory in lindfs that holds copies while the program runs; NULL where none is needed */
};

static volatile sig_atomic_t child, timed_out, early;

static void on_alarm(int sig)
{
	(void)sig;
	timed_out = 1;
	kill(child, SIGKILL);
}

/*
 * Ctrl-C reaches the program as well, by the terminal: it decides what that means, and we live on to pass its status
 * on. What a process sends to us alone is passed on.
 */
static void on_interrupt(int sig, siginfo_t *info, void *context)
{
	(void)context;
	if (!child)
		early = sig;
	else if (info->si_code <= 0)
		kill(child, sig);
}

/* Before the program begins: on a busy machine it runs for a while before we do again. */
static void heed_interrupts(void)
{
	struct sigaction act = {.sa_sigaction = on_interrupt, .sa_flags = SA_SIGINFO | SA_RESTART};

	/* Handlers that end this program are replaced, not put in place later. */
	lr_child_runs(0);
	sigaction(SIGINT, &act, NULL);
	sigaction(SIGQUIT, &act, NULL);
}

static void watch(pid_t pid, unsigned timeout)
{
	child = (sig_atomic_t)pid;
	if (early)
		kill(pid, early);
	signal(SIGALRM, on_alarm);
	alarm(timeout);
}

static void need_program(const char *path)
{
	if (!lr_exists(path))
		fatal_hint("build it first", "there is no program '%s'", path);
	if (lr_is_dir(path))
		fatal("'%s' is a directory, not a program", path);
	if (access(path, R_OK))
		fatal("read program '%s':", path);
}

/* ---- lind-boot ---- */

static const char staging_prefix[] = "lind-rust-run.";

/* A directory that nobody holds is from a runner that was killed without a word. */
static void remove_leftovers(const char *tmp)
{
	struct dirent *entry;
	DIR *d = opendir(tmp);

	while (d && (entry = readdir(d))) {
		char *path;
		int fd;

		if (!lr_starts(entry->d_name, staging_prefix))
			continue;
		path = xasprintf("%s/%s", tmp, entry->d_name);
		fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd >= 0 && !flock(fd, LOCK_EX | LOCK_NB))
			lr_remove_tree(path);
		if (fd >= 0)
			close(fd);
		free(path);
	}
	if (d)
		closedir(d);
}

/* By its lock, until this process ends; false where another took it for a leftover before that. */
static bool hold(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	/* Where there are no locks, nobody can take it for a leftover either. */
	if (fd >= 0)
		flock(fd, LOCK_SH);
	return lr_is_dir(dir);
}

static void make_staging(struct job *j)
{
	unsigned tag = 0;
	char *tmp;

	if (j->staging)
		return;
	/* Everybody may write there: its name must not be known beforehand, and it is made here or not at all. */
	if (getrandom(&tag, sizeof tag, GRND_NONBLOCK) < 0)
		tag = (unsigned)time(NULL);
	tmp = xasprintf("%s/tmp", lr_need(&j->tools, LR_LINDFS));
	remove_leftovers(tmp);
	j->staging = xasprintf("%s/%s%ld-%08x", tmp, staging_prefix, (long)getpid(), tag);
	lr_doom(j->staging);
	do {
		if (lr_mkdirs(tmp) || mkdir(j->staging, 0755))
			fatal_hint("put the program into lindfs by OUTPUT_DIR, or make lindfs/tmp writable",
				   "make directory '%s': %s", j->staging, strerror(errno));
	} while (!hold(j->staging));
	free(tmp);
}

/* The program's path as the sandbox sees it; a file outside of lindfs is copied in for the time of the run. */
static char *guest_path(struct job *j, const char *path)
{
	char *lindfs = lr_realpath(lr_need(&j->tools, LR_LINDFS)), *real = lr_realpath(path), *below;
	size_t n = lindfs ? strlen(lindfs) : 0;

	need_program(path);
	if (lindfs && real && !strncmp(real, lindfs, n) && real[n] == '/')
		return xstrdup(real + n);
	make_staging(j);
	/* A grate and its program may have one name: a directory for each. */
	below = xasprintf("%u/%s", j->ncopies++, lr_base(path));
	if (lr_copy_if_changed(path, xasprintf("%s/%s", j->staging, below), NULL))
		fatal_hint("make room in lindfs, or put the program there by OUTPUT_DIR", "copy '%s' to '%s/%s': %s", path,
			   j->staging, below, strerror(errno));
	return xasprintf("/tmp/%s/%s", lr_base(j->staging), below);
}

/* Rust's own setting; a std for wasm32-lind can name no frames, the runtime can. NULL: it is not said. */
static const char *rust_backtrace(const struct job *j)
{
	static const char name[] = "RUST_BACKTRACE=";
	const char *said = NULL;

	for (size_t i = 0; i < j->env.n; i++)
		if (lr_starts(j->env.v[i], name))
			said = j->env.v[i] + strlen(name);
	return said;
}

static bool wants_backtrace(const struct job *j)
{
	const char *said = rust_backtrace(j);

	return j->backtrace || (said && strcmp(said, "0"));
}

/*
 * A precompiled program has no names of functions: the module that it was made from has. cargo lind_compile has that
 * in a directory of its own, since what lies beside the program there is cargo's.
 */
static const char *with_names(const char *path)
{
	const char *name = lr_base(path), *module;
	int n;

	if (!lr_ends(path, ".cwasm"))
		return path;
	n = (int)(strlen(name) - strlen(".cwasm"));
	module = xasprintf("%s/lind/%.*s.wasm", lr_dir(path), n, name);
	if (!lr_exists(module))
		module = xasprintf("%s/%.*s.wasm", lr_dir(path), n, name);
	return lr_exists(module) ? module : path;
}

/* ---- dynamic programs ---- */

static bool is_preloaded(const struct job *j, const char *library)
{
	for (size_t i = 0; i < j->preloads.n; i++) {
		const char *file = strchr(j->preloads.v[i], '=');

		if (file && !strcmp(file + 1, library))
			return true;
	}
	return false;
}

/*
 * The C library is there to be instrumented and precompiled once, for all programs. Static ones have no use for it but
 * to start dynamic ones, which find nothing else than lind-boot was told at its own start.
 */
static void preload_libc(struct job *j, struct strv *argv, const char *program, bool frames)
{
	static const char *const precompiled[] = {"/lib/libc.cwasm", "/lib/libm.cwasm"}, *const modules[] = {
		"/lib/libc.so", "/lib/libm.so"};
	const char *const *libraries = frames ? modules : precompiled;
	const char *lindfs = lr_need(&j->tools, LR_LINDFS);

	if (frames && !lr_is_dynamic_file(program))
		return;

	for (size_t i = 0; i < sizeof precompiled / sizeof *precompiled; i++) {
		char *file = xasprintf("%s%s", lindfs, libraries[i]);

		if (!lr_exists(file) && !i && lr_is_dynamic_file(program))
			fatal_hint(xasprintf("make it of lind's instrumented libc.so: lind-rust-run --precompile -o '%s' '%s/lib/libc.so'; "
					     "or link the program with LINKAGE static",
					     file, lindfs),
				   "'%s' is a dynamic program, and there is no '%s' to preload", program, file);
		if (lr_exists(file) && !is_preloaded(j, precompiled[i]) && !is_preloaded(j, modules[i])) {
			strv_add(argv, "--preload");
			strv_printf(argv, "env=%s", libraries[i]);
		}
		free(file);
	}
}

/* Under the name by which all modules of a program find each other's functions. */
static void preload(struct job *j, struct strv *argv, const char *said, const char *program)
{
	strv_add(argv, "--preload");
	if (strchr(said, '=')) {
		strv_add(argv, said);
		return;
	}
	if (!lr_exists(said))
		fatal_hint("build it first", "there is no library '%s'", said);
	if (!lr_is_dynamic_file(said))
		fatal_hint("CDYLIB of a crate makes one, and lind-rust-clang -shared", "'%s' is no shared library", said);
	if (!lr_is_dynamic_file(program))
		fatal_hint("link it with LINKAGE dynamic", "'%s' is a static program, which uses no library '%s'", program, said);
	strv_printf(argv, "env=%s", guest_path(j, said));
}

/* lind-boot then takes nothing that was precompiled for others: of all that it is to load there must be a module. */
static bool can_name_frames(struct job *j, const char *path)
{
	const char *module = with_names(path);

	if (lr_ends(module, ".cwasm"))
		return false;
	for (size_t i = 0; i < j->preloads.n; i++)
		if (lr_ends(j->preloads.v[i], ".cwasm"))
			return false;
	return !lr_is_dynamic_file(module) || lr_exists(xasprintf("%s/lib/libc.so", lr_need(&j->tools, LR_LINDFS)));
}

static void lind_command(struct job *j, struct strv *argv, char **program)
{
	const char *path = program[0];
	bool frames = wants_backtrace(j) && can_name_frames(j, path);

	strv_add(argv, lr_need(&j->tools, LR_LIND_BOOT));
	if (frames) {
		strv_add(argv, "--wasmtime-backtrace");
		path = with_names(path);
	}
	preload_libc(j, argv, path, frames);
	for (size_t i = 0; i < j->preloads.n; i++)
		preload(j, argv, j->preloads.v[i], path);
	for (size_t i = 0; i < j->env.n; i++) {
		strv_add(argv, "--env");
		strv_add(argv, j->env.v[i]);
	}
	/* A panic traps for it alone: else it ends as by abort(). */
	if (frames && !rust_backtrace(j)) {
		strv_add(argv, "--env");
		strv_add(argv, "RUST_BACKTRACE=1");
	}
	for (size_t i = 0; i < j->grates.n; i++)
		strv_take(argv, guest_path(j, j->grates.v[i]));
	strv_take(argv, guest_path(j, path));
	for (program++; *program; program++)
		strv_add(argv, *program);
}

/* ---- the stand-in ---- */

static void standin_command(struct job *j, struct strv *argv, char **program)
{
	char *runner = lr_data_file("standin/run.mjs");

	need_program(program[0]);
	if (j->grates.n)
		fatal_hint("set LIND_WASM_ROOT to run it on lind", "the stand-in cannot run grates ('%s')", j->grates.v[0]);
	if (j->preloads.n)
		fatal_hint("set LIND_WASM_ROOT to run it on lind", "the stand-in cannot preload libraries ('%s')",
			   j->preloads.v[0]);
	if (lr_is_dynamic_file(program[0]))
		fatal_hint("set LIND_WASM_ROOT to run it on lind, or link it with LINKAGE static",
			   "the stand-in cannot run dynamic programs ('%s')", program[0]);
	strv_add(argv, lr_need(&j->tools, LR_NODE));
	strv_add(argv, runner);
	for (size_t i = 0; i < j->env.n; i++) {
		strv_add(argv, "--env");
		strv_add(argv, j->env.v[i]);
	}
	strv_add(argv, "--");
	for (; *program; program++)
		strv_add(argv, *program);
}

/* ---- */

/* A test is skipped, not failed, on a machine that cannot run programs of lind at all. */
static void skip_without_runtime(struct job *j, const char *runtime)
{
	char *runner = lr_data_file("standin/run.mjs");

	if (!strcmp(runtime, "lind") || (lr_exists(runner) && lr_find(&j->tools, LR_NODE)))
		return;
	warn("skipped: there is neither lind-boot nor the stand-in with node to run programs with");
	hint("%s", lr_tool_cure(LR_NODE));
	exit(STATUS_SKIP);
}

/* What the linker wrote runs until it ends, and dies of that; a library has no beginning. */
static void tell_what_module(const char *path, const struct buf *b)
{
	struct wasm_module m;

	if (!wasm_read(&m, b->data, b->len)) {
		/* The runtime has said what is wrong with it. */
	} else if (m.is_object) {
		warn("'%s' is no program: it is an object", path);
		hint("link it, by lind-rust-clang, and finish what comes of it, by lind-rust-opt");
	} else if (check_is_library(&m)) {
		warn("'%s' is no program: it is a shared library", path);
		hint("a dynamic program loads it: by --preload, or by dlopen()");
	} else if (wasm_export(&m, "_start") && !check_has_asyncify(&m)) {
		warn("'%s' is no finished program: it is what the linker wrote", path);
		hint("lind-rust-opt finishes it; cargo lind_compile did, and put the program into lind/ beside it");
	}
	wasm_free(&m);
}

/* Whoever runs a source, a script or a spoiled download reads the runtime's complaint of a magic number first. */
static void tell_what_it_is(const char *path, bool on_lind)
{
	const struct lr_file_kind *kind;
	struct buf b = {0};

	if (lr_slurp(path, &b))
		return;
	kind = lr_file_kind(b.data, b.len);
	/* What lind-boot compiles is such a file as well. */
	if (kind && (b.len < 4 || memcmp(b.data, "\177ELF", 4))) {
		warn("'%s' is no program: it is %s", path, kind->name);
		hint("%s", kind->cure);
	}
	if (!kind && on_lind)
		tell_what_module(path, &b);
	free(b.data);
}

static int run(struct job *j, char **program)
{
	const char *runtime = lr_runtime(&j->tools, j->runtime);
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .out = LR_INHERIT, .err = LR_INHERIT};
	bool killed, on_lind = !strcmp(runtime, "lind");
	pid_t pid;
	int status;

	skip_without_runtime(j, runtime);
	if (on_lind)
		lind_command(j, &argv, program);
	else
		standin_command(j, &argv, program);
	if (lr_verbose())
		lr_print_command(stderr, "+ ", &argv);
	heed_interrupts();
	pid = lr_start(&c);
	watch(pid, j->timeout);
	status = lr_wait_how(pid, &killed);
	alarm(0);
	if (timed_out) {
		warn("'%s' did not end within %u s: it was ended", program[0], j->timeout);
		tell_what_it_is(program[0], on_lind);
		return STATUS_TIMEOUT;
	}
	if (killed)
		warn("'%s' %s", program[0], lr_status_words(status));
	if (status)
		tell_what_it_is(program[0], on_lind);
	return status;
}

static void take_option(struct job *j, int opt)
{
	switch (opt) {
	case OPT_RUNTIME:
		j->runtime = optarg;
		break;
	case OPT_ENV:
		if (optarg[0] == '=' || !strchr(optarg, '='))
			misuse("--env: '%s' is not NAME=VALUE", optarg);
		strv_add(&j->env, optarg);
		break;
	case OPT_TIMEOUT:
		j->timeout = lr_seconds("--timeout", optarg);
		break;
	case OPT_GRATE:
		strv_add(&j->grates, optarg);
		break;
	case OPT_PRELOAD:
		if (!*optarg || optarg[0] == '=')
			misuse("--preload: '%s' is not FILE or NAME=FILE", optarg);
		strv_add(&j->preloads, optarg);
		break;
	case OPT_BACKTRACE:
		j->backtrace = true;
		break;
	case OPT_NO_CACHE:
		j->no_cache = true;
		break;
	case OPT_PRECOMPILE:
		j->precompile = true;
		break;
	case 'o':
		j->output = optarg;
		break;
	case 'v':
		setenv("LIND_RUST_VERBOSE", "1", 1);
		break;
	case 'h':
		fputs(usage, stdout);
		lr_finish();
	case 'V':
		puts("lind-rust-run " LIND_RUST_VERSION);
		lr_finish();
	default:
		break;
	}
}

int main(int argc, char **argv)
{
	struct option *options = lr_options(own_options);
	struct job j = {0};
	int opt;

	lr_program(argv[0]);
	/* '+': what follows the program is the program's. */
	while ((opt = lr_getopt(argc, argv, "+o:vhV", options)) != -1)
		if (!lr_tool_option(&j.tools, opt, optarg))
			take_option(&j, opt);
	if (optind == argc)
		misuse("a program is missing");
	if (!j.precompile)
		return run(&j, argv + optind);
	if (optind + 1 < argc)
		misuse("'%s' is not expected: --precompile takes one module", argv[optind + 1]);
	if (!j.output)
		misuse("--precompile needs -o FILE");
	need_program(argv[optind]);
	lr_precompile(&j.tools, argv[optind], j.output, j.no_cache);
	lr_finish();
}
