/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/ending.h"
#include "lind-rust/environment.h"
#include "lind-rust/flags.h"
#include "lind-rust/fs.h"
#include "lind-rust/probe.h"
#include "lind-rust/proc.h"

/*
 * The values lie in one array of the object file, behind a mark by which they are found: each probe's number, counted
 * from 1, and its values.
 */
static const char mark[16] = "lind-rust probe:";
static const ptrdiff_t row_bytes = (ptrdiff_t)8 * (1 + LR_PROBE_VALUES);

static void head(struct buf *b, const struct strv *headers)
{
	buf_str(b, "#define _GNU_SOURCE 1\n");
	for (size_t i = 0; i < headers->n; i++)
		buf_printf(b, "#if __has_include(<%s>)\n#include <%s>\n#endif\n", headers->v[i], headers->v[i]);
	/* A probe's line is known by its number: 1 is the first probe's. */
	buf_str(b, "const struct { unsigned char mark[16]; long long v[]; } lind_rust_probe = {{");
	for (size_t i = 0; i < sizeof mark; i++)
		buf_printf(b, "%d,", mark[i]);
	buf_str(b, "}, {\n#line 1 \"lind-rust-probe\"\n");
}

static char *source(const struct strv *headers, const struct lr_probe *probes, size_t n)
{
	struct buf b = {0};

	head(&b, headers);
	for (size_t i = 0; i < n; i++) {
		if (probes[i].found) {
			buf_printf(&b, "%zu", i + 1);
			for (size_t k = 0; k < LR_PROBE_VALUES; k++)
				buf_printf(&b, ", (long long)(%s)", probes[i].expr[k] ? probes[i].expr[k] : "0");
			buf_char(&b, ',');
		}
		buf_char(&b, '\n');
	}
	buf_str(&b, "0 }};\n");
	return b.data;
}

static int compile(struct lr_tools *t, const char *from, const char *to, struct buf *said)
{
	struct strv argv = {0}, none = {0};
	char *words[] = {"-w", "-O0", "-ferror-limit=0", "-fno-caret-diagnostics", "-fno-color-diagnostics", "-c", NULL};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT};
	struct strv shell = {0};
	int status;

	/* clang says it on stderr, and stdout is what lr_capture gives. */
	strv_add(&shell, "/bin/sh");
	strv_add(&shell, "-c");
	strv_add(&shell, "exec \"$@\" 2>&1");
	strv_add(&shell, "sh");
	strv_add(&argv, lr_need(t, LR_CLANG));
	lr_flags_add(&argv, LR_FOR_CC, &lr_policy_default);
	strv_printf(&argv, "--sysroot=%s", lr_need(t, LR_SYSROOT));
	strv_addv(&argv, (const char *const *)words);
	strv_add(&argv, from);
	strv_add(&argv, "-o");
	strv_add(&argv, to);
	strv_addv(&shell, (const char *const *)argv.v);
	c.argv = &shell;
	c.env = lr_cargo_env(&none, NULL);
	c.err = LR_INHERIT;
	status = lr_capture(&c, said, false);
	return status;
}

/* Lines "lind-rust-probe:12:3: error: ..." each name a probe that does not compile; how many there were. */
static size_t drop_failed(struct lr_probe *probes, size_t n, const char *said)
{
	static const char lead[] = "lind-rust-probe:";
	size_t dropped = 0;

	for (const char *at = said; (at = strstr(at, lead)); ) {
		unsigned long line;
		bool begins = at == said || at[-1] == '\n';

		at += strlen(lead);
		line = strtoul(at, NULL, 10);
		if (begins && line >= 1 && line <= n && probes[line - 1].found) {
			probes[line - 1].found = false;
			dropped++;
		}
	}
	return dropped;
}

static long long little_endian(const char *at)
{
	uint64_t value = 0;

	for (int i = 7; i >= 0; i--)
		value = value << 8 | (unsigned char)at[i];
	return (long long)value;
}

static void read_values(struct lr_probe *probes, size_t n, const struct buf *object)
{
	const char *end = object->data + object->len, *at = object->data;
	/* The mark is followed by the first found probe's number. */
	size_t first = 0;

	while (first < n && !probes[first].found)
		first++;
	for (; at && first < n; at++) {
		at = memmem(at, (size_t)(end - at), mark, sizeof mark);
		if (!at)
			break;
		if (end - at >= (ptrdiff_t)sizeof mark + row_bytes && little_endian(at + sizeof mark) == (long long)first + 1)
			break;
	}
	if (!at && first < n)
		fatal("the probe of the C headers: its values are not in the object file");
	for (at += at ? sizeof mark : 0; at && first < n && end - at >= row_bytes; at += row_bytes) {
		long long number = little_endian(at);

		if (number < 1 || number > (long long)n)
			break;
		for (size_t k = 0; k < LR_PROBE_VALUES; k++)
			probes[number - 1].value[k] = little_endian(at + 8 * (k + 1));
	}
}

static char *scratch_dir(const char *below)
{
	char *dir = xasprintf("%s/.probe.XXXXXX", below);

	if (!mkdtemp(dir))
		fatal("make a directory '%s':", dir);
	lr_doom(dir);
	return dir;
}

void lr_probe_run(struct lr_tools *tools, const struct strv *headers, struct lr_probe *probes, size_t n,
		  const char *scratch)
{
	char *dir = scratch_dir(scratch), *from = xasprintf("%s/probe.c", dir), *to = xasprintf("%s/probe.o", dir);
	struct buf object = {0};

	for (size_t i = 0; i < n; i++)
		probes[i].found = true;
	for (;;) {
		char *text = source(headers, probes, n);
		struct buf said = {0};
		int status;

		if (lr_write_if_changed(from, text, strlen(text), NULL))
			fatal("write '%s':", from);
		free(text);
		status = compile(tools, from, to, &said);
		if (!status)
			break;
		if (!drop_failed(probes, n, said.data ? said.data : "")) {
			fputs(said.data ? said.data : "", stderr);
			fatal_hint("build lind-wasm's sysroot again (make sysroot), or name another by "
				   "LIND_RUST_SYSROOT",
				   "the headers of '%s' cannot be compiled: clang %s", lr_need(tools, LR_SYSROOT),
				   lr_status_words(status));
		}
		free(said.data);
	}
	if (lr_slurp(to, &object))
		fatal("read '%s':", to);
	read_values(probes, n, &object);
	lr_remove_tree(dir);
	lr_spare(dir);
	free(object.data);
	free(from);
	free(to);
	free(dir);
}
