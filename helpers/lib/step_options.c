/* SPDX-License-Identifier: Apache-2.0 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lind-rust/cache.h"
#include "lind-rust/environment.h"
#include "lind-rust/fs.h"
#include "lind-rust/quote.h"
#include "lind-rust/settings.h"
#include "lind-rust/step.h"

static const char usage[] =
	"usage: lind-rust-cargo build [options]        build one crate\n"
	"       lind-rust-cargo metadata [options]     say what a crate is, for a build system\n"
	"\n"
	"  --manifest-path FILE  the crate's Cargo.toml (default: ./Cargo.toml)\n"
	"  --package P           a package of the workspace\n"
	"  --bin B | --lib | --cdylib | --example E\n"
	"                        which of its targets; default: the only one. --cdylib: its library, as a shared one\n"
	"  --target TRIPLE       wasm32-lind (the default), wasm32-wasip1, or host: a tool that the build itself runs\n"
	"  --features F          repeat for more, or separate by commas; --no-default-features, --all-features\n"
	"  --locked, --offline   as cargo's\n"
	"  --rustc FILE, --cargo FILE, --toolchain NAME\n"
	"                        instead of what is found (lind-rust-config tools)\n"
	"\n"
	"build:\n"
	"  --output FILE         where the program or library goes; written only if its bytes changed\n"
	"  --target-dir DIR      cargo's directory for this target and these flags\n"
	"  --config FILE         the config.toml of 'lind-rust-config cargo'\n"
	"  --profile P           a profile of cargo (default: release)\n"
	"  --stamp FILE          touched last, at each success\n"
	"  --depfile FILE        a rule 'STAMP: inputs' for Ninja and make; --phony: a rule for each input as well\n"
	"  --build-dir DIR       the build tree: no input but for files named one by one (default: the target directory)\n"
	"  --env NAME=VALUE      for cargo, rustc and build scripts; repeat for more\n"
	"  --link FILE           link this library or object into the program; repeat for more\n"
	"  --max-memory BYTES, --stack-size BYTES, --grate\n"
	"                        the program's memory and kind, as 'lind-rust-config cargo' takes them\n"
	"  --include DIR, --define NAME[=VALUE]\n"
	"                        for C that build scripts compile; repeat for more\n"
	"  --crates FILE         the words of all crates of this target directory, one crate to a line ('@FILE': the line is\n"
	"                        in there): those with the same settings are built by one call of cargo\n"
	"  --exact-features      not together with others, whose features would be this crate's as well\n"
	"  --needs FILE          made first, as a generated source: together with others only where it is there\n"
	"  --share-cores DIR     with all who name this directory: one jobserver's worth of compilers at a time\n"
	"  --waits               something must be made first: together with others only from the second time on\n"
	"  --rustflag FLAG       for rustc, this crate alone; repeat for more\n"
	"  --cargo-arg ARG       one more argument for cargo; repeat for more\n"
	"  --color WHEN          auto (the default), always or never; always gives way to NO_COLOR\n"
	"\n"
	"metadata:\n"
	"  --format F            text (the default), cmake, make, sh or json\n"
	"\n"
	"  @FILE                 the words that are in FILE, as a shell would have them\n"
	"  -v, --verbose         print the command that is run\n"
	"  -h, --help            -V, --version\n";

enum {
	OPT_MANIFEST = 256,
	OPT_PACKAGE,
	OPT_BIN,
	OPT_LIB,
	OPT_CDYLIB,
	OPT_EXAMPLE,
	OPT_TARGET,
	OPT_FEATURES,
	OPT_NO_DEFAULT,
	OPT_ALL_FEATURES,
	OPT_LOCKED,
	OPT_OFFLINE,
	OPT_OUTPUT,
	OPT_TARGET_DIR,
	OPT_CONFIG,
	OPT_PROFILE,
	OPT_STAMP,
	OPT_DEPFILE,
	OPT_PHONY,
	OPT_BUILD_DIR,
	OPT_ENV,
	OPT_LINK,
	OPT_INCLUDE,
	OPT_DEFINE,
	OPT_RUSTFLAG,
	OPT_CARGO_ARG,
	OPT_MAX_MEMORY,
	OPT_STACK_SIZE,
	OPT_GRATE,
	OPT_CRATES,
	OPT_EXACT_FEATURES,
	OPT_NEEDS,
	OPT_SHARE_CORES,
	OPT_WAITS,
	OPT_FORMAT,
	OPT_COLOR,
};

static const struct option own_options[] = {
	{"manifest-path", required_argument, NULL, OPT_MANIFEST},
	{"package", required_argument, NULL, OPT_PACKAGE},
	{"bin", required_argument, NULL, OPT_BIN},
	{"lib", no_argument, NULL, OPT_LIB},
	{"cdylib", no_argument, NULL, OPT_CDYLIB},
	{"example", required_argument, NULL, OPT_EXAMPLE},
	{"target", required_argument, NULL, OPT_TARGET},
	{"features", required_argument, NULL, OPT_FEATURES},
	{"no-default-features", no_argument, NULL, OPT_NO_DEFAULT},
	{"all-features", no_argument, NULL, OPT_ALL_FEATURES},
	{"locked", no_argument, NULL, OPT_LOCKED},
	{"offline", no_argument, NULL, OPT_OFFLINE},
	{"output", required_argument, NULL, OPT_OUTPUT},
	{"target-dir", required_argument, NULL, OPT_TARGET_DIR},
	{"config", required_argument, NULL, OPT_CONFIG},
	{"profile", required_argument, NULL, OPT_PROFILE},
	{"stamp", required_argument, NULL, OPT_STAMP},
	{"depfile", required_argument, NULL, OPT_DEPFILE},
	{"phony", no_argument, NULL, OPT_PHONY},
	{"build-dir", required_argument, NULL, OPT_BUILD_DIR},
	{"env", required_argument, NULL, OPT_ENV},
	{"link", required_argument, NULL, OPT_LINK},
	{"include", required_argument, NULL, OPT_INCLUDE},
	{"define", required_argument, NULL, OPT_DEFINE},
	{"rustflag", required_argument, NULL, OPT_RUSTFLAG},
	{"cargo-arg", required_argument, NULL, OPT_CARGO_ARG},
	{"max-memory", required_argument, NULL, OPT_MAX_MEMORY},
	{"stack-size", required_argument, NULL, OPT_STACK_SIZE},
	{"grate", no_argument, NULL, OPT_GRATE},
	{"crates", required_argument, NULL, OPT_CRATES},
	{"exact-features", no_argument, NULL, OPT_EXACT_FEATURES},
	{"needs", required_argument, NULL, OPT_NEEDS},
	{"share-cores", required_argument, NULL, OPT_SHARE_CORES},
	{"waits", no_argument, NULL, OPT_WAITS},
	{"format", required_argument, NULL, OPT_FORMAT},
	{"color", required_argument, NULL, OPT_COLOR},
	{"verbose", no_argument, NULL, 'v'},
	{"help", no_argument, NULL, 'h'},
	{"version", no_argument, NULL, 'V'},
	{NULL, 0, NULL, 0},
};

static void add_features(struct strv *features, const char *list)
{
	char *copy = xstrdup(list), *save = NULL;

	for (char *f = strtok_r(copy, ", ", &save); f; f = strtok_r(NULL, ", ", &save))
		strv_add(features, f);
	free(copy);
}

static void want(struct lr_step *j, enum lr_kind kind, const char *name)
{
	if (j->wanted.kind != LR_ANY)
		misuse("--bin, --lib, --cdylib and --example exclude each other");
	j->wanted.kind = kind;
	/* --bin= is the only one: make's front end knows that it wants a program before it knows the crate. */
	j->wanted.name = name && *name ? name : NULL;
}

