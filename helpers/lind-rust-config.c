/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints lind-rust's policy for those who need it: cargo's config.toml, the tools that were found, the table of flags.
 */
#include <errno.h>
#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/c_usage.h"
#include "lind-rust/facts.h"
#include "lind-rust/flags.h"
#include "lind-rust/fs.h"
#include "lind-rust/overlay.h"
#include "lind-rust/proc.h"
#include "lind-rust/quote.h"
#include "lind-rust/tools.h"

static const char usage[] =
	"usage: lind-rust-config cargo [options]     cargo's config.toml\n"
	"       lind-rust-config tools [options]     the tools that are used, and why\n"
	"       lind-rust-config flags [options]     every flag that is set, and why\n"
	"       lind-rust-config nearest WORD CHOICES...\n"
	"                                            the choice that WORD was meant to be, or nothing\n"
	"\n"
	"  -o, --output FILE    write to FILE, if it changed; default: stdout\n"
	"\n"
	"cargo:\n"
	"  --target TRIPLE      wasm32-lind (the default) or wasm32-wasip1\n"
	"  --std DIR            the standard library's sysroot; --std-file FILE: it is the first line of FILE\n"
	"  --max-memory BYTES   linear memory at most (default 64M), --stack-size BYTES (default 1M);\n"
	"                       K, M and G stand for powers of 1024\n"
	"  --grate              the programs are grates\n"
	"  --linkage KIND       how programs have their C library: static (the default), dynamic, or auto: dynamic where\n"
	"                       they can be linked so\n"
	"  --cdylib             crates are built as shared libraries; --linkage is dynamic then\n"
	"  --rustflag FLAG      one more flag for rustc; repeat for more\n"
	"  --link-arg ARG       one more argument for the link; repeat for more\n"
	"  --source-dir DIR, --build-dir DIR\n"
	"                       file names in panic messages do not begin with these, nor with CARGO_HOME\n"
	"\n"
	"tools:\n"
	"  --format F           text (the default), cmake, make, sh or json\n"
	"  --need NAMES         fail where one of these is missing: clang ar wasm-ld wasm-opt lind-boot node rustc\n"
	"                       cargo rust-src sysroot runtime, separated by commas\n"
	"  --manifest-dir DIR   where a rust-toolchain.toml is looked for from\n"
	"  --lind-root --sysroot --clang --ar --wasm-ld --wasm-opt --lind-boot --lindfs --node --rustc --cargo\n"
	"  --rust-src --cache PATH, --toolchain NAME\n"
	"                       use these; an empty word is none\n"
	"\n"
	"flags:\n"
	"  --stage S            only rustc, rustc-call, std, cc, bindgen, link or opt\n"
	"  --format F           text (the default) or json\n"
	"\n"
	"  -h, --help           -V, --version\n";

enum {
	OPT_TARGET = 256,
	OPT_STD,
	OPT_STD_FILE,
	OPT_MAX_MEMORY,
	OPT_STACK_SIZE,
	OPT_GRATE,
	OPT_LINKAGE,
	OPT_CDYLIB,
	OPT_RUSTFLAG,
	OPT_LINK_ARG,
	OPT_SOURCE_DIR,
	OPT_BUILD_DIR,
	OPT_FORMAT,
	OPT_NEED,
	OPT_MANIFEST_DIR,
	OPT_STAGE,
};

static const struct option own_options[] = {
	{"target", required_argument, NULL, OPT_TARGET},
	{"std", required_argument, NULL, OPT_STD},
	{"std-file", required_argument, NULL, OPT_STD_FILE},
	{"max-memory", required_argument, NULL, OPT_MAX_MEMORY},
	{"stack-size", required_argument, NULL, OPT_STACK_SIZE},
	{"grate", no_argument, NULL, OPT_GRATE},
	{"linkage", required_argument, NULL, OPT_LINKAGE},
	{"cdylib", no_argument, NULL, OPT_CDYLIB},
	{"rustflag", required_argument, NULL, OPT_RUSTFLAG},
	{"link-arg", required_argument, NULL, OPT_LINK_ARG},
	{"source-dir", required_argument, NULL, OPT_SOURCE_DIR},
	{"build-dir", required_argument, NULL, OPT_BUILD_DIR},
	{"format", required_argument, NULL, OPT_FORMAT},
	{"need", required_argument, NULL, OPT_NEED},
	{"manifest-dir", required_argument, NULL, OPT_MANIFEST_DIR},
	{"stage", required_argument, NULL, OPT_STAGE},
	{"output", required_argument, NULL, 'o'},
	{"help", no_argument, NULL, 'h'},
	{"version", no_argument, NULL, 'V'},
	{NULL, 0, NULL, 0},
};

