/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/cached.h"
#include "lind-rust/fs.h"
#include "lind-rust/identity.h"
#include "lind-rust/patience.h"
#include "lind-rust/precompile.h"
#include "lind-rust/proc.h"

/* The cache of precompiled modules is kept below this: least recently used entries go first. */
#define CACHE_BYTES (2ull << 30)

struct job {
	const char *lind_boot, *module, *cache;
	struct buf bytes; /* the module's */
};

/* Machine code is for what lind-boot saw of the processor: one of another kind would refuse it, or worse. */
static char *key(const struct job *j)
{
	char *hash = lr_hash(j->bytes.data, j->bytes.len), *result;
	struct buf m = {0};

	lr_key_add(&m, "format", "1");
	lr_key_add(&m, "module", hash);
	lr_key_add_program(&m, "lind-boot", j->lind_boot, j->cache);
	lr_key_add_processor(&m, "/proc/cpuinfo");
	result = lr_hash(m.data, m.len);
	free(hash);
	free(m.data);
	return result;
}

static void show(const char *log)
{
	struct buf words = {0};

	if (!lr_slurp(log, &words))
		fwrite(words.data, 1, words.len, stderr);
	free(words.data);
}

/* lind-boot writes beside its input and knows no other place: it works on a copy in a directory of its own. */
static char *run_lind_boot(void *context, struct lr_entry *entry)
{
	const struct job *j = context;
	char *dir = xasprintf("%s/made", entry->staging), *copy = xasprintf("%s/module.wasm", dir);
	char *made = xasprintf("%s/module.cwasm", dir), *log = xasprintf("%s/log", dir);
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT};
	char *cure;
	int status;

	if (lr_mkdirs(dir) || lr_write_if_changed(copy, j->bytes.data, j->bytes.len, NULL))
		fatal("copy '%s' to '%s':", j->module, copy);
	strv_add(&argv, j->lind_boot);
	strv_add(&argv, "--precompile");
	strv_add(&argv, copy);
	if (lr_verbose())
		lr_print_command(stderr, "+ ", &argv);
	/* Its words are of interest where it fails; else they say where the copy went, which is nowhere. */
	c.out = c.err = open(log, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	lr_patience(xasprintf("precompiling '%s' (%.1f MB)", lr_base(j->module), (double)j->bytes.len / 1e6));
	status = lr_wait(lr_start(&c));
	lr_patience_end();
	if (!status && lr_exists(made))
		return made;
	show(log);
	lr_cache_abandon(entry);
	cure = xasprintf("build '%s' again, or name another by LIND_RUST_LIND_BOOT; NO_PRECOMPILE (--no-precompile) stops "
			 "at the .wasm",
			 j->lind_boot);
	if (!status)
		fatal_hint(cure, "lind-boot precompiled '%s' without an error, but wrote nothing", j->module);
	fatal_hint(cure, "'%s' was not precompiled: lind-boot %s", j->module, lr_status_words(status));
}

static bool is_there(const struct buf *bytes)
{
	return bytes->len;
}

void lr_precompile(struct lr_tools *tools, const char *module, const char *output, bool no_cache)
{
	struct job j = {.lind_boot = lr_need(tools, LR_LIND_BOOT), .module = module, .cache = lr_need(tools, LR_CACHE)};
	struct lr_cached cached = {
		.cache = j.cache,
		.kind = "precompiled",
		.bytes = CACHE_BYTES,
		.anew = no_cache,
		.make = run_lind_boot,
		.is_whole = is_there,
		.broken = xasprintf("lind-boot wrote an empty file for '%s'", module),
		.context = &j,
	};
	struct buf made = {0};

	if (lr_slurp(module, &j.bytes))
		fatal("read '%s':", module);
	cached.key = key(&j);
	lr_cached_read(&cached, &made);
	lr_cached_write(output, &made, module);
	free(made.data);
	free(j.bytes.data);
}
