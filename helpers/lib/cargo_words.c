/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lind-rust/cargo_words.h"
#include "lind-rust/lind_settings.h"
#include "lind-rust/settings.h"

/* What becomes of an option. */
enum kind {
	PASS,    /* to cargo */
	RESOLVE, /* to cargo, and to cargo metadata */
	PACKAGE, /* chooses packages */
	TARGET,  /* chooses targets */
	OURS,    /* never reaches cargo */
	BOTH,    /* a switch that we look at, and cargo gets */
	TOOL,    /* one of the tools' */
};

enum value { NONE, REQUIRED, OPTIONAL };

enum { ANY = 0, NOT_COMPILE = 1, TEST_ONLY = 2, COMPILE_ONLY = 3 };

struct option_row {
	const char *name; /* without its dashes */
	char letter;
	enum kind kind;
	enum value value;
	int verbs;
};

/* cargo's own, as of build, run and test; then ours. What has no row and no likeness to ours goes to cargo. */
static const struct option_row rows[] = {
	{"package", 'p', PACKAGE, REQUIRED, ANY},
	{"workspace", 0, PACKAGE, NONE, ANY},
	{"all", 0, PACKAGE, NONE, ANY},
	{"exclude", 0, PACKAGE, REQUIRED, ANY},
	{"lib", 0, TARGET, NONE, ANY},
	{"bins", 0, TARGET, NONE, ANY},
	{"bin", 0, TARGET, OPTIONAL, ANY},
	{"examples", 0, TARGET, NONE, ANY},
	{"example", 0, TARGET, OPTIONAL, ANY},
	{"tests", 0, TARGET, NONE, ANY},
	{"test", 0, TARGET, OPTIONAL, ANY},
	{"benches", 0, TARGET, NONE, ANY},
	{"bench", 0, TARGET, OPTIONAL, ANY},
	{"all-targets", 0, TARGET, NONE, ANY},
	{"features", 'F', PASS, REQUIRED, ANY},
	{"all-features", 0, PASS, NONE, ANY},
	{"no-default-features", 0, PASS, NONE, ANY},
	{"release", 'r', PASS, NONE, ANY},
	{"profile", 0, PASS, REQUIRED, ANY},
	{"jobs", 'j', PASS, REQUIRED, ANY},
	{"keep-going", 0, PASS, NONE, ANY},
	{"timings", 0, PASS, NONE, ANY},
	{"ignore-rust-version", 0, PASS, NONE, ANY},
	{"future-incompat-report", 0, PASS, NONE, ANY},
	{"artifact-dir", 0, PASS, REQUIRED, ANY},
	{"locked", 0, RESOLVE, NONE, ANY},
	{"offline", 0, RESOLVE, NONE, ANY},
	{"frozen", 0, RESOLVE, NONE, ANY},
	{"config", 0, RESOLVE, REQUIRED, ANY},
	{"lockfile-path", 0, RESOLVE, REQUIRED, ANY},
	{"", 'Z', RESOLVE, REQUIRED, ANY},
	{"verbose", 'v', BOTH, NONE, ANY},
	{"quiet", 'q', BOTH, NONE, ANY},
	{"color", 0, BOTH, REQUIRED, ANY},
	{"manifest-path", 0, OURS, REQUIRED, ANY},
	{"target-dir", 0, OURS, REQUIRED, ANY},
	{"target", 0, OURS, REQUIRED, ANY},
	{"message-format", 0, OURS, REQUIRED, ANY},
	{"help", 'h', OURS, NONE, ANY},
	{"version", 'V', OURS, NONE, ANY},
	{"no-run", 0, OURS, NONE, TEST_ONLY},
	{"no-fail-fast", 0, OURS, NONE, TEST_ONLY},
	{"lind-target", 0, OURS, REQUIRED, ANY},
	{"output-dir", 0, OURS, REQUIRED, ANY},
	{"linkage", 0, OURS, REQUIRED, ANY},
	{"grate", 0, OURS, NONE, ANY},
	{"cdylib", 0, OURS, NONE, COMPILE_ONLY},
	{"fpcast-emu", 0, OURS, NONE, ANY},
	{"no-precompile", 0, OURS, NONE, ANY},
	{"print-cmd", 0, OURS, NONE, ANY},
	{"dry-run", 0, OURS, NONE, ANY},
	{"print-config", 0, OURS, NONE, ANY},
	{"write-config", 0, OURS, NONE, ANY},
	{"env", 0, OURS, REQUIRED, NOT_COMPILE},
	{"timeout", 0, OURS, REQUIRED, NOT_COMPILE},
	{"under", 0, OURS, REQUIRED, NOT_COMPILE},
	{"lind-root", 0, TOOL, REQUIRED, ANY},
	{"toolchain", 0, TOOL, REQUIRED, ANY},
};
#define NROWS (sizeof rows / sizeof *rows)

