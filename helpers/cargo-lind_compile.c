/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cargo lind_compile, cargo lind_run, cargo lind_test, lind-cargo-build: cargo's own build, run and test, for lind.
 * What was built is what cargo says; the steps behind it are those of the build graphs, by the same programs.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "lind-rust/fs.h"
#include "lind-rust/job.h"
#include "lind-rust/runtime.h"
#include "lind-rust/settings.h"
#include "lind-rust/upstream.h"

static const char usage_head[] =
	"Build cargo packages for lind: cargo's own build, then the opt pass, lind-boot's precompilation and a copy "
	"in\n"
	"lindfs for each program that cargo names.\n"
	"\n"
	"As cargo's own (what is not listed is passed on to it):\n"
	"  -p, --package P, --workspace, --exclude P, --lib, --bin B, --bins, --example E, --examples, --all-targets\n"
	"  -F, --features F, --all-features, --no-default-features\n"
	"  -r, --release, --profile P, --manifest-path FILE, --target-dir DIR, --message-format F, --color WHEN\n"
	"  -j, --jobs N, --keep-going, --locked, --offline, --frozen, --config C, -Z FLAG\n"
	"  -v, --verbose, -q, --quiet, +TOOLCHAIN\n"
	"\n"
	"For lind:\n"
	"  --output-dir DIR      where in lindfs the programs are copied to (default: its root)\n"
	"  --linkage KIND        static; dynamic: their C library is lind's libc.so, which is preloaded; or auto, the default:\n"
	"                        dynamic in the profiles dev and test, where that can be\n"
	"  --grate               they are grates; --fpcast-emu: emulate calls through wrongly typed function pointers\n"
	"  --cdylib              lind_compile: libraries as shared ones, where their crate-type has cdylib; no programs\n"
	"  --no-precompile       stop at the .wasm\n"
	"  --target, --lind-target TRIPLE\n"
	"                        one of lind's targets (lind-rust-config cargo -h)\n"
	"  --lind-root DIR       a built lind-wasm, in place of LIND_WASM_ROOT; --toolchain NAME: of rustup\n"
	"  --print-cmd           print each command that is run; --dry-run: print, and build nothing\n"
	"  --print-config        build nothing; print settings with which plain cargo, clippy and rust-analyzer see "
	"the same\n"
	"  --write-config        the same, written to .cargo/config.toml of the package, where there is none\n";
static const char usage_run[] =
	"\n"
	"Running:\n"
	"  --env NAME=VALUE      for the program, whose environment is empty otherwise; repeat for more\n"
	"  --timeout SECONDS     end it after that time\n"
	"  --under FILE          run it under this grate; repeat for more, outermost first\n";
static const char usage_test[] = "  --no-run              build only; --no-fail-fast: run all, whatever fails\n";
static const char usage_tail[] =
	"\n"
	"  -h, --help            -V, --version\n"
	"\n"
	"exit status: cargo's where it fails; 1 where a later step does; 2 misuse; run: the program's;\n"
	"test: 101 where a test fails\n";

static void print_usage(enum lr_verb verb)
{
	static const char *const line[] = {
		[LR_COMPILE] = "usage: cargo lind_compile [options]       (lind-cargo-build is the same)\n\n",
		[LR_RUN] = "usage: cargo lind_run [options] [--] [arguments of the program]\n\n",
		[LR_TEST] = "usage: cargo lind_test [options] [FILTER] [-- arguments of the test programs]\n\n",
	};

	fputs(line[verb], stdout);
	fputs(usage_head, stdout);
	if (verb != LR_COMPILE)
		fputs(usage_run, stdout);
	if (verb == LR_TEST)
		fputs(usage_test, stdout);
	fputs(usage_tail, stdout);
	lr_finish();
}

static enum lr_verb verb_of(const char *name)
{
	return lr_ends(name, "lind_run") ? LR_RUN : lr_ends(name, "lind_test") ? LR_TEST : LR_COMPILE;
}

/* cargo calls 'cargo-lind_run lind_run …'; a direct call has no such word. */
static char **own_words(int argc, char **argv)
{
	const char *verb = strchr(lr_base(argv[0]), '-');

	return argv + (argc > 1 && verb && !strcmp(argv[1], verb + 1) ? 2 : 1);
}

static void answer(const struct lr_cargo_words *w)
{
	if (w->help)
		print_usage(w->verb);
	if (!w->version)
		return;
	printf("%s %s\n", lr_program_name(), LIND_RUST_VERSION);
	lr_finish();
}

