/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What steps and build tools leave for later: the first byte tells which. A record of a crate, Ninja's and make's words of
 * a dry run, a compile_commands.json, make's variable for its jobs, a precompiled module.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lind-rust/cache.h"
#include "lind-rust/compile_commands.h"
#include "lind-rust/explain.h"
#include "lind-rust/handover.h"
#include "lind-rust/jobserver.h"
#include "lind-rust/linkage.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void free_all(struct strv *v)
{
	for (size_t i = 0; i < v->n; i++)
		free(v->v[i]);
	free(v->v);
}

static void hold(char *text, size_t n)
{
	struct buf again = {0};
	struct lr_record r;

	if (lr_record_parse(&r, text, n)) {
		/* Nobody compares it before it is written again, but what is written is one. */
		lr_record_format(&again, &r);
		lr_record_holds(&r, "words");
		lr_record_free(&r);
		if (!lr_record_parse(&r, again.data, again.len))
			abort();
		lr_record_free(&r);
	}
	free(again.data);
}

/* With the right hash behind it: the wrong one keeps nearly all out. */
static void record(const char *text)
{
	size_t n = strlen(text);
	char *hash = lr_hash(text, n), *whole = xasprintf("%s%s", text, hash), *bare = xstrdup(text);

	hold(whole, n + strlen(hash));
	hold(bare, n);
	free(hash);
	free(whole);
	free(bare);
}

static void dry_run(char *text, bool ninja)
{
	struct strv reasons = {0}, steps = {0};

	lr_explain_read("/build", ninja, text, &reasons, &steps);
	free_all(&reasons);
	free_all(&steps);
}

static void commands(const char *text)
{
	static const char *const words[] = {"clang", "-c", "a.c", NULL}, *const names[] = {"a.c", NULL};
	static int fd;
	struct strv argv = {0}, sources = {0};
	char path[40];

	if (!fd)
		fd = memfd_create("commands", 0);
	if (ftruncate(fd, 0) || pwrite(fd, text, strlen(text), 0) != (ssize_t)strlen(text))
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	strv_addv(&argv, words);
	strv_addv(&sources, names);
	lr_compile_commands_add(path, &argv, &sources);
}

static void jobs(const char *text)
{
	struct lr_slot slot;

	lr_slot_open(&slot, text);
}

static void precompiled(const uint8_t *data, size_t size)
{
	struct buf bytes = {.data = (char *)data, .len = size};

	lr_is_dynamic(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text;

	if (!size)
		return 0;
	text = xstrndup((const char *)data + 1, size - 1);
	switch (*data) {
	case 'r':
		record(text);
		break;
	case 'n':
	case 'm':
		dry_run(text, *data == 'n');
		break;
	case 'c':
		commands(text);
		break;
	case 'j':
		jobs(text);
		break;
	default:
		precompiled(data, size);
		break;
	}
	free(text);
	return 0;
}