static const char *check_color(const char *text)
{
	static const char *const all[] = {"auto", "always", "never", NULL};

	for (size_t i = 0; all[i]; i++)
		if (!strcmp(text, all[i]))
			return all[i];
	lr_misuse_choice("--color", text, all);
}

static const char *check_format(const char *format)
{
	static const char *const all[] = {"text", "cmake", "make", "sh", "json", NULL};

	for (size_t i = 0; all[i]; i++)
		if (!strcmp(all[i], format))
			return format;
	lr_misuse_choice("--format", format, all);
}

static void add_env(struct strv *env, const char *word)
{
	if (!strchr(word, '=') || word[0] == '=')
		misuse("--env: '%s' is not NAME=VALUE", word);
	if (lr_env_ours(word))
		misuse("--env: '%.*s' would replace what lind-rust-cargo says; --rustflag, --target, --target-dir and --rustc are "
		       "the ways",
		       (int)strcspn(word, "="), word);
	strv_add(env, word);
}

static void crate_option(struct lr_step *j, int opt)
{
	switch (opt) {
	case OPT_MANIFEST:
		j->wanted.manifest = optarg;
		break;
	case OPT_PACKAGE:
		j->wanted.package = optarg;
		break;
	case OPT_BIN:
		want(j, LR_BIN, optarg);
		break;
	case OPT_LIB:
		want(j, LR_LIB, NULL);
		break;
	case OPT_CDYLIB:
		want(j, LR_LIB, NULL);
		j->wanted.cdylib = true;
		break;
	case OPT_EXAMPLE:
		want(j, LR_EXAMPLE, optarg);
		break;
	case OPT_TARGET:
		j->target = strcmp(optarg, "host") ? lr_need_target("--target", optarg) : NULL;
		break;
	case OPT_FEATURES:
		add_features(&j->wanted.features, optarg);
		break;
	case OPT_NO_DEFAULT:
		j->no_default = true;
		break;
	case OPT_ALL_FEATURES:
		j->all_features = true;
		break;
	case OPT_LOCKED:
		j->locked = true;
		break;
	case OPT_OFFLINE:
		j->offline = true;
		break;
	case OPT_COLOR:
		j->color = check_color(optarg);
		break;
	case OPT_FORMAT:
		j->format = check_format(optarg);
		break;
	case 'v':
		setenv("LIND_RUST_VERBOSE", "1", 1);
		break;
	case 'h':
		fputs(usage, stdout);
		lr_finish();
	case 'V':
		puts("lind-rust-cargo " LIND_RUST_VERSION);
		lr_finish();
	default:
		break;
	}
}

