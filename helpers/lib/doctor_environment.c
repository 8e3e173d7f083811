/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "doctor_internal.h"
#include "lind-rust/fs.h"
#include "lind-rust/proc.h"

/*
 * A variable that names what cannot be used ends every other program with its message. Here it becomes a finding, and
 * the rest is looked at as if it were not set.
 */
static bool find_bad_setting(struct lr_findings *f, struct lr_tools *t)
{
	char *bin = lr_self_dir(), *name, *newline;
	struct strv argv = {0};
	int fds[2];
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT};
	struct buf said = {0}, ignored = {0};
	struct lr_finding *at;
	const char *text;

	strv_printf(&argv, "%s/lind-rust-config", bin);
	strv_add(&argv, "tools");
	if (t->manifest_dir)
		strv_printf(&argv, "--manifest-dir=%s", t->manifest_dir);
	free(bin);
	if (pipe2(fds, O_CLOEXEC))
		fatal("pipe:");
	c.err = fds[1];
	if (!lr_capture(&c, &ignored, false)) {
		close(fds[0]);
		close(fds[1]);
		return false;
	}
	close(fds[1]);
	for (char block[4096];;) {
		ssize_t n = read(fds[0], block, sizeof block);

		if (n <= 0)
			break;
		buf_add(&said, block, (size_t)n);
	}
	close(fds[0]);
	text = said.len && strchr(said.data, ' ') ? strchr(said.data, ' ') + 1 : "";
	name = xstrndup(text, strcspn(text, ": "));
	at = lr_doctor_add(f, "settings", "environment", LR_MISSING);
	newline = strchr(text, '\n');
	at->detail = xstrndup(text, newline ? (size_t)(newline - text) : strlen(text));
	at->cure = newline ? xstrndup(newline + 1 + strspn(newline + 1, " "),
				      strcspn(newline + 1 + strspn(newline + 1, " "), "\n"))
			   : NULL;
	if (!getenv(name)) {
		/* A file that pins a toolchain: the rest is looked at from where there is none. */
		t->manifest_dir = xstrdup("/");
		return false;
	}
	at->name = name;
	unsetenv(name);
	return true;
}

/* Without their prefix, for what is near to another is asked of the rest. Tools' own names come to these. */
static const char *const settings[] = {
	"BUILD",           "CACHE_GROUP",     "CC_LAUNCHER",     "CFLAGS",          "CXXFLAGS",
	"CMAKE",           "EXACT_FEATURES",  "HOST_CC",         "IDLE_GOALS",
	"LINKAGE",         "PREFIX",          "PROFILE",         "PROGRESS",
	"RUNTIME",         "RUN_ENV",         "RUN_GRATES",      "RUN_PRELOADS",
	"RUSTC_LAUNCHER",  "STD_DEBUG_ASSERTIONS", "TARGET",     "TIMEOUT",
	"TOOLCHAIN",       "VERBOSE",
	/* Between the helpers. */
	"CC_ARGS",         "CC_LINKAGE",      "LINKER",          "LINKER_OUTPUT",   "MAKE",
};

/* A misspelled variable has no effect, and nothing says so. */
static void look_for_unknown(struct lr_findings *f)
{
	static const char prefix[] = "LIND_RUST_";
	const char *known[sizeof settings / sizeof *settings + LR_NTOOLS + 1];
	size_t n = 0;

	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
		known[n++] = settings[i];
	for (size_t i = 0; i < LR_NTOOLS; i++)
		if (lr_starts(lr_tool_name(i), prefix))
			known[n++] = lr_tool_name(i) + strlen(prefix);
	known[n] = NULL;
	for (char **e = environ; *e; e++) {
		char *name = xstrndup(*e, strcspn(*e, "="));
		const char *near = lr_starts(name, prefix) ? lr_nearest(name + strlen(prefix), known) : name;
		struct lr_finding *at;

		if (near && (near == name || !strcmp(near, name + strlen(prefix)))) {
			free(name);
			continue;
		}
		at = lr_doctor_add(f, "settings", name, LR_DOUBT);
		at->detail = xstrdup("no setting of lind-rust's: it has no effect");
		at->cure = near ? xasprintf("did you mean %s%s?", prefix, near) : xasprintf("unset %s", name);
	}
}

void lr_doctor_environment(struct lr_findings *f, struct lr_tools *t)
{
	static const struct {
		const char *name, *detail;
	} all[] = {
		{"RUSTFLAGS", "kept from cargo: cargo would take it in place of lind's own flags"},
		{"CARGO_ENCODED_RUSTFLAGS", "kept from cargo: cargo would take it in place of lind's own flags"},
		{"LIND_COMPILE_BIN", "not needed any more: lind-rust-opt and lind-boot do what lind_compile did"},
		{"LIND_WASM_LINKER", "not needed any more: lind-rust-clang links"},
	};

	while (find_bad_setting(f, t))
		;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		const char *value = getenv(all[i].name);
		struct lr_finding *at;

		if (!value || !*value)
			continue;
		at = lr_doctor_add(f, "settings", all[i].name, LR_DOUBT);
		at->detail = xstrdup(all[i].detail);
		at->cure = xasprintf("unset %s", all[i].name);
	}
	look_for_unknown(f);
}
