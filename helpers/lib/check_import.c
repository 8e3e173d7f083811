/* SPDX-License-Identifier: Apache-2.0 */
/* What lind-boot can give to a module, and where everything else comes from. */
#include <stdlib.h>
#include <string.h>

#include "check_internal.h"

enum {
	ALWAYS = 0,
	NEEDS_DEBUG,  /* only a lind-boot built with the feature lind_debug has it */
	NEEDS_SETJMP, /* only a lind-boot built with the feature asyncify-setjmp has it */
	ONLY_EPOCH,   /* the opt pass brings it */
};

struct import_rule {
	const char *module, *name;
	enum wasm_kind kind;
	const char *signature;
	int when;
};

/* Names and types that lind-boot registers with its linker for every module. */
static const struct import_rule rules[] = {
	/* A call number, a name, two cages, then six arguments with the cage each belongs to. */
	{"lind", "make-syscall", WASM_FUNC, "ijjjjjjjjjjjjjjj>i", ALWAYS},
	{"lind", "lind-get-memory-base", WASM_FUNC, ">j", ALWAYS},
	{"lind", "lind-get-cage-id", WASM_FUNC, ">j", ALWAYS},
	{"lind", "debug-panic", WASM_FUNC, "j>", ALWAYS},
	{"lind", "dlopen", WASM_FUNC, "ii>i", ALWAYS},
	{"lind", "dlsym", WASM_FUNC, "ii>i", ALWAYS},
	{"lind", "dlclose", WASM_FUNC, "i>i", ALWAYS},
	{"lind", "args_sizes_get", WASM_FUNC, "ii>i", ALWAYS},
	{"lind", "args_get", WASM_FUNC, "ii>i", ALWAYS},
	{"lind", "environ_sizes_get", WASM_FUNC, "ii>i", ALWAYS},
	{"lind", "environ_get", WASM_FUNC, "ii>i", ALWAYS},
	{"lind", "random_get", WASM_FUNC, "ii>i", ALWAYS},
	{"lind", "epoch_callback", WASM_FUNC, ">", ONLY_EPOCH},
	{"lind", "lind-setjmp", WASM_FUNC, "i>i", NEEDS_SETJMP},
	{"lind", "lind-longjmp", WASM_FUNC, "ii>i", NEEDS_SETJMP},
	{"wasi_snapshot_preview1", "args_sizes_get", WASM_FUNC, "ii>i", ALWAYS},
	{"wasi_snapshot_preview1", "args_get", WASM_FUNC, "ii>i", ALWAYS},
	{"wasi_snapshot_preview1", "environ_sizes_get", WASM_FUNC, "ii>i", ALWAYS},
	{"wasi_snapshot_preview1", "environ_get", WASM_FUNC, "ii>i", ALWAYS},
	{"wasi_snapshot_preview1", "random_get", WASM_FUNC, "ii>i", ALWAYS},
	{"debug", "lind_debug_num", WASM_FUNC, "i>i", NEEDS_DEBUG},
	{"debug", "lind_debug_str", WASM_FUNC, "i>i", NEEDS_DEBUG},
	{"env", "__c_longjmp", WASM_TAG, "i>", ALWAYS},
};

/* Where an import that nothing satisfies usually comes from. The first row that fits is taken. */
struct origin {
	const char *module; /* a trailing '*' stands for anything */
	const char *name;
	const char *why, *cure;
};

static const char why_wasi[] = "of WASI lind-boot has five functions: args_get, args_sizes_get, environ_get, "
			       "environ_sizes_get and random_get";
static const char cure_wasi[] =
	"Rust's std for wasip1, a crate or wasi-libc calls WASI where it should call lind's libc: build with TARGET "
	"wasm32-lind, and link by lind-rust-clang against lind's sysroot alone";
static const char why_dynamic[] = "the loader gives it to dynamic modules only";
static const char cure_dynamic[] =
	"link as a static program: LINKAGE static; no -fPIC, -pie, -shared or --import-table on the link line";