/* Words of cargo's that this program says itself: cargo would complain of the second one, and not of whose it is. */
static void refuse_said_otherwise(const char *word)
{
	static const struct {
		const char *word, *cure;
	} said[] = {
		{"--release", "PROFILE"},   {"-r", "PROFILE"},        {"--profile", "PROFILE"},
		{"--target", "TARGET"},     {"--manifest-path", "MANIFEST_PATH (make: NAME_MANIFEST)"},
		{"--package", "PACKAGE"},   {"-p", "PACKAGE"},        {"--bin", "BIN"},
		{"--lib", "LIB"},           {"--example", "EXAMPLE"}, {"--target-dir", NULL},
		{"--message-format", NULL},
	};

	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		size_t n = strlen(said[i].word);

		if (strncmp(word, said[i].word, n) || (word[n] && word[n] != '='))
			continue;
		warn("CARGO_ARGS: '%s' is said otherwise", word);
		if (said[i].cure)
			hint("say it by the keyword %s", said[i].cure);
		else
			hint("leave it out: the build says it");
		exit(LR_MISUSE);
	}
}

static void build_option(struct lr_step *j, int opt)
{
	switch (opt) {
	case OPT_OUTPUT:
		j->output = lr_absolute(optarg);
		break;
	case OPT_TARGET_DIR:
		j->target_dir = lr_absolute(optarg);
		break;
	case OPT_CONFIG:
		j->config = lr_absolute(optarg);
		break;
	case OPT_PROFILE:
		j->profile = optarg;
		break;
	case OPT_STAMP:
		j->stamp = optarg;
		break;
	case OPT_DEPFILE:
		j->depfile = optarg;
		break;
	case OPT_PHONY:
		j->phony = true;
		break;
	case OPT_BUILD_DIR:
		j->build_dir = lr_absolute(optarg);
		break;
	case OPT_ENV:
		add_env(&j->env, optarg);
		break;
	case OPT_LINK:
		strv_take(&j->link, lr_absolute(optarg));
		break;
	case OPT_INCLUDE:
		strv_take(&j->usage.include, lr_absolute(optarg));
		break;
	case OPT_DEFINE:
		strv_add(&j->usage.define, optarg);
		break;
	case OPT_RUSTFLAG:
		strv_add(&j->rustflags, optarg);
		break;
	case OPT_CARGO_ARG:
		refuse_said_otherwise(optarg);
		lr_settings_refuse_build_std_word(optarg);
		strv_add(&j->cargo_args, optarg);
		break;
	case OPT_MAX_MEMORY:
		lr_set_max_memory(&j->policy, "--max-memory", optarg);
		j->max_memory = true;
		break;
	case OPT_STACK_SIZE:
		lr_set_stack_size(&j->policy, "--stack-size", optarg);
		j->stack_size = true;
		break;
	case OPT_GRATE:
		j->policy.when |= LR_GRATE;
		break;
	case OPT_CRATES:
		j->crates = optarg;
		break;
	case OPT_EXACT_FEATURES:
		j->exact = true;
		break;
	case OPT_NEEDS:
		strv_take(&j->needs, lr_absolute(optarg));
		break;
	case OPT_SHARE_CORES:
		j->share_cores = lr_absolute(optarg);
		break;
	case OPT_WAITS:
		j->waits = true;
		break;
	default:
		crate_option(j, opt);
	}
}

