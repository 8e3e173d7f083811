/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lind-rust/depfile.h"
#include "lind-rust/explain.h"
#include "lind-rust/fs.h"
#include "lind-rust/proc.h"

struct tree {
	char *dir;
	const char *program; /* ninja or make */
	bool ninja, cmake;
};

/* What the build tool said of a dry run. */
struct said {
	struct strv reasons, steps;
	bool nothing; /* to be done, in make's words */
};

/* ---- what a file is to the build ---- */

static const char *role(const char *path)
{
	static const struct {
		const char *ending, *role;
	} roles[] = {
		{"Cargo.toml", "a manifest"},
		{"Cargo.lock", "the lock file"},
		{"config.toml", "settings of cargo"},
		{"build.rs", "a build script"},
		{".rs", "a source"},
		{".c", "a source"},
		{".h", "a header"},
		{".a", "a library"},
		{".o", "an object"},
		{"/bin/rustc", "a tool"},
		{"/bin/cargo", "a tool"},
		{"/wasm-opt", "a tool"},
		{"/lind-boot", "a tool"},
		{"/wasm-ld", "a tool"},
		{".wasm", "a module"},
		{"/std", "the standard library"},
		{".stamp", "a step before it"},
		{".tools", "a step before it"},
		{".args", "the words of its command"},
	};

	if (strstr(path, "/bin/lind-rust-") || strstr(path, "/clang"))
		return "a tool";
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (lr_ends(path, roles[i].ending))
			return roles[i].role;
	return lr_is_dir(path) ? "a directory, in which a file came or went" : "a file";
}

static void add_reason(struct said *s, char *reason)
{
	if (strv_has(&s->reasons, reason))
		free(reason);
	else
		strv_take(&s->reasons, reason);
}

static char *in_tree(const struct tree *t, const char *path)
{
	return path[0] == '/' ? xstrdup(path) : xasprintf("%s/%s", t->dir, path);
}

static bool is_newer(const char *path, const struct stat *than)
{
	struct stat st;

	return !stat(path, &st) && lr_is_newer(&st, than);
}

/* For Ninja an edge makes the artifact, lind-rust/libNAME.a or lind-rust/raw/NAME.wasm: lind-rust/stamp/NAME.d. */
static char *depfile_of_artifact(const char *output)
{
	const char *name = lr_base(output);
	char *dir = lr_dir(output), *path = NULL;

	if (lr_starts(name, "lib") && lr_ends(name, ".a"))
		path = xasprintf("%s/stamp/%.*s.d", dir, (int)(strlen(name) - strlen("lib.a")), name + strlen("lib"));
	else if (lr_ends(name, ".wasm") && !strcmp(lr_base(dir), "raw"))
		path = xasprintf("%s/../stamp/%.*s.d", dir, (int)(strlen(name) - strlen(".wasm")), name);
	free(dir);
	return path;
}

/*
 * A build tool names the newest input alone; what cargo read is in the depfile beside its stamp, or behind its name.
 * `made`: when the step ended. A stamp tells, or else the depfile: the artifact is as old as its bytes.
 */
static char *depfile_of(const char *output, struct stat *made)
{
	bool stamp = lr_ends(output, ".stamp");
	char *path = depfile_of_artifact(output);

	if (path && !stat(path, made))
		return path;
	free(path);
	path = stamp ? xasprintf("%.*sd", (int)(strlen(output) - strlen("stamp")), output) : xasprintf("%s.d", output);
	if (lr_exists(path) && !stat(output, made))
		return path;
	free(path);
	return NULL;
}

static void add_newer(struct said *s, const struct tree *t, const char *output, const char *input)
{
	struct stat made;
	char *path = in_tree(t, input), *out = in_tree(t, output), *depfile = depfile_of(out, &made);
	struct strv deps = {0};
	struct buf text = {0};

	add_reason(s, xasprintf("newer than '%s': '%s', %s", output, input, role(path)));
	if (depfile && !lr_slurp(depfile, &text)) {
		lr_depfile_parse(text.data, text.len, &deps);
		for (size_t i = 0; i < deps.n; i++) {
			char *dep = in_tree(t, deps.v[i]);

			if (is_newer(dep, &made) && strcmp(deps.v[i], input))
				add_reason(s, xasprintf("newer than '%s': '%s', %s", output, deps.v[i], role(dep)));
			free(dep);
		}
	}
	free(text.data);
	free(depfile);
	free(path);
	free(out);
}

/* ---- the dry run ---- */