static const char why_pass[] = "the opt pass for dynamic programs and libraries makes it; a static module has its own";
static const char cure_pass[] =
	"run lind-rust-opt on the raw module with the passes of a static program (LINKAGE static)";
static const char why_undefined[] = "the linker left an undefined symbol as an import";
static const char cure_compat[] = "link by lind-rust-clang: its compat object defines what Rust's std needs and lind's "
				  "libc lacks; drop --allow-undefined";
static const char why_web[] = "it is a JavaScript function of wasm-bindgen";
static const char cure_web[] =
	"a crate takes wasm32 for the browser: turn its feature off (js of getrandom, wasmbind of chrono, …), or build with "
	"TARGET wasm32-lind, which crates take for a Unix";

static const struct origin origins[] = {
	{"wasi", "thread-spawn", "lind's threads are made by the system call clone, which lind's pthread_create uses",
	 "wasi-libc's threads are on the link line: use TARGET wasm32-lind or wasm32-wasip1 instead of "
	 "wasm32-wasip1-threads, and link by lind-rust-clang"},
	{"wasi_snapshot_preview1", "*", why_wasi, cure_wasi},
	{"wasi_unstable", "*", why_wasi, cure_wasi},
	{"wasi:*", "*", "lind-boot runs modules, not components: it has no WASI 0.2",
	 "build for TARGET wasm32-lind or wasm32-wasip1 instead of wasm32-wasip2"},
	{"env", "__indirect_function_table", why_dynamic, cure_dynamic},
	{"env", "__memory_base", why_dynamic, cure_dynamic},
	{"env", "__table_base", why_dynamic, cure_dynamic},
	{"env", "__stack_pointer", why_dynamic, cure_dynamic},
	{"GOT.*", "*", why_dynamic, cure_dynamic},
	{"lind", "epoch", why_pass, cure_pass},
	{"env", "signal_callback", why_pass, cure_pass},
	{"env", "__asyncify_*", why_pass, cure_pass},
	{"env", "_CLOCK_*", why_undefined, cure_compat},
	{"env", "__wasilibc_*", why_undefined, cure_compat},
	{"env", "clock_nanosleep", why_undefined, cure_compat},
	{"env", "__wasm_setjmp*",
	 "clang 19 and newer call it for setjmp; a libc made with clang 18 has saveSetjmp instead",
	 "build lind's sysroot with the same clang, or compile what uses setjmp with clang 18"},
	{"env", "saveSetjmp", "clang 18 calls it for setjmp; a libc made with a newer clang has __wasm_setjmp instead",
	 "build lind's sysroot with the same clang, or compile what uses setjmp with a newer one"},
	{"env", "testSetjmp",
	 "clang 18 calls it for setjmp; a libc made with a newer clang has __wasm_setjmp_test instead",
	 "build lind's sysroot with the same clang, or compile what uses setjmp with a newer one"},
	{"env", "pass_fptr_to_wt", "a grate's entry is asked for and not defined",
	 "define pass_fptr_to_wt in the program (extern \"C\", #[no_mangle]), or leave the keyword GRATE out"},
	{"env", "__cpp_exception", "C++ throws by this tag, and its runtime defines it",
	 "compile it by lind-rust-clang, or with -fno-exceptions: nothing unwinds on lind"},
	{"env", "emscripten_*", "it is a function of emscripten's runtime",
	 "an object was compiled by emcc: compile it by lind-rust-clang"},
	{"env", "invoke_*", "it is a function of emscripten's runtime",
	 "an object was compiled for emscripten's exceptions: compile it by lind-rust-clang"},
	{"__wbindgen*", "*", why_web, cure_web},
	{"wbg", "*", why_web, cure_web},
	{"env", "__wbindgen*", why_web, cure_web},
	{"env", "*", why_undefined,
	 "link the library that defines it: LINK_LIBRARIES (or a file on lind-rust-clang's line), and without "
	 "--allow-undefined, so that the linker tells who uses it"},
	{"*", "*", "it is a function of another runtime",
	 "find who declares it (in C import_module, in Rust #[link(wasm_import_module)]) and leave it out or replace "
	 "it"},
};