static void find_tools(struct lr_job *j)
{
	/* Nor do the steps' own programs say how long they take, unless that was asked for. */
	if (j->w.quiet)
		setenv("LIND_RUST_PROGRESS", "0", 0);
	j->tools.manifest_dir = j->w.manifest ? lr_dir(j->w.manifest) : NULL;
	lr_upstream_adopt(&j->tools, j->w.quiet);
	lr_upstream_toolchain(&j->tools, j->w.toolchain);
	j->runtime = lr_runtime(&j->tools, NULL);
	lr_need(&j->tools, LR_SYSROOT);
	if (j->tools.standin && !j->w.quiet) {
		warn("LIND_WASM_ROOT is not set: programs are built for the stand-in and run in node");
		hint("set LIND_WASM_ROOT to a built lind-wasm for programs that run on lind; 'lind-rust doctor' tells "
		     "more");
	}
}

/* Nothing is there, or what a killed run has left of its tag. */
static bool is_fresh(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	bool fresh = d || errno == ENOENT;

	if (!d && errno != ENOENT && errno != ENOTDIR)
		fatal_hint("name a directory of your own by --target-dir", "read directory '%s': %s", dir, strerror(errno));
	while (d && fresh && (entry = readdir(d)))
		fresh = !strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") || lr_starts(entry->d_name, ".CACHEDIR.TAG.");
	if (d)
		closedir(d);
	return fresh;
}

/* Those of the directory where cargo is called. */
static void look_at_settings(const struct lr_job *j)
{
	struct strv files = {0};
	char *here = lr_absolute(".");

	lr_settings_files(&files, here, false);
	free(here);
	for (size_t i = 0; i < files.n; i++) {
		struct buf b = {0};

		if (!lr_slurp(files.v[i], &b) && b.len) {
			lr_settings_refuse_build_std(files.v[i], b.data);
			if (!j->w.quiet)
				lr_settings_tell_rustflags(files.v[i], b.data, lr_job_target()->triple);
		}
		free(b.data);
	}
}

/* As cargo does where it makes it: backups leave it out. */
static void make_target_dir(const char *dir)
{
	static const char tag[] =
		"Signature: 8a477f597d28d172789f06886806bc55\n# This file is a cache directory tag created by "
		"cargo lind_compile.\n";
	char *file = xasprintf("%s/CACHEDIR.TAG", dir);
	bool fresh = is_fresh(dir);

	if (lr_mkdirs(dir) || (fresh && lr_write_if_changed(file, tag, strlen(tag), NULL)))
		fatal_hint("name a directory that can be written by --target-dir", "make directory '%s': %s", dir,
			   strerror(errno));
	free(file);
}

static int lock_target_dir(const char *dir)
{
	char *path = xasprintf("%s/.lind-rust-lock", dir);
	int fd = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0666);

	if (fd < 0)
		fatal("lock '%s':", path);
	if (flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK) {
		warn("waiting for another build in '%s'", dir);
		while (flock(fd, LOCK_EX) && errno == EINTR)
			;
	}
	free(path);
	return fd;
}

static void print_dry_steps(const struct lr_job *j)
{
	fputs("# then, for each program that cargo names:\n+ lind-rust-opt -o DIR/lind/PROGRAM.wasm DIR/PROGRAM.wasm\n",
	      stderr);
	if (!strcmp(j->runtime, "lind") && !j->w.no_precompile)
		fputs("+ lind-rust-run --precompile -o DIR/PROGRAM.cwasm DIR/lind/PROGRAM.wasm\n", stderr);
}

static void build(struct lr_job *j)
{
	int lock = -1;

	if (!j->w.dry_run) {
		make_target_dir(j->target_dir);
		lock = lock_target_dir(j->target_dir);
	}
	for (size_t g = 0; g < j->ngroups; g++)
		lr_job_cargo(j, &j->groups[g]);
	if (j->w.dry_run)
		print_dry_steps(j);
	else
		lr_job_finish(j);
	if (lock >= 0)
		close(lock);
}

int main(int argc, char **argv)
{
	struct lr_job j = {0};
	char **words;

	lr_program(argv[0]);
	j.w.verb = verb_of(lr_program_name());
	words = own_words(argc, argv);
	lr_cargo_words_read(&j.w, &j.tools, words);
	answer(&j.w);
	if (j.w.verbose || j.w.print_cmd)
		setenv("LIND_RUST_VERBOSE", "1", 1);
	free(lr_job_message_format(&j.w));
	find_tools(&j);
	lr_job_tell_dropped(&j);
	look_at_settings(&j);
	j.metadata = lr_job_metadata(&j);
	j.target_dir = j.w.target_dir ? lr_absolute(j.w.target_dir) : lr_json_text(j.metadata, "target_directory");
	lr_job_settings(&j);
	lr_job_group(&j);
	if (j.w.print_config || j.w.write_config) {
		lr_job_editor(&j);
		lr_finish();
	}
	build(&j);
	fflush(stdout);
	if (j.w.dry_run || j.w.verb == LR_COMPILE || j.w.no_run)
		lr_finish();
	return j.w.verb == LR_RUN ? lr_job_run(&j) : lr_job_test(&j);
}
