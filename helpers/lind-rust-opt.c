/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The opt pass: a module as the linker wrote it becomes one that lind-boot runs. Never in place, never twice on the
 * same bytes, and nothing is published that does not pass the check.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lind-rust/cached.h"
#include "lind-rust/check.h"
#include "lind-rust/flags.h"
#include "lind-rust/file_kind.h"
#include "lind-rust/fs.h"
#include "lind-rust/linkage.h"
#include "lind-rust/identity.h"
#include "lind-rust/jobserver.h"
#include "lind-rust/patience.h"
#include "lind-rust/proc.h"
#include "lind-rust/report.h"
#include "lind-rust/runtime.h"
#include "lind-rust/tools.h"
#include "lind-rust/wasm.h"

static const char usage[] =
	"usage: lind-rust-opt [options] -o FILE.wasm RAW.wasm\n"
	"\n"
	"Instrument a linked module for lind (epoch, asyncify) and optimise it, with lind's wasm-opt.\n"
	"\n"
	"  -o, --output FILE    the finished module; written only if its bytes changed\n"
	"  --profile P          what is best for this profile of cargo: dev, test: the fastest way to a running program;\n"
	"                       release (the default) and all others: the fastest program\n"
	"  --opt-level L        wasm-opt's level in its stead: 0 1 2 3 4 s z\n"
	"  --fpcast             emulate calls through wrongly typed function pointers\n"
	"  --grate              the module is a grate\n"
	"  --runtime R          what it is for: lind or standin; default: lind where lind-boot is found\n"
	"  --check HOW          what a broken module does: error (the default), warn or off\n"
	"  --no-cache           run wasm-opt even where the cache has the result\n"
	"  --wasm-opt FILE, --lind-root DIR, --cache DIR\n"
	"                       instead of what is found (lind-rust-config tools)\n"
	"  -v, --verbose        print the command that is run\n"
	"  -h, --help           -V, --version\n";

enum { OPT_LEVEL = 256, OPT_PROFILE, OPT_FPCAST, OPT_GRATE, OPT_RUNTIME, OPT_CHECK, OPT_NO_CACHE };

static const struct option own_options[] = {
	{"output", required_argument, NULL, 'o'},           {"opt-level", required_argument, NULL, OPT_LEVEL},
	{"profile", required_argument, NULL, OPT_PROFILE},
	{"fpcast", no_argument, NULL, OPT_FPCAST},          {"grate", no_argument, NULL, OPT_GRATE},
	{"runtime", required_argument, NULL, OPT_RUNTIME},  {"check", required_argument, NULL, OPT_CHECK},
	{"no-cache", no_argument, NULL, OPT_NO_CACHE},      {"verbose", no_argument, NULL, 'v'},
	{"help", no_argument, NULL, 'h'},                   {"version", no_argument, NULL, 'V'},
	{NULL, 0, NULL, 0},
};

/* The opt cache is kept below this: least recently used entries go first. */
#define CACHE_BYTES (2ull << 30)

struct job {
	struct lr_tools tools;
	struct lr_policy policy;
	struct strv flags; /* wasm-opt's */
	const char *input, *output, *runtime, *check;
	bool runtime_said, no_cache;
	struct buf module;
	char *why_static;    /* what kept it from being dynamic */
	bool has_exceptions; /* setjmp: the module has tags */
};

/* Findings are errors that stop the build, words, or nothing at all. */
static void check(struct job *j, const char *path, const struct buf *bytes, enum check_stage stage)
{
	struct check_options options = {
		.kind = j->policy.when & LR_GRATE ? CHECK_GRATE : CHECK_STATIC,
		.stage = stage,
		.runtime = strcmp(j->runtime, "lind") ? CHECK_STANDIN : CHECK_LIND,
	};
	struct check_report report;
	struct wasm_module m;

	if (!strcmp(j->check, "off"))
		return;
	wasm_read(&m, bytes->data, bytes->len);
	check_module(&m, &options, &report);
	lr_report_print(stderr, path, &report);
	if (report.nerrors && !strcmp(j->check, "error"))
		fatal_hint("'lind-rust-inspect --check' tells more; CHECK WARN goes on in spite of it",
			   "'%s' would not run: %zu error%s", path, report.nerrors, report.nerrors == 1 ? "" : "s");
	check_free(&report);
	wasm_free(&m);
}

