/* SPDX-License-Identifier: Apache-2.0 */
/* The program for people, where the others are for build systems: what is there, and how to begin. */
#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/doctor.h"
#include "lind-rust/editor.h"
#include "lind-rust/explain.h"
#include "lind-rust/fs.h"
#include "lind-rust/project.h"
#include "lind-rust/quote.h"
#include "lind-rust/tools.h"

static const char usage[] =
	"usage: lind-rust doctor [options]           what there is to build and run with, and what mends the rest\n"
	"       lind-rust new [options] DIR          a project of C and Rust that builds, runs and tests at once\n"
	"       lind-rust editor --config FILE       settings with which cargo check, clippy and rust-analyzer see the same\n"
	"       lind-rust explain [options] [TARGET] why a build would make it again; nothing is built\n"
	"\n"
	"doctor:\n"
	"  --json               for programs\n"
	"  -q, --quiet          only what is missing or in doubt\n"
	"  --manifest-dir DIR   where a rust-toolchain.toml is looked for from (default: here)\n"
	"  --target TRIPLE      of lind's, whose standard library is looked for\n"
	"  --lind-root --sysroot --clang --ar --wasm-ld --wasm-opt --lind-boot --lindfs --node --rustc --cargo\n"
	"  --rust-src --cache PATH, --toolchain NAME\n"
	"                       use these, as all programs do\n"
	"\n"
	"new:\n"
	"  --build SYSTEM       cmake (the default) or make\n"
	"  --name NAME          the program's name (default: the directory's)\n"
	"\n"
	"editor:\n"
	"  --config FILE        what 'lind-rust-config cargo' wrote; --target-dir DIR: for what they build\n"
	"  --other FILE         another of the project's, which is named; may be repeated\n"
	"  --include DIR, --define MACRO[=VALUE]\n"
	"                       for C that build scripts compile; may be repeated\n"
	"\n"
	"explain:\n"
	"  --build-dir DIR      a build tree of CMake, or a directory with a Makefile (default: here, or build/ in it)\n"
	"\n"
	"  -h, --help           -V, --version\n"
	"\n"
	"exit status: 0; doctor: 1 where something that is needed is missing; 2 misuse\n";

enum { OPT_JSON = 256, OPT_TARGET, OPT_BUILD, OPT_NAME, OPT_MANIFEST_DIR, OPT_CONFIG, OPT_TARGET_DIR, OPT_BUILD_DIR,
       OPT_INCLUDE, OPT_DEFINE, OPT_OTHER };

static const struct option own_options[] = {
	{"json", no_argument, NULL, OPT_JSON},
	{"quiet", no_argument, NULL, 'q'},
	{"target", required_argument, NULL, OPT_TARGET},
	{"build", required_argument, NULL, OPT_BUILD},
	{"name", required_argument, NULL, OPT_NAME},
	{"help", no_argument, NULL, 'h'},
	{"version", no_argument, NULL, 'V'},
	{"manifest-dir", required_argument, NULL, OPT_MANIFEST_DIR},
	{"config", required_argument, NULL, OPT_CONFIG},
	{"target-dir", required_argument, NULL, OPT_TARGET_DIR},
	{"build-dir", required_argument, NULL, OPT_BUILD_DIR},
	{"include", required_argument, NULL, OPT_INCLUDE},
	{"define", required_argument, NULL, OPT_DEFINE},
	{"other", required_argument, NULL, OPT_OTHER},
	{NULL, 0, NULL, 0},
};

struct request {
	struct lr_tools tools;
	const struct lr_target *target;
	const char *build, *name, *config, *target_dir, *build_dir;
	struct lr_c_usage usage;
	struct strv others; /* config.toml files */
	bool json, quiet;
	char **words; /* behind the options */
};

static const char *const health_names[] = {
	[LR_GOOD] = "ok",
	[LR_NOTE] = "note",
	[LR_DOUBT] = "doubt",
	[LR_MISSING] = "missing",
};

/* ---- doctor ---- */

static void print_json(const struct lr_findings *f)
{
	json_t *checks = json_array(), *all;
	char *text;

	for (size_t i = 0; i < f->n; i++) {
		const struct lr_finding *at = &f->list[i];
		json_t *check = json_pack("{s:s, s:s, s:s, s:s?, s:s?, s:s?, s:s?, s:s?}", "group", at->group, "name",
					  at->name, "status", health_names[at->health], "path", at->path, "version",
					  at->version, "how", at->how, "detail", at->detail, "cure", at->cure);

		if (!check)
			fatal_hint("leave --json out, or rename it", "a path is not UTF-8: JSON cannot hold it");
		json_array_append_new(checks, check);
	}
	all = json_pack("{s:s, s:s, s:b, s:i, s:o}", "version", LIND_RUST_VERSION, "runtime", f->runtime, "ok",
			!lr_doctor_missing(f), "missing", (int)lr_doctor_missing(f), "checks", checks);
	text = json_dumps(all, JSON_INDENT(2));
	puts(text);
	free(text);
	json_decref(all);
}

static void print_finding(const struct lr_finding *at)
{
	printf("  %-8s %-20s %s", health_names[at->health], at->name,
	       at->path     ? lr_visible(at->path)
	       : at->detail ? lr_visible(at->detail)
			    : "");
	if (at->version)
		printf(" (%s)", lr_visible(at->version));
	if (at->how)
		printf(at->path ? " [%s]" : "[%s]", lr_visible(at->how));
	putchar('\n');
	if (at->path && at->detail)
		printf("  %-8s %-20s %s\n", "", "", lr_visible(at->detail));
	if (at->cure)
		printf("  %-8s %-20s -> %s\n", "", "", lr_visible(at->cure));
}