static bool fits(struct text t, const char *pattern)
{
	size_t n = strlen(pattern);

	if (n && pattern[n - 1] == '*')
		return t.n >= n - 1 && !memcmp(t.s, pattern, n - 1);
	return text_is(t, pattern);
}

static const struct import_rule *find_rule(const struct wasm_import *import)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (text_is(import->module, rules[i].module) && text_is(import->name, rules[i].name))
			return &rules[i];
	return NULL;
}

static const struct origin *find_origin(struct text module, struct text name)
{
	const struct origin *o = origins;

	while (!fits(module, o->module) || !fits(name, o->name))
		o++;
	return o;
}

bool check_import_is_known(const struct wasm_import *import)
{
	return import->kind == WASM_MEMORY || find_rule(import);
}

bool check_import_origin(struct text module, struct text name, const char **why, const char **cure)
{
	const struct origin *o = find_origin(module, name);

	*why = o->why;
	*cure = o->cure;
	return strcmp(o->name, "*") != 0;
}

char *check_import_name(const struct wasm_import *import)
{
	struct buf b = {0};

	text_show(&b, import->module);
	buf_char(&b, '.');
	text_show(&b, import->name);
	return b.data;
}

static void unknown_import(struct check *c, const struct wasm_import *import)
{
	const struct origin *o = find_origin(import->module, import->name);
	bool traps = c->m->dylink.present && import->kind == WASM_FUNC;
	char *name = check_import_name(import);

	if (text_is(import->name, "epoch_callback")) {
		check_add(c, "epoch-callback-module", CHECK_ERROR, import->offset,
			  "'%s' is imported; it should come from module 'lind'", name);
		check_why(c, "lind-boot defines lind.epoch_callback, which the epoch pass calls in every function "
			     "and loop");
		check_cure(c, "the wasm-opt that made it is older than lind's present one: run lind-rust-opt with "
			      "the wasm-opt of your lind-wasm on the raw module");
	} else {
		check_add(c, "unknown-import", CHECK_ERROR, import->offset, "nothing defines the imported %s '%s'",
			  wasm_kind_name(import->kind), name);
		check_why(c, "%s; %s",
			  traps ? "a dynamic module gets a trap in place of a function that neither lind-boot has nor "
				  "a library that is preloaded as env: it ends at the call"
				: "a module with an import that lind-boot lacks does not start",
			  o->why);
		check_cure(c, "%s", o->cure);
	}
	free(name);
}

const char *check_import_signature(const struct wasm_module *m, const struct wasm_import *import)
{
	return import->kind == WASM_TAG ? wasm_tag_signature(m, import->index) : wasm_func_signature(m, import->index);
}

static void wrong_type(struct check *c, const struct wasm_import *import, const struct import_rule *rule)
{
	struct buf is = {0}, should = {0};
	char *name = check_import_name(import);

	wasm_signature_show(&is, check_import_signature(c->m, import));
	wasm_signature_show(&should, rule->signature);
	check_add(c, "import-type", CHECK_ERROR, import->offset, "import '%s' has type %s; lind-boot's has %s", name,
		  is.data, should.data);
	check_why(c, "types of imports must agree exactly, or the module does not start");
	check_cure(c, "declare it as lind's headers do, and link objects that were compiled against the same sysroot");
	free(is.data);
	free(should.data);
	free(name);
}