struct reader {
	struct lr_cargo_words *w;
	struct lr_tools *tools;
	char **next; /* the word behind the one that is read */
};

static bool for_verb(const struct reader *r, const struct option_row *row)
{
	if (row->verbs == COMPILE_ONLY)
		return r->w->verb == LR_COMPILE;
	return row->verbs == ANY || (row->verbs == NOT_COMPILE && r->w->verb != LR_COMPILE) || r->w->verb == LR_TEST;
}

static const struct option_row *row_by_name(const struct reader *r, const char *name, size_t n)
{
	for (size_t i = 0; i < NROWS; i++)
		if (strlen(rows[i].name) == n && n && !strncmp(rows[i].name, name, n) && for_verb(r, &rows[i]))
			return &rows[i];
	return NULL;
}

static const struct option_row *row_by_letter(char letter)
{
	for (size_t i = 0; i < NROWS; i++)
		if (rows[i].letter == letter)
			return &rows[i];
	return NULL;
}

static bool is(const struct option_row *row, const char *name)
{
	return !strcmp(row->name, name);
}

/* One place says what --env takes: the words go to lind-rust-run, which checks them as well. */
static void take_env(struct reader *r, const char *value)
{
	if (value[0] == '=' || !strchr(value, '='))
		misuse("--env: '%s' is not NAME=VALUE", value);
	strv_add(&r->w->env, value);
}

static const char *inside_lindfs(const char *dir)
{
	const char *inside = lr_inside_lindfs(dir);

	if (!inside)
		misuse("--output-dir: '%s' leads out of lindfs", dir);
	return inside;
}

static void take_ours(struct reader *r, const struct option_row *row, const char *value)
{
	struct lr_cargo_words *w = r->w;
	const struct {
		const char *name;
		bool *flag;
	} flags[] = {
		{"help", &w->help},
		{"version", &w->version},
		{"grate", &w->grate},
		{"cdylib", &w->cdylib},
		{"fpcast-emu", &w->fpcast},
		{"no-precompile", &w->no_precompile},
		{"print-cmd", &w->print_cmd},
		{"dry-run", &w->dry_run},
		{"print-config", &w->print_config},
		{"write-config", &w->write_config},
		{"no-run", &w->no_run},
		{"no-fail-fast", &w->no_fail_fast},
	};
	const struct {
		const char *name, **value;
	} values[] = {
		{"manifest-path", &w->manifest}, {"target-dir", &w->target_dir}, {"target", &w->target},
		{"linkage", &w->linkage},
		{"lind-target", &w->target},     {"timeout", &w->timeout},       {"message-format", &w->message_format},
	};

	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		if (is(row, flags[i].name))
			*flags[i].flag = true;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		if (is(row, values[i].name))
			*values[i].value = value;
	if (is(row, "output-dir"))
		w->output_dir = inside_lindfs(value);
	else if (is(row, "timeout"))
		lr_seconds("--timeout", value);
	else if (is(row, "env"))
		take_env(r, value);
	else if (is(row, "under"))
		strv_add(&w->under, value);
}

static void look_at(struct reader *r, const struct option_row *row, const char *value)
{
	if (is(row, "verbose"))
		r->w->verbose = true;
	else if (is(row, "quiet"))
		r->w->quiet = true;
	else
		r->w->color = value;
}

/* As one word, so that nothing depends on what follows it; -Z has no long form. */
static void keep(struct strv *to, const struct option_row *row, const char *value)
{
	if (!value)
		strv_printf(to, "--%s", row->name);
	else if (!*row->name)
		strv_printf(to, "-%c%s", row->letter, value);
	else
		strv_printf(to, "--%s=%s", row->name, value);
}

