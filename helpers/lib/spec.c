/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lind-rust/fs.h"
#include "lind-rust/proc.h"
#include "lind-rust/sealed.h"
#include "lind-rust/spec.h"

/* rustc's own target that is nearest: what it says of memory, atomics and code generation holds for lind, too. */
static const char nearest[] = "wasm32-wasip1-threads";

/* Linking is lind-rust-clang's affair: these say what rustc's own linkers would do. */
static const char *const removed[] = {
	"pre-link-args", "pre-link-objects-fallback", "crt-objects-fallback", "late-link-args", "post-link-objects-fallback",
	"link-self-contained", "lld-flavor", "metadata", "only-cdylib", "crt-static-allows-dylibs",
};

static const struct {
	const char *key, *value; /* value: JSON */
	const char *reason;
} set[] = {
	{"os", "\"linux\"", "lind's system calls are Linux's"},
	{"env", "\"gnu\"", "lind-glibc"},
	{"vendor", "\"lind\"", "for cfg(target_vendor = \"lind\")"},
	{"target-family", "[\"unix\"]", "crates refuse to be compiled for family wasm without WASI"},
	{"llvm-target", "\"wasm32-unknown-wasi\"", "as C is compiled"},
	{"features", "\"+atomics,+bulk-memory,+mutable-globals,+sign-ext\"", "memory is shared"},
	{"has-thread-local", "true", "__wasm_init_tls gives each thread its own"},
	{"tls-model", "\"local-exec\"", "programs are linked to one module"},
	{"relocation-model", "\"static\"", "likewise"},
	{"dynamic-linking", "false", "likewise"},
	{"crt-static-default", "true", "lind-glibc's archives are what is linked"},
	{"crt-static-respected", "true", "likewise"},
	{"panic-strategy", "\"abort\"", "the runtime's compiler has no unwinding of Rust's"},
	{"entry-name", "\"__main_argc_argv\"", "what lind-glibc's crt1 calls in the end"},
	{"main-needs-argc-argv", "true", "std on unix takes its arguments from main"},
	{"linker", "\"lind-rust-clang\"", NULL},
	{"linker-flavor", "\"wasm-lld-cc\"", "a compiler driver's arguments"},
};

static char *ask_rustc(struct lr_tools *tools, bool quiet)
{
	struct strv argv = {0}, env = {0};
	struct lr_child c = {.argv = &argv, .cwd = "/", .in = LR_INHERIT, .err = LR_INHERIT};
	struct buf out = {0};
	int status;

	strv_add(&argv, lr_need(tools, LR_RUSTC));
	strv_add(&argv, "-Zunstable-options");
	strv_add(&argv, "--print=target-spec-json");
	strv_printf(&argv, "--target=%s", nearest);
	for (char **e = environ; *e; e++)
		if (!lr_starts(*e, "RUSTC_BOOTSTRAP="))
			strv_add(&env, *e);
	strv_add(&env, "RUSTC_BOOTSTRAP=1");
	c.env = env.v;
	status = lr_capture(&c, &out, quiet);
	if (status && quiet)
		return NULL;
	if (status)
		fatal_hint("LIND_RUST_TOOLCHAIN picks another toolchain; 1.85 and newer are known to work",
			   "'%s' does not say what its target %s is: rustc %s", argv.v[0], nearest, lr_status_words(status));
	return out.data;
}

char *lr_target_spec(struct lr_tools *tools, const struct lr_target *target)
{
	/* It is in std's key, and once more in std. */
	static char *spec, *of;
	const char *rustc = lr_need(tools, LR_RUSTC);
	json_error_t error;
	json_t *json;
	char *text;

	if (spec && !strcmp(of, rustc))
		return xstrdup(spec);
	text = ask_rustc(tools, false);
	json = json_loads(text, 0, &error);
	if (!json_is_object(json))
		fatal("what '%s' says of its target %s is no JSON: %s", rustc, nearest, error.text);
	for (size_t i = 0; i < sizeof removed / sizeof *removed; i++)
		json_object_del(json, removed[i]);
	for (size_t i = 0; i < sizeof set / sizeof *set; i++)
		json_object_set_new(json, set[i].key, json_loads(set[i].value, JSON_DECODE_ANY, NULL));
	(void)target;
	free(spec);
	free(of);
	spec = json_dumps(json, JSON_INDENT(1) | JSON_SORT_KEYS);
	of = xstrdup(rustc);
	json_decref(json);
	free(text);
	return xstrdup(spec);
}

bool lr_target_spec_is_known(struct lr_tools *tools, const struct lr_target *target)
{
	char *text = ask_rustc(tools, true);
	json_t *json = text ? json_loads(text, 0, NULL) : NULL;
	bool yes = json_is_object(json);

	(void)target;
	json_decref(json);
	free(text);
	return yes;
}

char *lr_spec_file(const char *std, const struct lr_target *target)
{
	return xasprintf("%s/lib/rustlib/%s/target.json", std, target->triple);
}

/* What rustc makes a shared library for. */
static const char *const library_keys[] = {"dynamic-linking", "only-cdylib", "crt-static-allows-dylibs"};

static char *library_spec(const char *std, const struct lr_target *target)
{
	char *path = lr_spec_file(std, target), *text;
	struct buf b = {0};
	json_t *json;

	if (lr_slurp(path, &b) || !(json = json_loadb(b.data, b.len, 0, NULL)))
		fatal_hint("remove the directory of this standard library: the next build makes it again",
			   "'%s' is no target specification", path);
	for (size_t i = 0; i < sizeof library_keys / sizeof *library_keys; i++)
		json_object_set_new(json, library_keys[i], json_true());
	text = json_dumps(json, JSON_INDENT(1) | JSON_SORT_KEYS);
	json_decref(json);
	free(b.data);
	free(path);
	return text;
}

char *lr_library_spec_dir(struct lr_tools *tools, const char *std, const struct lr_target *target)
{
	char *text = library_spec(std, target), *dir, *made;
	struct lr_entry entry;

	dir = lr_sealed_open(&entry, lr_need(tools, LR_CACHE), "spec", lr_hash(text, strlen(text)));
	if (entry.staging) {
		made = xasprintf("%s/%s.json", lr_sealed_staging(&entry), target->triple);
		if (lr_write_if_changed(made, text, strlen(text), NULL))
			fatal("write '%s':", made);
		lr_sealed_publish(&entry);
		free(made);
	}
	free(text);
	return dir;
}

char *lr_stable_mark(const char *std, const struct lr_target *target)
{
	return xasprintf("%s/lib/rustlib/%s/stable", std, target->triple);
}