static void conditional_import(struct check *c, const struct wasm_import *import, const struct import_rule *rule)
{
	char *name = check_import_name(import);

	if (rule->when == NEEDS_DEBUG) {
		check_add(c, "debug-import", CHECK_WARNING, import->offset,
			  "import '%s' is there in a lind-boot with the feature lind_debug only", name);
		check_why(c, "with any other lind-boot the module does not start");
		check_cure(c, "use a lind-boot built with lind_debug, or a sysroot and program built without "
			      "LIND_DEBUG");
	} else if (rule->when == NEEDS_SETJMP) {
		check_add(c, "setjmp-import", CHECK_WARNING, import->offset,
			  "import '%s' is there in a lind-boot with the feature asyncify-setjmp only", name);
		check_why(c, "with any other lind-boot the module does not start: setjmp is done by wasm exceptions "
			     "there");
		check_cure(c, "build program and sysroot without LIND_ASYNCIFY_SETJMP, or lind-boot with "
			      "asyncify-setjmp");
	}
	free(name);
}

static void known_import(struct check *c, const struct wasm_import *import, const struct import_rule *rule)
{
	if (import->kind != rule->kind) {
		char *name = check_import_name(import);

		check_add(c, "import-kind", CHECK_ERROR, import->offset,
			  "'%s' is imported as a %s; lind-boot's is a %s", name, wasm_kind_name(import->kind),
			  wasm_kind_name(rule->kind));
		check_why(c, "kinds of imports must agree, or the module does not start");
		check_cure(c, "find the object that declares it, and compile it against lind's headers");
		free(name);
	} else if (strcmp(check_import_signature(c->m, import), rule->signature) != 0) {
		wrong_type(c, import, rule);
	} else {
		conditional_import(c, import, rule);
	}
}

/* lind-boot defines one memory, under the name by which the first shared one is imported. */
static bool is_cage_memory(const struct wasm_module *m, const struct wasm_import *import)
{
	const struct wasm_import *cage = NULL;

	for (uint32_t i = 0; i < m->nmemories && !cage; i++)
		if (m->memories[i].import != WASM_NONE && m->memories[i].limits.shared)
			cage = &m->imports[m->memories[i].import];
	/* Where none is shared, check_memory has told. */
	return !cage || (text_same(cage->module, import->module) && text_same(cage->name, import->name));
}

/*
 * Tables and globals of the loader, by which a program is laid out: one that it has no use for is optimised away. The last
 * three are the opt pass's, and never are.
 */
static const struct loader_rule {
	const char *module, *name;
	enum wasm_kind kind;
	const char *type; /* of a global: its letter, 'm' before it where it must be mutable */
	bool finished;
	const char *why;
} loader_rules[] = {
	{"env", "__indirect_function_table", WASM_TABLE, "", false, "a program and its libraries call each other through one table"},
	{"env", "__memory_base", WASM_GLOBAL, "i", false, "it is where the loader has put the program's data"},
	{"env", "__table_base", WASM_GLOBAL, "i", false, "it is where the loader has put the program's functions in the table"},
	{"env", "__stack_pointer", WASM_GLOBAL, "mi", false, "the program and its libraries have one stack, which the loader makes"},
	{"lind", "epoch", WASM_GLOBAL, "mj", true, "signals interrupt the program and its libraries by one epoch"},
	{"env", "__asyncify_state", WASM_GLOBAL, "mi", true, "the program and its libraries unwind as one"},
	{"env", "__asyncify_data", WASM_GLOBAL, "mi", true, "the program and its libraries unwind as one"},
};

/* A memory, which lind-boot makes, too. */
static bool is_loaders(const struct wasm_import *import)
{
	if (import->kind == WASM_MEMORY)
		return text_is(import->module, "env") && text_is(import->name, "memory");
	for (size_t i = 0; i < sizeof loader_rules / sizeof *loader_rules; i++)
		if (text_is(import->module, loader_rules[i].module) && text_is(import->name, loader_rules[i].name))
			return true;
	return false;
}

/*
 * What lind-boot itself gives has its name and type; what other modules give is another's to say. They are preloaded by
 * the name of env, whose functions may be anybody's: those of any other name are nobody's.
 */
void check_dynamic_imports(struct check *c)
{
	for (uint32_t i = 0; i < c->m->nimports; i++) {
		const struct wasm_import *import = &c->m->imports[i];
		const struct import_rule *rule = find_rule(import);
		bool given = import->kind == WASM_FUNC && text_is(import->module, "env");

		if (rule)
			known_import(c, import, rule);
		else if (!given && !is_loaders(import) && !text_starts(import->module, "GOT."))
			unknown_import(c, import);
	}
	check_given_imports(c);
}