/* The text between two marks; NULL where it is not there. Allocated. */
static char *between(const char *line, const char *lead, const char *end)
{
	const char *from = strstr(line, lead), *to;

	if (!from)
		return NULL;
	from += strlen(lead);
	to = *end ? strstr(from, end) : from + strlen(from);
	return to ? xstrndup(from, (size_t)(to - from)) : NULL;
}

/* The comment of a CMake step is the last word; before it are directories that may be quoted as well. */
static char *last_quoted(const char *line)
{
	const char *end = strrchr(line, '"'), *from = end;

	while (from && from > line && from[-1] != '"')
		from--;
	return from && from > line ? xstrndup(from, (size_t)(end - from)) : NULL;
}

static void read_ninja(struct said *s, const struct tree *t, const char *line)
{
	char *a, *b;

	if (line[0] == '[' && strchr(line, ']')) {
		strv_add(&s->steps, strchr(line, ']') + 1 + (strchr(line, ']')[1] == ' '));
		return;
	}
	if (!lr_starts(line, "ninja explain: "))
		return;
	if ((b = between(line, " older than most recent input ", " (")) &&
	    (a = between(line, "output ", " older than most recent input "))) {
		add_newer(s, t, a, b);
	} else if ((a = between(line, "output ", " doesn't exist"))) {
		add_reason(s, xasprintf("not there: '%s'", a));
	} else if ((a = between(line, "command line changed for ", "")) ||
		   (a = between(line, "command line not found in log for ", ""))) {
		add_reason(s, xasprintf("made by another command: '%s'", a));
	} else if ((a = between(line, "depfile '", "' is missing")) ||
		   (a = between(line, "deps for '", "' are missing"))) {
		add_reason(s, xasprintf("what it was made from is not known: '%s'", a));
	}
}

static void read_make(struct said *s, const struct tree *t, const char *line)
{
	char *a, *b;

	line += strspn(line, " ");
	if ((a = between(line, "Prerequisite '", "' is newer than target '"))) {
		b = between(line, "' is newer than target '", "'");
		/* CMake's own rules are no part of the project's. */
		if (b && !strstr(b, "CMakeFiles/Makefile") && !strstr(b, "compiler_depend") && !strstr(a, "/stamp/"))
			add_newer(s, t, b, a);
	} else if ((a = between(line, "File '", "' does not exist."))) {
		/* Phony targets have no file, and names of files have an ending. */
		if (!strcmp(a, "lind-rust-force"))
			add_reason(s, xstrdup("a command line changed, or something that a step makes is gone"));
		else if (strchr(lr_base(a), '.') && !strstr(a, ".dir/") && strcmp(lr_base(a), ".PHONY"))
			add_reason(s, xasprintf("not there: '%s'", a));
	} else if (strstr(line, ": Nothing to be done for ") || lr_ends(line, "' is up to date.")) {
		s->nothing = true;
	} else if (strstr(line, " --blue --bold ") && (a = last_quoted(line))) {
		strv_take(&s->steps, a);
	} else if ((a = between(line, "/bin/lind-rust-", " "))) {
		strv_take(&s->steps, xasprintf("lind-rust-%.*s", (int)strcspn(a, "'\""), a));
	}
}

static void each_line(struct said *s, const struct tree *t, char *text)
{
	char *save = NULL;

	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		(t->ninja ? read_ninja : read_make)(s, t, line);
}

void lr_explain_read(const char *dir, bool ninja, char *text, struct strv *reasons, struct strv *steps)
{
	struct tree t = {.dir = (char *)dir, .ninja = ninja};
	struct said s = {.reasons = *reasons, .steps = *steps};

	each_line(&s, &t, text);
	*reasons = s.reasons;
	*steps = s.steps;
}

/* Both of its streams. The tool's own complaint is passed on where it fails. */
static void dry_run(struct said *s, const struct tree *t, const char *target)
{
	struct strv argv = {0}, env = {0};
	struct lr_child c = {.argv = &argv, .cwd = t->dir, .in = LR_INHERIT, .err = LR_INHERIT};
	struct buf out = {0}, err = {0};
	int fd = memfd_create("explain", MFD_CLOEXEC), status;

	strv_add(&argv, t->program);
	strv_add(&argv, "-n");
	if (t->ninja) {
		strv_add(&argv, "-d");
		strv_add(&argv, "explain");
	} else {
		strv_add(&argv, "--debug=b");
	}
	if (target) {
		strv_add(&argv, "--");
		strv_add(&argv, target);
	}
	for (char **e = environ; *e; e++)
		if (!lr_starts(*e, "MAKEFLAGS=") && !lr_starts(*e, "MFLAGS=") && !lr_starts(*e, "LC_ALL="))
			strv_add(&env, *e);
	/* Their words are read. */
	strv_add(&env, "LC_ALL=C");
	c.env = env.v;
	c.err = fd;
	status = lr_capture(&c, &out, false);
	if (lr_slurp(xasprintf("/proc/self/fd/%d", fd), &err))
		fatal("read what '%s' said:", t->program);
	close(fd);
	if (status) {
		fwrite(err.data, 1, err.len, stderr);
		if (t->ninja)
			fwrite(out.data, 1, out.len, stderr);
		fatal_hint("the lines above are its own", "'%s -n' in '%s' %s", t->program, t->dir,
			   lr_status_words(status));
	}
	each_line(s, t, err.data);
	each_line(s, t, out.data);
}