bool lr_step_words(const char *text, struct strv *words)
{
	struct strv split = {0};

	if (!lr_split_sh(text, &split))
		return false;
	/* One that is empty came to nothing. */
	for (size_t i = 0; i < split.n; i++)
		if (*split.v[i])
			strv_add(words, split.v[i]);
	return true;
}

static void add_file(struct strv *words, const char *path)
{
	struct buf b = {0};

	if (lr_slurp(path, &b))
		fatal_hint("configure the build tree anew", "read words of '%s':", path);
	if (!lr_step_words(b.data, words))
		fatal_hint("configure the build tree anew", "'%s' ends inside of a quoted word", path);
	free(b.data);
}

/* The words behind the verb; argv[0] is the program's name. */
void lr_step_read(struct lr_step *j, int argc, char **argv)
{
	struct strv all = {0};
	struct option *options = lr_options(own_options);
	struct buf words = {0};
	int opt;

	for (int i = 0; i < argc; i++)
		if (i && argv[i][0] == '@' && argv[i][1])
			add_file(&all, argv[i] + 1);
		else
			strv_add(&all, argv[i]);
	for (size_t i = 1; i < all.n; i++)
		buf_printf(&words, "%s\n", all.v[i]);
	j->words = lr_hash(words.data, words.len);
	free(words.data);
	j->target = lr_target_by_name(lr_target_names[0]);
	/* 0: from the start, however often. */
	optind = 0;
	while ((opt = lr_getopt((int)all.n, all.v, "vhV", options)) != -1)
		if (lr_tool_option(&j->tools, opt, optarg))
			strv_printf(&j->tool_words, "%d=%s", opt, optarg ? optarg : "");
		else
			build_option(j, opt);
	if (optind < (int)all.n)
		misuse("'%s' is not expected", all.v[optind]);
	free(options);
}
