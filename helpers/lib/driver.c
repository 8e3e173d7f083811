/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lind-rust/driver.h"
#include "lind-rust/fs.h"

/* clang options whose value is the next word; only those whose value could be taken for an input. */
static const char *const with_value[] = {
	"-o",          "-x",        "-I",         "-L",      "-l",         "-D",         "-U",        "-include", "-imacros",
	"-isystem",    "-iquote",   "-idirafter", "-iprefix", "-isysroot", "-MF",        "-MT",       "-MQ",      "-MJ",
	"-Xlinker",    "-Xclang",   "-Xassembler", "-Xpreprocessor", "-mllvm", "-z",     "-T",        "-u",       "-e",
	"-arch",       "-G",        "-B",         "-F",      "-framework", "-resource-dir", "-dumpdir", "--param",
	"-working-directory", "-target", "--sysroot", "-iwithprefix", "-iwithprefixbefore", "-Xarch_host", "-include-pch",
	"-ivfsoverlay", "-iframework", "-cxx-isystem", "-mthread-model", "-rpath", "--serialize-diagnostics",
	"-serialize-diagnostics", "-Xoffload-linker", "--output", "--include", "--language", NULL,
};

static const char *const compiling[] = {"-c", "-S", "-E", "-M", "-MM", "-fsyntax-only", "-emit-ast", "--analyze",
					"--precompile", "-emit-interface-stubs", "--compile", "--assemble", "--preprocess", NULL};

/* clang answers and does no work, whatever else there is. */
static const char *const asking[] = {"--version", "--help", "--help-hidden", "-dumpversion", "-dumpmachine",
				     "-print-search-dirs", "-print-resource-dir", "-print-targets", "-print-multi-lib",
				     "-print-effective-triple", "-print-target-triple", "-print-libgcc-file-name",
				     "-print-supported-cpus", "--print-supported-cpus", NULL};

#define MAX_DEPTH 32

static bool one_of(const char *word, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(word, *list))
			return true;
	return false;
}

static void end_word(struct strv *words, struct buf *b, bool *inside)
{
	if (*inside)
		strv_add(words, b->data ? b->data : "");
	b->len = 0;
	if (b->data)
		b->data[0] = '\0';
	*inside = false;
}

int lr_response_file(const char *path, struct strv *words)
{
	struct buf text = {0}, b = {0};
	bool inside = false;
	char quote = 0;

	if (lr_slurp(path, &text))
		return -1;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		/* As clang's GNU style has it: a backslash escapes in quotes of both kinds. */
		if (c == '\\' && i + 1 < text.len) {
			buf_char(&b, text.data[++i]);
			inside = true;
		} else if (quote ? c == quote : c == '\'' || c == '"') {
			quote = quote ? 0 : c;
			inside = true;
		} else if (!quote && strchr(" \t\r\n", c)) {
			end_word(words, &b, &inside);
		} else {
			buf_char(&b, c);
			inside = true;
		}
	}
	end_word(words, &b, &inside);
	free(text.data);
	free(b.data);
	return 0;
}

static void linker_word(struct lr_driver *d, const char *word)
{
	d->max_memory |= lr_starts(word, "--max-memory");
	if (lr_starts(word, "stack-size=") || lr_starts(word, "-zstack-size="))
		d->stack_size = strtoull(strchr(word, '=') + 1, NULL, 0);
	d->allows_undefined |= lr_starts(word, "--allow-undefined") || !strcmp(word, "--import-undefined") ||
			       lr_starts(word, "--unresolved-symbols") || !strcmp(word, "--warn-unresolved-symbols");
}

static bool is_strip_all(const char *word)
{
	return !strcmp(word, "--strip-all") || !strcmp(word, "-s");
}

/* -Wl,a,b,c */
static void linker_words(struct lr_driver *d, const char *list)
{
	char *copy = xstrdup(list), *save = NULL;

	for (char *word = strtok_r(copy, ",", &save); word; word = strtok_r(NULL, ",", &save))
		linker_word(d, word);
	free(copy);
}

/* A word with a value of its own in the next one: remember what matters. */
static void valued(struct lr_driver *d, const char *option, const char *value)
{
	if (!strcmp(option, "-o") || !strcmp(option, "--output"))
		d->output = value;
	else if (!strcmp(option, "-l"))
		strv_add(&d->libs, value);
	else if (!strcmp(option, "-L"))
		strv_add(&d->libdirs, value);
	else if (!strcmp(option, "-Xlinker") || !strcmp(option, "-z"))
		linker_word(d, value);
}

static void input(struct lr_driver *d, const char *path)
{
	strv_add(&d->inputs, path);
	if (lr_ends(path, ".h") || lr_ends(path, ".hh") || lr_ends(path, ".hpp") || lr_ends(path, ".hxx"))
		d->nheaders++;
	if (lr_ends(path, ".rlib") || lr_ends(path, ".rcgu.o"))
		d->from_rustc = true;
}