struct request {
	struct lr_tools tools;
	struct lr_policy policy;
	const struct lr_target *target;
	const char *std, *format, *need, *output, *source_dir, *build_dir;
	struct strv rustflags, link_args;
	bool max_memory, stack_size;
	int stage;
};

static void emit(const struct request *r, const struct buf *text)
{
	if (!r->output && text->len)
		fwrite(text->data, 1, text->len, stdout);
	if (!r->output)
		return;
	if (lr_write_if_changed(r->output, text->data ? text->data : "", text->len, NULL))
		fatal("write '%s':", r->output);
}

/* ---- cargo ---- */

static void toml_list(struct buf *b, const char *key, const struct strv *words)
{
	buf_printf(b, "%s = [\n", key);
	for (size_t i = 0; i < words->n; i++) {
		char *word = lr_quote_toml(words->v[i]);

		buf_printf(b, "  %s,\n", word);
		free(word);
	}
	buf_str(b, "]\n");
}

/* force: these are this build's, whatever the environment says. */
static void toml_env(struct buf *b, const char *name, const char *value)
{
	char *word = lr_quote_toml(value);

	buf_printf(b, "%s = { value = %s, force = true }\n", name, word);
	free(word);
}

static char *own_clang(void)
{
	char *bin = lr_self_dir(), *path = xasprintf("%s/lind-rust-clang", bin);

	free(bin);
	return path;
}

static void check_std(struct request *r)
{
	char *lib;

	r->std = lr_absolute(r->std);
	lib = xasprintf("%s/lib/rustlib/%s/lib", r->std, r->target->triple);
	if (!lr_is_dir(lib))
		fatal_hint("'lind-rust-std' builds one and prints its path",
			   "'%s' is no sysroot with a standard library for %s: there is no '%s'", r->std, r->target->triple,
			   lib);
	free(lib);
}

/* Older ones can map names in panic messages only together with those in debug information. */
static bool knows_scopes(const char *rustc)
{
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .err = LR_INHERIT};
	struct buf said = {0};

	strv_add(&argv, rustc);
	strv_add(&argv, "--remap-path-scope=macro");
	strv_add(&argv, "-vV");
	return !lr_capture(&c, &said, true);
}

/* What of the machine would be in panic messages: where the user keeps the sources, the build and what cargo fetched. */
static void map_directories(struct request *r, struct strv *flags)
{
	const char *rustc = r->source_dir || r->build_dir ? lr_find(&r->tools, LR_RUSTC) : NULL;
	const char *cargo_home = getenv("CARGO_HOME"), *home = getenv("HOME");

	if (!rustc || !knows_scopes(rustc))
		return;
	r->policy.when |= LR_MAPS;
	if (r->source_dir)
		lr_flags_map(flags, LR_FOR_RUSTC, lr_absolute(r->source_dir), "");
	if (cargo_home && *cargo_home)
		lr_flags_map(flags, LR_FOR_RUSTC, lr_absolute(cargo_home), "/cargo");
	else if (home && *home)
		lr_flags_map(flags, LR_FOR_RUSTC, xasprintf("%s/.cargo", home), "/cargo");
	if (r->build_dir)
		lr_flags_map(flags, LR_FOR_RUSTC, lr_absolute(r->build_dir), "/build");
}

