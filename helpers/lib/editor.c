/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/editor.h"
#include "lind-rust/flags.h"
#include "lind-rust/fs.h"
#include "lind-rust/quote.h"

struct config {
	char *triple;  /* of its [target.TRIPLE] */
	char *wrapper; /* rustc-wrapper; NULL */
	char *flags;   /* rustflags, as cargo takes them in its environment; NULL */
	char *c_words; /* a file for LIND_RUST_CC_ARGS; NULL */
	char *bindgen; /* a setting of cargo's; NULL */
};

/* What lr_quote_toml made of a text is a JSON string as well. */
static char *unquoted(const char *at, size_t n)
{
	json_t *text = json_loadb(at, n, JSON_DECODE_ANY, NULL);
	char *s = json_is_string(text) ? xstrdup(json_string_value(text)) : NULL;

	json_decref(text);
	return s;
}

/* The lines between 'rustflags = [' and ']', each a string and a comma. */
static char *flags_of(const char *at)
{
	struct buf b = {0};

	/* A file that was cut off ends in a line of its own. */
	for (; *at == ' '; at += strcspn(at, "\n"), at += *at == '\n') {
		const char *begin = at + strspn(at, " ");
		size_t n = strcspn(begin, "\n");
		char *flag = n ? unquoted(begin, n - 1) : NULL;

		if (!flag)
			return NULL;
		buf_printf(&b, "%s%s", b.len ? "\x1f" : "", flag);
		free(flag);
	}
	return b.data;
}

static struct config read_config(const char *path)
{
	static const char table[] = "\n[target.", wrapper[] = "\nrustc-wrapper = ", flags[] = "\nrustflags = [\n";
	struct config c = {0};
	struct buf b = {0};
	const char *at;

	if (lr_slurp(path, &b))
		fatal_hint("'lind-rust-config cargo -o FILE' writes it, and so does a build", "read '%s': %s", path,
			   strerror(errno));
	at = b.len ? strstr(b.data, table) : NULL;
	if (!at)
		fatal_hint("name what 'lind-rust-config cargo' wrote", "'%s' has no [target.*]: it is not lind-rust's",
			   path);
	at += strlen(table);
	c.triple = xstrndup(at, strcspn(at, "]"));
	/* It goes into a command line for people to copy. */
	if (!*c.triple || c.triple[strspn(c.triple, "abcdefghijklmnopqrstuvwxyz0123456789_.-")])
		fatal_hint("name what 'lind-rust-config cargo' wrote", "'%s' is for no target ('%s')", path, c.triple);
	if ((at = strstr(b.data, wrapper))) {
		at += strlen(wrapper);
		c.wrapper = unquoted(at, strcspn(at, "\n"));
	}
	if ((at = strstr(b.data, flags)))
		c.flags = flags_of(at + strlen(flags));
	free(b.data);
	return c;
}

/* C that crates compile includes headers of the project's libraries: as lind-rust-cargo tells its build scripts. */
static void take_usage(struct config *c, const struct lr_c_usage *usage, struct lr_tools *tools, const char *path)
{
	char *words = usage ? lr_c_usage_bindgen(usage, lr_need(tools, LR_SYSROOT)) : NULL, *dir;

	if (!words)
		return;
	dir = lr_dir(path);
	c->c_words = xasprintf("%s/editor.rsp", dir);
	lr_c_usage_write(usage, c->c_words);
	c->bindgen = xasprintf("env.BINDGEN_EXTRA_CLANG_ARGS_%s.value=%s", lr_need_target(path, c->triple)->env_suffix,
			       lr_quote_toml(words));
	free(words);
	free(dir);
}

/*
 * rust-analyzer gives extraArgs to its checks alone. What else it asks cargo, about packages and about the target, sees
 * the environment: the target is known there by the wrapper and by the flags' --sysroot. Nor does it ask the rustc that
 * it is told of where the library's sources are.
 */
static json_t *rust_analyzer(struct lr_tools *tools, const struct config *c, const char *path, const char *target_dir)
{
	const char *src = lr_find(tools, LR_RUST_SRC);
	char *sysroot = lr_rust_sysroot(tools);
	json_t *env =
		json_pack("{s:s, s:s, s:s*, s:s*, s:s*}", "RUSTC", lr_need(tools, LR_RUSTC), "CARGO",
			  lr_need(tools, LR_CARGO), "RUSTC_WRAPPER", c->wrapper, "CARGO_ENCODED_RUSTFLAGS", c->flags,
			  "LIND_RUST_CC_ARGS", c->c_words);
	/* Its own wrapper for build scripts would take the place of ours. */
	json_t *all = json_pack("{s:s, s:[s,s,s*,s*], s:o, s:s*, s:s*, s:s*, s:b}", "rust-analyzer.cargo.target", c->triple,
				"rust-analyzer.cargo.extraArgs", "--config", path, c->bindgen ? "--config" : NULL,
				c->bindgen, "rust-analyzer.cargo.extraEnv", env,
				"rust-analyzer.cargo.sysroot", sysroot, "rust-analyzer.cargo.sysrootSrc", src,
				"rust-analyzer.cargo.targetDir", target_dir,
				"rust-analyzer.cargo.buildScripts.useRustcWrapper", 0);

	if (!all)
		fatal_hint("rename it", "a path is not UTF-8: an editor's settings cannot hold it");
	free(sysroot);
	return all;
}

void lr_editor_settings(struct buf *out, struct lr_tools *tools, const char *config, const char *target_dir,
			const struct lr_c_usage *usage)
{
	struct config c = read_config(config);
	json_t *all;
	char *text;

	take_usage(&c, usage, tools, config);
	all = rust_analyzer(tools, &c, config, target_dir);
	text = json_dumps(all, JSON_INDENT(2));

	/* Behind the verb: cargo does not hand on to one that is a program of its own, such as clippy, what is before it. */
	if (c.c_words)
		buf_printf(out, "LIND_RUST_CC_ARGS=%s ", lr_quote_sh(c.c_words));
	buf_printf(out, "RUSTC=%s %s check --config %s --target %s", lr_quote_sh(lr_need(tools, LR_RUSTC)),
		   lr_quote_sh(lr_need(tools, LR_CARGO)), lr_quote_sh(config), c.triple);
	if (c.bindgen)
		buf_printf(out, " --config %s", lr_quote_sh(c.bindgen));
	if (target_dir)
		buf_printf(out, " --target-dir %s", lr_quote_sh(target_dir));
	buf_printf(out, "\n\n# rust-analyzer, in the editor's settings:\n%s\n", text);
	free(text);
	json_decref(all);
	free(c.triple);
	free(c.wrapper);
	free(c.flags);
	free(c.c_words);
	free(c.bindgen);
}