static void take(struct reader *r, const struct option_row *row, const char *value)
{
	struct lr_cargo_words *w = r->w;

	switch (row->kind) {
	case PACKAGE:
		keep(&w->packages, row, value);
		break;
	case TARGET:
		keep(&w->targets, row, value);
		break;
	case RESOLVE:
		if (value)
			lr_settings_refuse_build_std_word(value);
		keep(&w->resolve, row, value);
		keep(&w->pass, row, value);
		break;
	case BOTH:
		look_at(r, row, value);
		keep(&w->pass, row, value);
		break;
	case PASS:
		if (is(row, "release"))
			w->profile = "release";
		else if (is(row, "profile"))
			w->profile = value;
		keep(&w->pass, row, value);
		break;
	case OURS:
		take_ours(r, row, value);
		break;
	case TOOL:
		if (is(row, "toolchain"))
			w->toolchain = value;
		else
			lr_tool_set(r->tools, LR_LIND_ROOT, value);
		break;
	}
}

static const char *value_of(struct reader *r, const struct option_row *row, const char *attached, const char *word)
{
	if (row->value == NONE) {
		if (attached)
			misuse("'--%s' takes no value", row->name);
		return NULL;
	}
	if (attached)
		return attached;
	if (!*r->next || (row->value == OPTIONAL && (*r->next)[0] == '-')) {
		if (row->value == OPTIONAL)
			return NULL;
		misuse("'%s' needs a value", word);
	}
	return *r->next++;
}

/* Not cargo's as far as is known here, but near to one of ours: a slip, which cargo could not explain. */
static void look_for_slip(const struct reader *r, const char *word, size_t n)
{
	char *name = xstrndup(word, n);
	const struct option_row *row;
	struct strv all = {0};
	const char *near;

	for (size_t i = 0; i < NROWS; i++)
		if (*rows[i].name && for_verb(r, &rows[i]))
			strv_printf(&all, "--%s", rows[i].name);
	near = lr_nearest(name, (const char *const *)all.v);
	row = near ? row_by_name(r, near + 2, strlen(near + 2)) : NULL;
	if (row && (row->kind == OURS || row->kind == TOOL)) {
		warn("'%s' is not an option", name);
		hint("did you mean '%s'?", near);
		hint("try '%s -h'", lr_program_name());
		exit(LR_MISUSE);
	}
	free(name);
}

static void long_option(struct reader *r, const char *word)
{
	size_t n = strcspn(word, "=");
	const struct option_row *row = row_by_name(r, word + 2, n - 2);

	if (!row && r->w->verb == LR_TEST && !strcmp(word, "--doc")) {
		warn("'--doc': there are no documentation tests for lind");
		hint("leave it out; 'cargo test --doc' runs them on the host, where the crate builds for it");
		exit(LR_MISUSE);
	}
	if (!row) {
		look_for_slip(r, word, n);
		strv_add(&r->w->pass, word);
		return;
	}
	take(r, row, value_of(r, row, word[n] ? word + n + 1 : NULL, word));
}

/* -r, -vv, -j4, -j 4, -pX, -vr */
static void short_options(struct reader *r, const char *word)
{
	for (const char *p = word + 1; *p; p++) {
		const struct option_row *row = row_by_letter(*p);

		if (!row) {
			strv_printf(&r->w->pass, "-%s", p);
			return;
		}
		if (row->value != NONE) {
			take(r, row, value_of(r, row, p[1] ? p + 1 + (p[1] == '=') : NULL, word));
			return;
		}
		take(r, row, NULL);
	}
}

void lr_cargo_words_read(struct lr_cargo_words *w, struct lr_tools *tools, char **argv)
{
	struct reader r = {.w = w, .tools = tools, .next = argv};

	while (*r.next) {
		const char *word = *r.next++;

		if (!strcmp(word, "--")) {
			if (w->verb == LR_COMPILE)
				misuse("'--' is not expected: rustc's own flags are rustflags in "
				       "[package.metadata.lind]");
			strv_addv(&w->program, (const char *const *)r.next);
			return;
		}
		/* As rustup's: in front of everything. */
		if (word[0] == '+' && word[1] && r.next == argv + 1)
			w->toolchain = word + 1;
		else if (lr_starts(word, "--"))
			long_option(&r, word);
		else if (word[0] == '-' && word[1])
			short_options(&r, word);
		else if (w->verb == LR_COMPILE)
			misuse("'%s' is not expected", word);
		else {
			/* cargo run PROGRAM'S ARGUMENTS; cargo test FILTER */
			strv_add(&w->program, word);
			if (w->verb == LR_RUN) {
				strv_addv(&w->program, (const char *const *)r.next);
				return;
			}
		}
	}
}