static void print_cargo(struct request *r)
{
	const char *suffix = r->target->env_suffix;
	char *clang = own_clang(), *quoted = lr_quote_toml(clang), *name;
	struct strv flags = {0};
	struct buf b = {0};

	if (!r->std)
		misuse("--std or --std-file is missing: the standard library's sysroot ('lind-rust-std' builds it)");
	if (r->policy.when & LR_LIBRARY)
		lr_set_linkage(&r->policy, "", "dynamic");
	lr_check_linkage(&r->policy, r->target);
	check_std(r);
	r->policy.when |= r->target->when;
	map_directories(r, &flags);
	lr_flags_add(&flags, LR_FOR_RUSTC, &r->policy);
	strv_printf(&flags, "--sysroot=%s", r->std);
	if (r->target->has_spec)
		strv_printf(&flags, "--cfg=lind_rust_overlay=\"%s\"", lr_overlay_hash());
	lr_link_args_add(&flags, &r->policy, r->max_memory, r->stack_size);
	for (size_t i = 0; i < r->link_args.n; i++)
		strv_printf(&flags, "-Clink-arg=%s", r->link_args.v[i]);
	for (size_t i = 0; i < r->rustflags.n; i++)
		strv_add(&flags, r->rustflags.v[i]);

	buf_printf(&b, "# Made by lind-rust-config: cargo --config FILE --target %s\n\n", r->target->triple);
	if (r->target->has_spec) {
		char *bin = lr_self_dir();

		buf_printf(&b, "[build]\nrustc-wrapper = %s\n\n", lr_quote_toml(xasprintf("%s/lind-rust-rustc", bin)));
		free(bin);
	}
	buf_printf(&b, "[target.%s]\nlinker = %s\n", r->target->triple, quoted);
	toml_list(&b, "rustflags", &flags);
	buf_str(&b, "\n# For lind-rust-clang, as rustc's linker and as the compiler of build scripts.\n[env]\n");
	toml_env(&b, "LIND_RUST_SYSROOT", lr_need(&r->tools, LR_SYSROOT));
	toml_env(&b, "LIND_RUST_CLANG", lr_need(&r->tools, LR_CLANG));
	toml_env(&b, "LIND_RUST_WASM_LD", lr_need(&r->tools, LR_WASM_LD));
	toml_env(&b, "LIND_RUST_AR", lr_need(&r->tools, LR_AR));
	toml_env(&b, "LIND_RUST_CACHE", lr_need(&r->tools, LR_CACHE));
	if (r->policy.when & LR_DYNAMIC)
		toml_env(&b, "LIND_RUST_CC_LINKAGE", lr_linkage_name(&r->policy));
	/* The crate cc and its like; the words of bindgen are split as a shell's are. */
	toml_env(&b, xasprintf("CC_%s", suffix), clang);
	/* The link takes what it wants of C++'s library in the sysroot; the crate cc would name a host's. */
	toml_env(&b, xasprintf("CXX_%s", suffix), clang);
	toml_env(&b, xasprintf("CXXSTDLIB_%s", suffix), "");
	toml_env(&b, xasprintf("AR_%s", suffix), lr_need(&r->tools, LR_AR));
	/* The crate cc wants it of any wasm32 of Linux, and gives the compiler what lind-rust-clang gives it, too. */
	if (r->target->has_spec)
		toml_env(&b, "WASM_MUSL_SYSROOT", lr_need(&r->tools, LR_SYSROOT));
	name = xasprintf("BINDGEN_EXTRA_CLANG_ARGS_%s", suffix);
	toml_env(&b, name, lr_bindgen_words(lr_need(&r->tools, LR_SYSROOT)));
	emit(r, &b);
}

/* ---- tools ---- */

static const char *runtime_name(struct request *r)
{
	lr_find(&r->tools, LR_SYSROOT);
	return r->tools.standin ? "standin" : "lind";
}

static const char *wasm_opt_kind(struct request *r)
{
	const char *wasm_opt = lr_find(&r->tools, LR_WASM_OPT);

	return !wasm_opt ? "" : lr_wasm_opt_is_lind(wasm_opt) ? "lind" : "stock";
}

static void need_tools(struct request *r)
{
	static const struct {
		const char *word;
		enum lr_tool tool;
	} words[] = {
		{"clang", LR_CLANG},         {"ar", LR_AR},     {"wasm-ld", LR_WASM_LD}, {"wasm-opt", LR_WASM_OPT},
		{"lind-boot", LR_LIND_BOOT}, {"node", LR_NODE}, {"rustc", LR_RUSTC},     {"cargo", LR_CARGO},
		{"rust-src", LR_RUST_SRC},   {"sysroot", LR_SYSROOT},
	};
	static const char *const names[] = {"clang", "ar",    "wasm-ld",  "wasm-opt", "lind-boot", "node",
					    "rustc", "cargo", "rust-src", "sysroot",  "runtime",   NULL};
	char *list = r->need ? xstrdup(r->need) : NULL, *save = NULL;

	for (char *w = list ? strtok_r(list, ",", &save) : NULL; w; w = strtok_r(NULL, ",", &save)) {
		size_t i = 0, n = sizeof words / sizeof *words;

		if (!strcmp(w, "runtime")) {
			lr_need(&r->tools, LR_SYSROOT);
			lr_need(&r->tools, r->tools.standin ? LR_NODE : LR_LIND_BOOT);
			continue;
		}
		while (i < n && strcmp(w, words[i].word))
			i++;
		if (i == n)
			lr_misuse_choice("--need", w, names);
		lr_need(&r->tools, words[i].tool);
	}
}