static void simple(struct lr_driver *d, const char *word)
{
	if (one_of(word, compiling))
		d->mode = LR_COMPILE;
	else if (one_of(word, asking) || lr_starts(word, "-print-file-name=") || lr_starts(word, "-print-prog-name=") ||
		 lr_starts(word, "--print-"))
		d->query = true;
	else if (!strcmp(word, "-###"))
		d->dry_run = true;
	else if (!strcmp(word, "-shared"))
		d->shared = true;
	else if (!strcmp(word, "-r"))
		d->relocatable = true;
	else if (!strcmp(word, "-nostartfiles"))
		d->no_startfiles = true;
	else if (!strcmp(word, "-nostdlib"))
		d->no_stdlib = true;
	else if (!strcmp(word, "-nodefaultlibs"))
		d->no_defaultlibs = true;
	else if (lr_starts(word, "-Wl,"))
		linker_words(d, word + 4);
	else if (lr_starts(word, "-l"))
		strv_add(&d->libs, word + 2);
	else if (lr_starts(word, "-L"))
		strv_add(&d->libdirs, word + 2);
	else if (lr_starts(word, "--output="))
		d->output = word + strlen("--output=");
	else if (lr_starts(word, "-o") && word[2] && !lr_starts(word, "-object"))
		d->output = word + 2;
	else if (word[0] != '-' || !strcmp(word, "-"))
		input(d, word);
}

static void note_target(struct lr_driver *d, const char *triple)
{
	if (!lr_starts(triple, "wasm32"))
		d->bad_target = triple;
}

/*
 * Read one word and, where it takes it, the next one; returns how many were read. `ours` tells that the words must not
 * reach clang as they are.
 */
static int read_word(struct lr_driver *d, char **w, struct strv *lind, bool *ours)
{
	*ours = true;
	if (lr_starts(w[0], "--lind-")) {
		strv_add(lind, w[0]);
		return 1;
	}
	if (lr_starts(w[0], "--target=")) {
		note_target(d, w[0] + strlen("--target="));
		return 1;
	}
	if (lr_starts(w[0], "--sysroot=")) {
		d->sysroot = w[0] + strlen("--sysroot=");
		return 1;
	}
	if (w[1] && (!strcmp(w[0], "-target") || !strcmp(w[0], "--target"))) {
		note_target(d, w[1]);
		return 2;
	}
	if (w[1] && !strcmp(w[0], "--sysroot")) {
		d->sysroot = w[1];
		return 2;
	}
	*ours = false;
	if (w[1] && one_of(w[0], with_value)) {
		valued(d, w[0], w[1]);
		return 2;
	}
	simple(d, w[0]);
	return 1;
}

/*
 * -s and --strip-all take the names along, by which lind-boot finds a running module: strip = true of a profile, which
 * is rustc's --strip-all, means --strip-debug here. NULL: the word may stay.
 */
static char *keeping_names(const char *word, const char *before)
{
	char *copy, *save = NULL;
	struct buf b = {0};
	bool changed = false;

	if (before)
		return !strcmp(before, "-Xlinker") && is_strip_all(word) ? xstrdup("--strip-debug") : NULL;
	if (!strcmp(word, "-s"))
		return xstrdup("-Wl,--strip-debug");
	if (!lr_starts(word, "-Wl,"))
		return NULL;
	copy = xstrdup(word + strlen("-Wl,"));
	buf_str(&b, "-Wl");
	for (char *w = strtok_r(copy, ",", &save); w; w = strtok_r(NULL, ",", &save)) {
		changed |= is_strip_all(w);
		buf_printf(&b, ",%s", is_strip_all(w) ? "--strip-debug" : w);
	}
	free(copy);
	if (changed)
		return b.data;
	free(b.data);
	return NULL;
}

static bool read_response(struct lr_driver *d, char *word, struct strv *rest, struct strv *lind);

static bool read_words(struct lr_driver *d, char **words, struct strv *rest, struct strv *lind)
{
	bool all_theirs = true;

	while (*words) {
		char *other;
		bool ours;
		int n;

		if (words[0][0] == '@' && lr_exists(words[0] + 1)) {
			all_theirs &= read_response(d, words[0], rest, lind);
			words++;
			continue;
		}
		n = read_word(d, words, lind, &ours);
		for (int i = 0; i < n && !ours; i++) {
			other = keeping_names(words[i], i ? words[i - 1] : NULL);
			all_theirs &= !other;
			strv_take(rest, other ? other : xstrdup(words[i]));
		}
		all_theirs &= !ours;
		words += n;
	}
	return all_theirs;
}

/* True where all of its words may reach clang as they are. */
static bool read_response(struct lr_driver *d, char *word, struct strv *rest, struct strv *lind)
{
	struct strv words = {0}, inner = {0};
	bool all_theirs;

	if (d->depth >= MAX_DEPTH)
		fatal("response file '%s' is nested too deep: does it name itself?", word + 1);
	if (lr_response_file(word + 1, &words))
		fatal("read response file '%s':", word + 1);
	d->depth++;
	all_theirs = !words.n || read_words(d, words.v, &inner, lind);
	d->depth--;
	if (all_theirs) {
		/* It can stay a file: a command line has a limit, a file has none. */
		strv_add(rest, word);
		return true;
	}
	for (size_t i = 0; i < inner.n; i++)
		strv_add(rest, inner.v[i]);
	return false;
}

void lr_driver_read(struct lr_driver *d, char **words, struct strv *rest, struct strv *lind)
{
	memset(d, 0, sizeof *d);
	d->mode = LR_LINKING;
	if (*words)
		read_words(d, words, rest, lind);
	if (d->query || (d->mode == LR_LINKING && !d->inputs.n && !d->libs.n))
		d->mode = LR_QUERY;
	/* A header alone is precompiled, without any -c. */
	else if (d->mode == LR_LINKING && d->nheaders && d->nheaders == d->inputs.n)
		d->mode = LR_COMPILE;
}
