/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/ending.h"
#include "lind-rust/fs.h"
#include "lind-rust/project.h"
#include "lind-rust/quote.h"

/* Of <prefix>/share/lind-rust/template: those of every project, and those of one build system. */
static const struct {
	const char *below, *system; /* NULL: every */
} files[] = {
	{".gitignore", NULL},          {"main.c", NULL},
	{"greeting/Cargo.toml", NULL}, {"greeting/Cargo.lock", NULL},
	{"greeting/greeting.h", NULL}, {"greeting/src/lib.rs", NULL},
	{"CMakeLists.txt", "cmake"},   {"README.md", "cmake"},
	{"Makefile", "make"},          {"README.md", "make"},
};

struct project {
	const char *dir, *system;
	char *name, *prefix;
};

/* What a target of CMake, a variable of make and a file can be called; none of their own names, none of the skeleton's.
 */
static void check_name(const char *name)
{
	static const char *const taken[] = {"all", "clean", "help",     "install",    "test",          "package",
					    "run", "check", "greeting", "edit_cache", "rebuild_cache", "lind-rust"};
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

	if (!*name || name[0] == '-' || name[strspn(name, letters)])
		fatal_hint("give one by --name", "'%s' cannot be the program's name: letters, digits, _ and - make one",
			   name);
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		if (!strcmp(name, taken[i]))
			fatal_hint("give another by --name",
				   "'%s' cannot be the program's name: it has a meaning already", name);
}

static void check_place(const char *dir)
{
	struct dirent *entry;
	DIR *d = opendir(dir);

	if (!d && errno != ENOENT)
		fatal("make a project in '%s':", dir);
	/* A new repository is as good as empty. */
	while (d && (entry = readdir(d)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..") && strcmp(entry->d_name, ".git"))
			fatal_hint("name a directory that is empty or not there",
				   "'%s' is there and not empty: nothing was written", dir);
	if (d)
		closedir(d);
}

/* In a word of a shell, without quotes: another word may go on behind it. */
static void add_for_sh(struct buf *out, const char *s)
{
	for (; *s; s++) {
		if (strchr("\t !\"#$&'()*;<=>?[\\]^`{|}~", *s))
			buf_char(out, '\\');
		buf_char(out, *s);
	}
}

/* In a variable that names a file for make's include. */
static void add_for_make(struct buf *out, const char *s)
{
	for (; *s; s++) {
		if (strchr(" #$", *s))
			buf_char(out, *s == '$' ? '$' : '\\');
		buf_char(out, *s);
	}
}

static void replace(struct buf *out, const struct project *p, const char *text)
{
	const struct {
		const char *word, *value;
		void (*add)(struct buf *, const char *);
	} words[] = {
		{"@NAME@", p->name, buf_str},
		{"@PREFIX@", p->prefix, buf_str},
		{"@PREFIX_SH@", p->prefix, add_for_sh},
		{"@PREFIX_MK@", p->prefix, add_for_make},
	};

	while (*text) {
		size_t i = 0;

		while (i < sizeof words / sizeof *words && !lr_starts(text, words[i].word))
			i++;
		if (i == sizeof words / sizeof *words) {
			buf_char(out, *text++);
			continue;
		}
		words[i].add(out, words[i].value);
		text += strlen(words[i].word);
	}
}

static void write_file(const struct project *p, const char *into, const char *below, const char *system)
{
	char *from = lr_data_file(xasprintf("template/%s/%s", system ? system : "common", below)),
	     *to = xasprintf("%s/%s", into, below);
	struct buf template = {0}, text = {0};

	if (lr_slurp(from, &template))
		fatal_hint("install lind-rust again", "read '%s': %s", from, strerror(errno));
	replace(&text, p, template.data);
	if (lr_write_if_changed(to, text.data, text.len, NULL))
		fatal("write '%s':", to);
	free(template.data);
	free(text.data);
	free(from);
	free(to);
}

static void write_files(const struct project *p, const char *into)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (!files[i].system || !strcmp(files[i].system, p->system))
			write_file(p, into, files[i].below, files[i].system);
}

/* All of it or nothing. */
static void make_directory(const struct project *p)
{
	char *staging = xasprintf("%s.new", p->dir);

	if (lr_exists(staging))
		fatal_hint("remove it", "'%s' is in the way", staging);
	lr_doom(staging);
	write_files(p, staging);
	if (rename(staging, p->dir))
		fatal("make a project in '%s':", p->dir);
	lr_spare(staging);
	free(staging);
}

/* For a shell, but to be read first. */
static char *word(const char *text)
{
	return lr_visible(lr_quote_sh(text));
}

static void tell(const struct project *p)
{
	char *dir = word(p->dir), *build = word(xasprintf("%s/build", p->dir)),
	     *toolchain =
		     word(xasprintf("-DCMAKE_TOOLCHAIN_FILE=%s/lib/cmake/LindRust/LindRustToolchain.cmake", p->prefix)),
	     *prefix = word(xasprintf("-DCMAKE_PREFIX_PATH=%s", p->prefix));

	printf("made '%s': a C program that calls a Rust library. Next:\n", lr_visible(p->dir));
	if (!strcmp(p->system, "make"))
		printf("  make -C %s check\n  make -C %s run\n", dir, dir);
	else
		printf("  cmake -S %s -B %s %s %s\n  cmake --build %s\n  ctest --test-dir %s\n", dir, build, toolchain,
		       prefix, build, build);
}

/* As it was called, "." resolved: the last part is the name. */
static char *own_path(const char *dir)
{
	char *path = lr_is_dir(dir) ? lr_realpath(dir) : lr_absolute(dir);
	size_t n;

	if (!path)
		fatal("directory '%s':", dir);
	n = strlen(path);
	while (n > 1 && path[n - 1] == '/')
		path[--n] = '\0';
	return path;
}

void lr_project_make(const char *dir, const char *name, const char *system)
{
	char *bin = lr_self_dir();
	struct project p = {.dir = own_path(dir), .system = system, .prefix = lr_dir(bin)};

	p.name = xstrdup(name ? name : lr_base(p.dir));
	check_name(p.name);
	check_place(p.dir);
	/* One that is there stays itself: somebody's shell may be in it. */
	if (lr_is_dir(p.dir))
		write_files(&p, p.dir);
	else
		make_directory(&p);
	tell(&p);
	free(bin);
}