static void print_tools(struct request *r)
{
	struct lr_fact facts[LR_NTOOLS + 4];
	struct buf b = {0};
	size_t n = 0;

	need_tools(r);
	for (int i = 0; i < LR_NTOOLS; i++)
		facts[n++] = (struct lr_fact){lr_tool_name((enum lr_tool)i), lr_find(&r->tools, (enum lr_tool)i)};
	facts[n++] = (struct lr_fact){"LIND_RUST_RUNTIME", runtime_name(r)};
	facts[n++] = (struct lr_fact){"LIND_RUST_WASM_OPT_KIND", wasm_opt_kind(r)};
	facts[n++] = (struct lr_fact){"LIND_RUST_RUST_WHY", r->tools.rust_why};
	facts[n++] = (struct lr_fact){"LIND_RUST_VERSION", LIND_RUST_VERSION};
	lr_facts_format(&b, r->format, facts, n, 24, "(not found)");
	emit(r, &b);
}

/* ---- flags ---- */

static const char *when_words(unsigned when)
{
	static const struct {
		unsigned when;
		const char *words;
	} all[] = {
		{LR_GRATE, "grates"},           {LR_FPCAST, "fpcast"},          {LR_HAS_RUST, "Rust linked"},
		{LR_LIND_OPT, "lind's wasm-opt"}, {LR_ASYNCIFY, "instrumented"}, {LR_THREADS, "without -r"},
		{LR_PARTIAL, "with -r"},        {LR_WASIP1, "wasm32-wasip1"}, {LR_LIND, "wasm32-lind"},
		{LR_LIND | LR_STABLE, "a stable rustc"}, {LR_GRATE | LR_LIBC, "grates"}, {LR_GRATE | LR_BARE, "grates, no libc"},
		{LR_PARTIAL, "with -r"},	{LR_NAMED, "names of its own"},	{LR_MAPS, "mapped directories"},
		{LR_MAPPED, "mapped directory"},
		{LR_MAYBE_GRATE, "cargo lind_compile"},
		{LR_STATIC, "static"},		{LR_DYNAMIC, "dynamic"},	{LR_LIND | LR_DYNAMIC, "dynamic"},
		{LR_LIND_OPT | LR_DYNAMIC, "dynamic, lind's"}, {LR_HAS_RUST | LR_STATIC, "static, with Rust"},
		{LR_C_LOCALE, "static, locale C"}, {LR_STATIC | LR_LIBC, "static"}, {LR_CXX, "static, libc++"},
		{LR_MAIN, "dynamic programs"},	{LR_MAIN | LR_LIBC, "dynamic programs"},
		{LR_LIBRARY, "shared libraries"}, {LR_LIBRARY | LR_LIBC, "shared libraries"},
		{LR_LIBRARY | LR_STRICT, "shared libraries"},
		{LR_FOR_SPEED, "but for dev"},	{LR_BY_LEVEL, "OPT_LEVEL"},
		{LR_FOR_SPEED | LR_NO_DWARF, "likewise, no -g"},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (when == all[i].when)
			return all[i].words;
	return "always";
}

static void print_flags(struct request *r)
{
	bool json = !strcmp(r->format, "json");
	json_t *rows = json_array();
	struct buf b = {0};

	for (const struct lr_flag *f = lr_flags; f->word; f++) {
		if (r->stage >= 0 && (int)f->stage != r->stage)
			continue;
		if (json)
			json_array_append_new(rows, json_pack("{s:s, s:s, s:s, s:s*}", "stage", lr_stage_name(f->stage), "when",
							      when_words(f->when), "flag", f->word, "reason", f->reason));
		else
			buf_printf(&b, "%-10s %-16s %-46s %s\n", lr_stage_name(f->stage), when_words(f->when), f->word,
				   f->reason ? f->reason : "(takes the next word)");
	}
	if (json)
		buf_printf(&b, "%s\n", json_dumps(rows, JSON_INDENT(2)));
	emit(r, &b);
}

/* ---- */

/* For the front ends, whose languages have no edit distance. */
static _Noreturn void print_nearest(char **words)
{
	const char *near;

	if (!words[0])
		misuse("nearest: a word and its choices are missing");
	near = lr_nearest(words[0], (const char *const *)words + 1);
	if (near)
		puts(near);
	lr_finish();
}

static const char *check_format(const char *verb, const char *format)
{
	static const char *const all[] = {"text", "json", "cmake", "make", "sh", NULL}, *const few[] = {"text", "json", NULL};

	for (size_t i = 0; all[i]; i++)
		if (!strcmp(format, all[i]) && (i < 2 || !strcmp(verb, "tools")))
			return format;
	lr_misuse_choice("--format", format, strcmp(verb, "tools") ? few : all);
}

static const char *first_line(const char *path)
{
	char *line = lr_first_line(path);

	if (!line)
		fatal_hint("'lind-rust-std -o' writes it", "--std-file: read '%s': %s", path, strerror(errno));
	if (!*line)
		fatal_hint("'lind-rust-std -o' writes it", "--std-file: '%s' is empty", path);
	return line;
}

static void take_option(struct request *r, const char *verb, int opt)
{
	static const char *const stages[] = {"rustc", "rustc-call", "std", "cc", "bindgen", "link", "opt", NULL};

	if (lr_tool_option(&r->tools, opt, optarg))
		return;
	switch (opt) {
	case OPT_TARGET:
		r->target = lr_need_target("--target", optarg);
		break;
	case OPT_STD:
		r->std = optarg;
		break;
	case OPT_STD_FILE:
		r->std = first_line(optarg);
		break;
	case OPT_MAX_MEMORY:
		lr_set_max_memory(&r->policy, "--max-memory", optarg);
		r->max_memory = true;
		break;
	case OPT_STACK_SIZE:
		lr_set_stack_size(&r->policy, "--stack-size", optarg);
		r->stack_size = true;
		break;
	case OPT_GRATE:
		r->policy.when |= LR_GRATE;
		break;
	case OPT_LINKAGE:
		lr_set_linkage(&r->policy, "--linkage", optarg);
		break;
	case OPT_CDYLIB:
		r->policy.when |= LR_LIBRARY;
		break;
	case OPT_RUSTFLAG:
		strv_add(&r->rustflags, optarg);
		break;
	case OPT_LINK_ARG:
		strv_add(&r->link_args, optarg);
		break;
	case OPT_SOURCE_DIR:
		r->source_dir = optarg;
		break;
	case OPT_BUILD_DIR:
		r->build_dir = optarg;
		break;
	case OPT_FORMAT:
		r->format = check_format(verb, optarg);
		break;
	case OPT_NEED:
		r->need = optarg;
		break;
	case OPT_MANIFEST_DIR:
		r->tools.manifest_dir = optarg;
		break;
	case OPT_STAGE:
		r->stage = lr_stage_by_name(optarg);
		if (r->stage < 0)
			lr_misuse_choice("--stage", optarg, stages);
		break;
	case 'o':
		r->output = optarg;
		break;
	case 'h':
		fputs(usage, stdout);
		lr_finish();
	case 'V':
		puts("lind-rust-config " LIND_RUST_VERSION);
		lr_finish();
	default:
		break;
	}
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(struct request *r);
	} verbs[] = {{"cargo", print_cargo}, {"tools", print_tools}, {"flags", print_flags}};
	static const char *const names[] = {"cargo", "tools", "flags", "nearest", NULL};
	struct request r = {.policy = lr_policy_default, .format = "text", .stage = -1};
	const char *verb = argc > 1 && argv[1][0] != '-' ? argv[1] : "";
	struct option *options = lr_options(own_options);
	int opt;

	lr_program(argv[0]);
	/* rustc, which is asked what it is, warns of make's jobserver where it cannot reach it. */
	unsetenv("MAKEFLAGS");
	unsetenv("MFLAGS");
	unsetenv("CARGO_MAKEFLAGS");
	r.target = lr_target_by_name(lr_target_names[0]);
	if (*verb)
		optind = 2;
	/* Its words are no options of ours, whatever they begin with. */
	if (!strcmp(verb, "nearest"))
		print_nearest(argv + 2);
	while ((opt = lr_getopt(argc, argv, "o:hV", options)) != -1)
		take_option(&r, verb, opt);
	if (!*verb)
		misuse("what to print is missing: cargo, tools, flags or nearest");
	if (optind < argc)
		misuse("'%s' is not expected", argv[optind]);
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (!strcmp(verb, verbs[i].name)) {
			verbs[i].run(&r);
			lr_finish();
		}
	lr_misuse_choice("what to print", verb, names);
}