static void print_text(const struct lr_findings *f, bool quiet)
{
	const char *group = "";
	size_t missing = lr_doctor_missing(f);

	for (size_t i = 0; i < f->n; i++) {
		const struct lr_finding *at = &f->list[i];

		if (quiet && at->health < LR_DOUBT)
			continue;
		if (strcmp(group, at->group))
			printf("%s\n", group = at->group);
		print_finding(at);
	}
	if (!quiet || missing)
		printf("%s%s\n", quiet && !missing ? "" : "\n",
		       missing ? xasprintf("%zu missing: the lines with '->' say what mends it", missing)
		       : strcmp(f->runtime, "lind") ? "all that is needed is there: programs are built for the stand-in"
						    : "all that is needed is there: programs are built for lind");
}

static void doctor(struct request *r)
{
	struct lr_findings f = {0};

	if (*r->words)
		misuse("'%s' is not expected", *r->words);
	if (r->build || r->name)
		misuse("--build and --name are for 'lind-rust new'");
	lr_doctor(&f, &r->tools, r->target);
	if (r->json)
		print_json(&f);
	else
		print_text(&f, r->quiet);
	if (lr_doctor_missing(&f)) {
		fflush(stdout);
		exit(LR_FAILED);
	}
}

/* ---- new ---- */

static void new_project(struct request *r)
{
	static const char *const systems[] = {"cmake", "make", NULL};

	if (!*r->words)
		misuse("the directory of the new project is missing");
	if (r->words[1])
		misuse("'%s' is not expected: one directory", r->words[1]);
	if (r->json)
		misuse("--json is for 'lind-rust doctor'");
	if (!r->build)
		r->build = systems[0];
	if (strcmp(r->build, systems[0]) && strcmp(r->build, systems[1]))
		lr_misuse_choice("--build", r->build, systems);
	lr_project_make(r->words[0], r->name, r->build);
}

/* ---- editor ---- */

static void editor(struct request *r)
{
	struct buf b = {0};

	if (*r->words)
		misuse("'%s' is not expected", *r->words);
	if (!r->config)
		misuse("--config is missing: the config.toml of 'lind-rust-config cargo'");
	lr_editor_settings(&b, &r->tools, r->config, r->target_dir, &r->usage);
	fwrite(b.data, 1, b.len, stdout);
	if (!r->others.n)
		return;
	fflush(stdout);
	warn("an editor knows settings of one kind: crates with another linkage, target or other RUSTFLAGS have their own");
	for (size_t i = 0; i < r->others.n; i++)
		hint("lind-rust editor --config %s", lr_quote_sh(r->others.v[i]));
}

/* ---- explain ---- */

/* Where one stands in the sources, the usual build tree is meant. */
static const char *usual_build_dir(void)
{
	return !lr_exists("build.ninja") && !lr_exists("Makefile") && (lr_exists("build/CMakeCache.txt") || lr_exists("build/build.ninja")) ? "build" : ".";
}

static void explain(struct request *r)
{
	if (*r->words && r->words[1])
		misuse("'%s' is not expected: one target", r->words[1]);
	lr_explain(r->build_dir ? r->build_dir : usual_build_dir(), *r->words);
}

/* ---- */

/* Another verb is another row. */
static const struct {
	const char *name;
	void (*run)(struct request *r);
} verbs[] = {{"doctor", doctor}, {"new", new_project}, {"editor", editor}, {"explain", explain}};
static const char *const verb_names[] = {"doctor", "new", "editor", "explain", NULL};

static void take_option(struct request *r, int opt)
{
	switch (opt) {
	case OPT_JSON:
		r->json = true;
		break;
	case OPT_TARGET:
		r->target = lr_need_target("--target", optarg);
		break;
	case OPT_MANIFEST_DIR:
		r->tools.manifest_dir = optarg;
		break;
	case OPT_CONFIG:
		r->config = lr_absolute(optarg);
		break;
	case OPT_BUILD_DIR:
		r->build_dir = optarg;
		break;
	case OPT_TARGET_DIR:
		r->target_dir = lr_absolute(optarg);
		break;
	case OPT_INCLUDE:
		strv_take(&r->usage.include, lr_absolute(optarg));
		break;
	case OPT_DEFINE:
		strv_add(&r->usage.define, optarg);
		break;
	case OPT_OTHER:
		strv_take(&r->others, lr_absolute(optarg));
		break;
	case OPT_BUILD:
		r->build = optarg;
		break;
	case OPT_NAME:
		r->name = optarg;
		break;
	case 'q':
		r->quiet = true;
		break;
	case 'h':
		fputs(usage, stdout);
		lr_finish();
	case 'V':
		puts("lind-rust " LIND_RUST_VERSION);
		lr_finish();
	default:
		break;
	}
}

int main(int argc, char **argv)
{
	struct request r = {0};
	const char *verb = argc > 1 && argv[1][0] != '-' ? argv[1] : "";
	struct option *options = lr_options(own_options);
	int opt;

	lr_program(argv[0]);
	r.target = lr_target_by_name(lr_target_names[0]);
	if (*verb)
		optind = 2;
	while ((opt = lr_getopt(argc, argv, "qhV", options)) != -1)
		if (!lr_tool_option(&r.tools, opt, optarg))
			take_option(&r, opt);
	r.words = argv + optind;
	if (!*verb)
		misuse("what to do is missing: doctor, new, editor or explain");
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (!strcmp(verb, verbs[i].name)) {
			verbs[i].run(&r);
			lr_finish();
		}
	lr_misuse_choice("what to do", verb, verb_names);
}