static void refuse_what_is_not_raw(struct job *j)
{
	const struct lr_file_kind *kind;
	struct wasm_module m;

	kind = lr_file_kind(j->module.data, j->module.len);
	if (kind)
		fatal_hint(kind->cure, "'%s' is not a module: it is %s", j->input, kind->name);
	if (!wasm_read(&m, j->module.data, j->module.len))
		fatal_hint(lr_malformed_cure(j->module.data, j->module.len), "'%s' is not a module: %s (at 0x%zx)", j->input,
			   m.error.text, m.error.offset);
	if (check_is_instrumented(&m))
		fatal_hint("give lind-rust-opt the linker's own output; it never works in place",
			   "'%s' is instrumented already: a second pass would break it", j->input);
	if (check_has_relocations(&m))
		fatal_hint("leave --emit-relocs (-q) out of the link", "'%s' has kept its relocations, as an object does", j->input);
	if (m.is_object)
		fatal_hint("link it first, by lind-rust-clang", "'%s' is an object, not a program", j->input);
	j->has_exceptions = m.ntags;
	/* The linker has decided, and says so in the module. */
	if (m.dylink.present)
		lr_set_linkage(&j->policy, "", "dynamic");
	j->why_static = lr_why_static_of(&m);
	if (!wasm_section(&m, WASM_SEC_CUSTOM, ".debug_info"))
		j->policy.when |= LR_NO_DWARF;
	wasm_free(&m);
}

/* wasm-opt's bytes, and those of its library: binaryen's program may be a shell around it. */
static void key_wasm_opt(struct buf *m, const char *wasm_opt, const char *cache)
{
	lr_key_add_program(m, "wasm-opt", wasm_opt, cache);
	lr_key_add_libraries(m, "library", wasm_opt, "libbinaryen", cache);
}

/* Whose it is, is asked once: with a warm cache no wasm-opt is started at all. */
static bool is_lind(struct job *j, const char *wasm_opt)
{
	const char *cache = lr_need(&j->tools, LR_CACHE);
	struct buf m = {0};
	char *name, *known;
	bool yes;

	lr_key_add(&m, "question", "epoch-injection");
	key_wasm_opt(&m, wasm_opt, cache);
	name = lr_hash(m.data, m.len);
	known = lr_known(cache, name);
	yes = known ? !strcmp(known, "yes") : lr_wasm_opt_is_lind(wasm_opt);
	if (!known)
		lr_note(cache, name, yes ? "yes" : "no");
	free(known);
	free(name);
	free(m.data);
	return yes;
}

/* Which passes there are depends on whose wasm-opt it is; without lind's only the stand-in can run the result. */
static void look_at_wasm_opt(struct job *j)
{
	const char *wasm_opt = lr_need(&j->tools, LR_WASM_OPT);

	if (is_lind(j, wasm_opt)) {
		j->policy.when |= LR_LIND_OPT;
		return;
	}
	if (!strcmp(j->runtime, "lind"))
		fatal_hint(lr_tool_cure(LR_WASM_OPT),
			   "'%s' is a stock wasm-opt: it has no --epoch-injection, and lind-boot runs no program without",
			   wasm_opt);
	/* A front end that says --runtime standin has told its user at configure time. */
	if (j->has_exceptions)
		j->policy.when &= ~(unsigned)LR_ASYNCIFY;
	if (!j->runtime_said)
		warn("stock wasm-opt '%s': without epoch checks; the result runs in the stand-in only", wasm_opt);
}

static char *key(struct job *j)
{
	char *hash = lr_hash(j->module.data, j->module.len), *result;
	struct buf m = {0};

	/* Counts up where an entry is made of other things than a module: now its sum is behind it. */
	lr_key_add(&m, "format", "3");
	lr_key_add(&m, "module", hash);
	key_wasm_opt(&m, j->tools.path[LR_WASM_OPT], lr_need(&j->tools, LR_CACHE));
	for (size_t i = 0; i < j->flags.n; i++)
		lr_key_add(&m, "flag", j->flags.v[i]);
	result = lr_hash(m.data, m.len);
	free(hash);
	free(m.data);
	return result;
}

/*
 * wasm-opt works on all cores unless BINARYEN_CORES says otherwise. As a job of make's (or Ninja's) it is one of
 * several: it has the slots that nobody uses.
 */
static int run_on_free_cores(const struct strv *argv)
{
	char tokens[64], *cores;
	struct lr_slot slot;
	size_t n, free_cores;
	long online = sysconf(_SC_NPROCESSORS_ONLN);
	int status;

	if (getenv("BINARYEN_CORES") || !lr_slot_open(&slot, getenv("MAKEFLAGS")))
		return lr_run(argv);
	free_cores = online > 1 ? (size_t)online - 1 : 0;
	n = lr_slot_more(&slot, tokens, free_cores < sizeof tokens ? free_cores : sizeof tokens);
	cores = xasprintf("%zu", n + 1);
	setenv("BINARYEN_CORES", cores, 1);
	status = lr_run(argv);
	lr_slot_no_more(&slot, tokens, n);
	free(cores);
	return status;
}

