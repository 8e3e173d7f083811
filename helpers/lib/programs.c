/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/cache.h"
#include "lind-rust/fs.h"
#include "lind-rust/proc.h"
#include "lind-rust/programs.h"
#include "lind-rust/wasm.h"

static void add_tool(struct strv *argv, const struct lr_finishing *how, const char *option, enum lr_tool tool)
{
	strv_printf(argv, "--%s=%s", option, lr_need(how->tools, tool));
}

static void step(const struct strv *argv, const struct lr_program_file *p, const char *what)
{
	int status;

	if (lr_verbose())
		lr_print_command(stderr, "+ ", argv);
	status = lr_run(argv);
	if (!status)
		return;
	warn("program '%s' of package '%s' was built by cargo, but %s failed", p->name, p->package, what);
	exit(status > 128 ? status : LR_FAILED);
}

static void helper(struct strv *argv, const char *name)
{
	char *bin = lr_self_dir();

	strv_printf(argv, "%s/%s", bin, name);
	free(bin);
}

static char *without_ending(const char *path)
{
	return xstrndup(path, strlen(path) - (lr_ends(path, ".wasm") ? strlen(".wasm") : 0));
}

/* The name that the user gave, but for test harnesses: those are never asked for by name. */
static char *stem(const struct lr_program_file *p)
{
	char *name, *library;

	if (p->settings->output_name && !p->test)
		return xstrdup(p->settings->output_name);
	name = without_ending(lr_base(p->raw));
	if (strcmp(p->kind, "cdylib"))
		return name;
	/* A program of the package may have this name, too. */
	library = xasprintf("lib%s", name);
	free(name);
	return library;
}

/* lind-wasm's own script takes every program for a grate that has a grate's entry: so that its users need say nothing. */
static bool has_grate_entry(const char *raw)
{
	struct buf bytes = {0};
	struct wasm_module m;
	bool yes;

	if (lr_slurp(raw, &bytes))
		fatal("read '%s':", raw);
	yes = wasm_read(&m, bytes.data, bytes.len) && wasm_export(&m, "pass_fptr_to_wt");
	wasm_free(&m);
	free(bytes.data);
	return yes;
}

static void opt(struct lr_program_file *p, const struct lr_finishing *how)
{
	const struct lr_lind_settings *s = p->settings;
	struct strv argv = {0};

	helper(&argv, "lind-rust-opt");
	strv_printf(&argv, "--runtime=%s", how->runtime);
	add_tool(&argv, how, "wasm-opt", LR_WASM_OPT);
	add_tool(&argv, how, "cache", LR_CACHE);
	strv_printf(&argv, "--profile=%s", p->profile);
	if (s->opt_level)
		strv_printf(&argv, "--opt-level=%s", s->policy.opt_level);
	if (s->check)
		strv_printf(&argv, "--check=%s", s->check);
	if (s->policy.when & LR_FPCAST)
		strv_add(&argv, "--fpcast");
	if (s->policy.when & LR_GRATE || has_grate_entry(p->raw))
		strv_add(&argv, "--grate");
	strv_printf(&argv, "--output=%s", p->wasm);
	strv_add(&argv, p->raw);
	step(&argv, p, "the opt pass");
}

/* What the .cwasm was made from: this module's bytes, and this lind-boot. */
static char *origin(const struct lr_program_file *p, const char *lind_boot)
{
	struct buf m = {0};
	char *hash = lr_hash_file(p->wasm);

	if (!hash)
		fatal("read '%s':", p->wasm);
	lr_key_add(&m, "module", hash);
	lr_key_add_stat(&m, "lind-boot", lind_boot);
	return lr_hash(m.data, m.len);
}

static void precompile(struct lr_program_file *p, const struct lr_finishing *how)
{
	const char *lind_boot = lr_need(how->tools, LR_LIND_BOOT);
	char *record = xasprintf("%s.from", p->wasm), *now = origin(p, lind_boot), *then = lr_first_line(record);
	struct strv argv = {0};

	if (then && !strcmp(now, then) && lr_exists(p->cwasm))
		return;
	helper(&argv, "lind-rust-run");
	strv_add(&argv, "--precompile");
	strv_printf(&argv, "--lind-boot=%s", lind_boot);
	add_tool(&argv, how, "cache", LR_CACHE);
	strv_printf(&argv, "--output=%s", p->cwasm);
	strv_add(&argv, p->wasm);
	step(&argv, p, "precompiling");
	if (lr_write_if_changed(record, now, strlen(now), NULL))
		fatal("write '%s':", record);
}

static void stage(struct lr_program_file *p, const struct lr_finishing *how)
{
	const char *lindfs = lr_find(how->tools, LR_LINDFS), *final = lr_program_final(p);
	const char *dir = how->output_dir ? how->output_dir : p->settings->output_dir ? p->settings->output_dir : "";

	if (!lindfs)
		return;
	p->staged = xasprintf("%s/%s%s%s", lindfs, dir, *dir ? "/" : "", lr_base(final));
	if (lr_copy_if_changed(final, p->staged, NULL))
		fatal_hint("make it writable, or name a place for it by --output-dir", "copy '%s' to '%s': %s", final,
			   p->staged, strerror(errno));
}

char *lr_program_place(const struct lr_program_file *p)
{
	char *dir = lr_dir(p->raw), *name = stem(p), *place = xasprintf("%s/lind/%s.wasm", dir, name);

	free(name);
	free(dir);
	return place;
}

void lr_program_finish(struct lr_program_file *p, const struct lr_finishing *how)
{
	char *dir = lr_dir(p->raw), *name = stem(p);

	p->wasm = lr_program_place(p);
	opt(p, how);
	if (!strcmp(how->runtime, "lind") && lr_find(how->tools, LR_LIND_BOOT) && !how->no_precompile &&
	    !p->settings->no_precompile) {
		p->cwasm = xasprintf("%s/%s.cwasm", dir, name);
		precompile(p, how);
	}
	if (how->stage && !p->test && !strcmp(how->runtime, "lind"))
		stage(p, how);
	free(dir);
	free(name);
}

const char *lr_program_final(const struct lr_program_file *p)
{
	return p->cwasm ? p->cwasm : p->wasm;
}