static const char cure_loader[] = "link by lind-rust-clang with LINKAGE dynamic";
static const char cure_main_passes[] = "run lind-rust-opt on the raw module: it takes the passes of dynamic programs by itself";

static void check_loader_rule(struct check *c, const struct loader_rule *rule)
{
	const struct wasm_import *import = wasm_import(c->m, rule->module, rule->name);
	const char *cure = rule->finished ? cure_main_passes : cure_loader;
	const struct wasm_global *g;

	if (!import && !rule->finished)
		return;
	if (!import) {
		check_add(c, "missing-import", CHECK_ERROR, check_section_offset(c, WASM_SEC_IMPORT), "%s '%s.%s' is not imported",
			  wasm_kind_name(rule->kind), rule->module, rule->name);
		check_why(c, "%s", rule->why);
		check_cure(c, "%s", cure);
		return;
	}
	if (import->kind != rule->kind) {
		check_add(c, "import-kind", CHECK_ERROR, import->offset, "'%s.%s' is imported as a %s; lind-boot's is a %s",
			  rule->module, rule->name, wasm_kind_name(import->kind), wasm_kind_name(rule->kind));
	} else if (rule->kind == WASM_GLOBAL) {
		g = &c->m->globals[import->index];
		if (g->is_mutable == (*rule->type == 'm') && g->type == rule->type[*rule->type == 'm'])
			return;
		check_add(c, "import-type", CHECK_ERROR, import->offset, "import '%s.%s' is a %s%s; lind-boot's is a %s%s",
			  rule->module, rule->name, g->is_mutable ? "mutable " : "", wasm_value_name(g->type),
			  *rule->type == 'm' ? "mutable " : "", wasm_value_name(rule->type[*rule->type == 'm']));
	} else if (c->m->tables[import->index].type != 'F') {
		check_add(c, "import-type", CHECK_ERROR, import->offset, "the imported table has no functions; lind-boot's has");
	} else if (c->m->tables[import->index].limits.has_max) {
		check_add(c, "import-type", CHECK_ERROR, import->offset,
			  "the imported table has a maximum; lind-boot's has none");
	} else {
		return;
	}
	check_why(c, "%s", rule->why);
	check_cure(c, "%s", cure);
}

/* The two forms of the global offset table: both are filled in while libraries are loaded. */
static void check_offset_table(struct check *c)
{
	for (uint32_t i = 0; i < c->m->nimports; i++) {
		const struct wasm_import *import = &c->m->imports[i];
		const struct wasm_global *g = import->kind == WASM_GLOBAL ? &c->m->globals[import->index] : NULL;
		char *name;

		if (!text_starts(import->module, "GOT.") || (g && g->is_mutable && g->type == 'i'))
			continue;
		name = check_import_name(import);
		check_add(c, "import-type", CHECK_ERROR, import->offset, "import '%s' is no mutable i32 global", name);
		check_why(c, "the loader writes an address of another module into it");
		check_cure(c, "%s", cure_loader);
		free(name);
	}
}

void check_dynamic_globals(struct check *c)
{
	bool passed = check_has_epoch(c);

	for (size_t i = 0; i < sizeof loader_rules / sizeof *loader_rules; i++)
		if (!loader_rules[i].finished || passed)
			check_loader_rule(c, &loader_rules[i]);
	check_offset_table(c);
}

void check_imports(struct check *c)
{
	for (uint32_t i = 0; i < c->m->nimports; i++) {
		const struct wasm_import *import = &c->m->imports[i];
		const struct import_rule *rule = find_rule(import);

		if (import->kind == WASM_MEMORY && is_cage_memory(c->m, import))
			continue;
		if (rule)
			known_import(c, import, rule);
		else
			unknown_import(c, import);
	}
}
