/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lind-rust/ending.h"
#include "lind-rust/fs.h"
#include "lind-rust/link_aside.h"

static const char linker_name[] = "LIND_RUST_LINKER", module_name[] = "LIND_RUST_LINKER_OUTPUT";

/* /dev/null, a pipe, stdout: nothing can be made beside it, and nothing renamed to it. */
static bool is_stream(const char *output)
{
	struct stat st;

	return !strcmp(output, "-") || (!stat(output, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode));
}

void lr_aside_begin(struct lr_aside *aside, const char *output, const char *linker)
{
	char *target = is_stream(output) ? xasprintf("%s/%s", lr_temporary_directory(), lr_base(output)) : xstrdup(output);

	aside->output = output;
	if (lr_is_dir(target))
		fatal_hint("say by -o what the file is called", "cannot open output file '%s': it is a directory", output);
	aside->dir = lr_stage(target);
	if (mkdir(aside->dir, 0700))
		fatal_hint("its directory must be there, and you must have the right to write in it",
			   "cannot open output file '%s':", output);
	aside->module = xasprintf("%s/%s", aside->dir, lr_base(target));
	free(target);
	if (setenv(linker_name, linker, 1) || setenv(module_name, aside->module, 1))
		fatal("set '%s':", module_name);
}

static void end(struct lr_aside *aside)
{
	lr_remove_tree(aside->dir);
	lr_spare(aside->dir);
	free(aside->dir);
	free(aside->module);
	*aside = (struct lr_aside){0};
}

void lr_aside_rename(const struct lr_aside *aside, struct buf *said)
{
	size_t n = strlen(aside->module);
	struct buf out = {0};
	char *at, *from = said->data;

	for (; (at = strstr(from, aside->module)); from = at + n) {
		buf_add(&out, from, (size_t)(at - from));
		buf_str(&out, aside->output);
	}
	buf_str(&out, from);
	free(said->data);
	*said = out;
}

/* The linker's other files go beside the output, as they would have come there. */
static void publish_others(const struct lr_aside *aside)
{
	char *to = lr_dir(aside->output);
	DIR *d = opendir(aside->dir);
	struct dirent *entry;

	if (!d)
		fatal("read '%s':", aside->dir);
	while ((entry = readdir(d))) {
		char *old = xasprintf("%s/%s", aside->dir, entry->d_name), *new = xasprintf("%s/%s", to, entry->d_name);

		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..") && strcmp(old, aside->module) && rename(old, new))
			fatal("write '%s':", new);
		free(old);
		free(new);
	}
	closedir(d);
	free(to);
}

static void write_stream(const struct lr_aside *aside)
{
	FILE *to = strcmp(aside->output, "-") ? fopen(aside->output, "we") : stdout;
	struct buf bytes = {0};

	if (!to || lr_slurp(aside->module, &bytes) || fwrite(bytes.data, 1, bytes.len, to) != bytes.len || fflush(to))
		fatal("write '%s':", aside->output);
	if (to != stdout)
		fclose(to);
	free(bytes.data);
}

void lr_aside_publish(struct lr_aside *aside)
{
	if (is_stream(aside->output)) {
		write_stream(aside);
	} else {
		publish_others(aside);
		if (rename(aside->module, aside->output))
			fatal("write '%s':", aside->output);
	}
	end(aside);
}

void lr_aside_discard(struct lr_aside *aside)
{
	end(aside);
}

void lr_aside_linker(struct lr_tools *tools, char **argv)
{
	const char *linker = getenv(linker_name), *module = getenv(module_name);
	struct strv words = {0};

	/* Whoever starts the command that --lind-print shows has the linker as it is. */
	strv_add(&words, linker ? linker : lr_need(tools, LR_WASM_LD));
	while (*++argv)
		strv_add(&words, *argv);
	if (linker && module) {
		/* wasm-ld takes the last of two; the first may lie in a response file. */
		strv_add(&words, "-o");
		strv_add(&words, module);
	}
	execv(words.v[0], words.v);
	fatal("start '%s':", words.v[0]);
}