/* ---- what is said ---- */

/* Of a crate, all that cargo read for it; nothing is known of other targets. */
static void list_inputs(const struct tree *t, const char *target)
{
	static const char *const places[] = {"lind-rust/stamp/%s.d", "build/stamp/%s.d", "stamp/%s.d"};
	struct strv deps = {0};
	struct buf text = {0};

	for (size_t i = 0; target && i < sizeof places / sizeof *places && !text.len; i++) {
		const char *at = strstr(places[i], "%s");
		char *path = xasprintf("%s/%.*s%s%s", t->dir, (int)(at - places[i]), places[i], target, at + 2);

		lr_slurp(path, &text);
		free(path);
	}
	if (text.len)
		lr_depfile_parse(text.data, text.len, &deps);
	if (deps.n)
		printf("cargo made it from:\n");
	for (size_t i = 0; i < deps.n; i++) {
		char *path = in_tree(t, deps.v[i]);

		printf("  %s (%s)\n", lr_visible(deps.v[i]), role(path));
		free(path);
	}
}

static char *cached(const char *dir, const char *name)
{
	char *path = xasprintf("%s/CMakeCache.txt", dir), *lead = xasprintf("\n%s:", name), *line, *value = NULL;
	struct buf text = {0};

	buf_char(&text, '\n');
	if (!lr_slurp(path, &text) && (line = strstr(text.data, lead)) && (line = strchr(line, '=')))
		value = xstrndup(line + 1, strcspn(line + 1, "\r\n"));
	free(text.data);
	free(path);
	free(lead);
	return value;
}

static bool has_file(const char *dir, const char *name)
{
	char *path = xasprintf("%s/%s", dir, name);
	bool yes = lr_exists(path);

	free(path);
	return yes;
}

static struct tree look_at(const char *dir)
{
	struct tree t = {.dir = lr_absolute(dir)};

	if (!lr_is_dir(dir))
		fatal_hint("name the build tree by --build-dir", "'%s' is not a directory", dir);
	t.cmake = has_file(dir, "CMakeCache.txt");
	t.ninja = has_file(dir, "build.ninja");
	if (!t.ninja && !has_file(dir, "Makefile") && !has_file(dir, "GNUmakefile") && !has_file(dir, "makefile"))
		fatal_hint("name the build tree by --build-dir; CMake makes it by 'cmake -S . -B DIR'",
			   "there is no build.ninja and no Makefile in '%s'", dir);
	t.program = t.cmake ? cached(dir, "CMAKE_MAKE_PROGRAM") : NULL;
	if (!t.program || !*t.program)
		t.program = t.ninja ? "ninja" : "make";
	return t;
}

void lr_explain(const char *dir, const char *target)
{
	struct tree t = look_at(dir);
	struct said s = {0};

	if (target && !t.ninja && strchr(target, '='))
		fatal_hint("name a target", "'%s' would set a variable of make's", target);
	dry_run(&s, &t, target);
	/* lind-rust.mk's stamps are newer than what they stand for, where that did not change. */
	if (!s.steps.n && (!s.reasons.n || s.nothing)) {
		printf("'%s' is up to date\n", lr_visible(target ? target : t.dir));
		list_inputs(&t, target);
		return;
	}
	printf("'%s' would be made again:\n", lr_visible(target ? target : t.dir));
	for (size_t i = 0; i < s.reasons.n; i++)
		printf("  %s\n", lr_visible(s.reasons.v[i]));
	if (s.steps.n)
		printf("by %zu step%s:\n", s.steps.n, s.steps.n == 1 ? "" : "s");
	for (size_t i = 0; i < s.steps.n; i++)
		printf("  %s\n", lr_visible(s.steps.v[i]));
}