static char *run_wasm_opt(void *context, struct lr_entry *entry)
{
	struct job *j = context;
	char *dir = xasprintf("%s/made", entry->staging), *out = xasprintf("%s/%s", dir, lr_base(j->output));
	struct strv argv = {0};
	int status;

	if (lr_mkdirs(dir))
		fatal("make directory '%s':", dir);
	strv_add(&argv, j->tools.path[LR_WASM_OPT]);
	for (size_t i = 0; i < j->flags.n; i++)
		strv_add(&argv, j->flags.v[i]);
	strv_take(&argv, lr_absolute(j->input));
	strv_add(&argv, "-o");
	strv_add(&argv, out);
	if (lr_verbose())
		lr_print_command(stderr, "+ ", &argv);
	lr_patience(xasprintf("opt pass of '%s' (%.1f MB)", lr_base(j->output), (double)j->module.len / 1e6));
	status = run_on_free_cores(&argv);
	lr_patience_end();
	if (status || !lr_exists(out)) {
		lr_cache_abandon(entry);
		if (!status)
			fatal("wasm-opt ended without an error, but wrote nothing for '%s'", j->input);
		if (status == 128 + SIGKILL)
			fatal_hint("memory is the usual cause: run fewer at a time, or leave out debug information (debug = "
				   "\"line-tables-only\" in the cargo profile)",
				   "the opt pass of '%s' failed: wasm-opt %s", j->input, lr_status_words(status));
		fatal("the opt pass of '%s' failed: wasm-opt %s", j->input, lr_status_words(status));
	}
	return out;
}

static bool is_module(const struct buf *bytes)
{
	struct wasm_module m;
	bool yes = wasm_read(&m, bytes->data, bytes->len);

	wasm_free(&m);
	return yes;
}

static void finish(struct job *j, struct buf *finished)
{
	const struct lr_cached cached = {
		.cache = lr_need(&j->tools, LR_CACHE),
		.kind = "opt",
		.key = key(j),
		.bytes = CACHE_BYTES,
		.anew = j->no_cache,
		.make = run_wasm_opt,
		.is_whole = is_module,
		.broken = xasprintf("wasm-opt wrote no whole module for '%s'", j->input),
		.context = j,
	};

	lr_cached_read(&cached, finished);
}

static void optimise(struct job *j)
{
	struct buf finished = {0};
	bool changed;

	if (lr_slurp(j->input, &j->module))
		fatal_hint("link it first", "read module '%s': %s", j->input, strerror(errno));
	refuse_what_is_not_raw(j);
	lr_check_linkage(&j->policy, NULL);
	look_at_wasm_opt(j);
	check(j, j->input, &j->module, CHECK_RAW);
	lr_flags_add(&j->flags, LR_FOR_OPT, &j->policy);
	finish(j, &finished);
	check(j, j->output, &finished, CHECK_FINISHED);
	changed = lr_cached_write(j->output, &finished, j->input);
	if (j->why_static && changed)
		warn("'%s' is linked statically: %s", lr_base(j->output), j->why_static);
}

static void take_option(struct job *j, int opt)
{
	static const char *const hows[] = {"error", "warn", "off", NULL};
	static const char *const levels[] = {"0", "1", "2", "3", "4", "s", "z", NULL};

	switch (opt) {
	case 'o':
		j->output = optarg;
		break;
	case OPT_LEVEL:
		if (!lr_is_opt_level(optarg))
			lr_misuse_choice("--opt-level", optarg, levels);
		lr_opt_by_level(&j->policy, optarg);
		break;
	case OPT_PROFILE:
		if (!*optarg)
			misuse("--profile: '' is no profile");
		lr_opt_for_profile(&j->policy, optarg);
		break;
	case OPT_FPCAST:
		j->policy.when |= LR_FPCAST;
		break;
	case OPT_GRATE:
		j->policy.when |= LR_GRATE;
		break;
	case OPT_RUNTIME:
		j->runtime = optarg;
		j->runtime_said = *optarg;
		break;
	case OPT_CHECK:
		if (strcmp(optarg, "error") && strcmp(optarg, "warn") && strcmp(optarg, "off"))
			lr_misuse_choice("--check", optarg, hows);
		j->check = optarg;
		break;
	case OPT_NO_CACHE:
		j->no_cache = true;
		break;
	case 'v':
		setenv("LIND_RUST_VERBOSE", "1", 1);
		break;
	case 'h':
		fputs(usage, stdout);
		lr_finish();
	case 'V':
		puts("lind-rust-opt " LIND_RUST_VERSION);
		lr_finish();
	default:
		break;
	}
}

static bool same_file(const char *a, const char *b)
{
	struct stat sa, sb;

	return !stat(a, &sa) && !stat(b, &sb) && sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino;
}

int main(int argc, char **argv)
{
	struct job j = {.policy = lr_policy_default, .check = "error"};
	struct option *options = lr_options(own_options);
	int opt;

	lr_program(argv[0]);
	while ((opt = lr_getopt(argc, argv, "o:vhV", options)) != -1)
		if (!lr_tool_option(&j.tools, opt, optarg))
			take_option(&j, opt);
	if (optind + 1 != argc)
		misuse(optind == argc ? "a module is missing" : "one module at a time");
	j.input = argv[optind];
	if (!j.output)
		misuse("-o is missing: the opt pass never works in place");
	if (same_file(j.input, j.output))
		misuse("'%s' is both input and output: the opt pass never works in place", j.input);
	j.runtime = lr_runtime(&j.tools, j.runtime);
	optimise(&j);
	lr_finish();
}
