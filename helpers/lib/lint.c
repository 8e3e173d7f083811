/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lind-rust/check.h"
#include "lind-rust/flags.h"
#include "lind-rust/fs.h"
#include "lind-rust/linkmsg.h"
#include "lind-rust/lint.h"
#include "lind-rust/objects.h"
#include "lind-rust/wasm.h"
#include "lint_internal.h"
#include "wasm_internal.h"

/* A library that brings twenty of them tells no more by the last than by the first three. */
enum { EXPLAINED = 3 };

#define UNKNOWN_ARGUMENT "unknown argument: "
#define CANNOT_OPEN "cannot open output file"

/* What wasm-ld says in full, and what helps. */
static const struct {
	const char *words, *cure;
} plain[] = {
	{"maximum memory too small", "give the program more: MAX_MEMORY (--lind-max-memory), as many bytes as wasm-ld says "
				     "or more"},
	{"relocation R_WASM_MEMORY_ADDR_TLS_SLEB cannot be used against non-TLS symbol `_nl_current_",
	 "leave --no-gc-sections, --export-all and --whole-archive for libc.a out: lind's has functions that nothing can use"},
	{"stack size must be 16-byte aligned", "give a multiple of 16: STACK_SIZE (--lind-stack-size, -z stack-size)"},
	{"memory must be 65536-byte aligned", "give whole pages: a multiple of 65536 (64K)"},
	{"initial memory too small", "leave --initial-memory out: wasm-ld finds out what the program needs"},
	{"machine type must be wasm32", "the bitcode is for another target: compile it by lind-rust-clang (CC), with -flto or "
					"without"},
	{"Reader: 'LLVM", "the bitcode is of a newer LLVM than wasm-ld: use a clang and a wasm-ld as new as rustc's LLVM "
			  "(LIND_RUST_CLANG, LIND_RUST_WASM_LD), or lto = \"off\""},
	{"can't be linked in wasm64 mode", "an object on the line is for wasm64, or the link is: compile it by lind-rust-clang (CC), "
					   "and leave -m64, -mmemory64 and targets of your own out"},
	{"is incompatible with --export-table", "leave --export-table out: a dynamic program's table is lind-boot's, which it imports"},
	{"may not be used with -shared/-pie", "leave it out: lind-boot lays dynamic programs and libraries out; or link with LINKAGE "
					      "static"},
	{"--compress-relocations is incompatible", "leave --compress-relocations out: the opt pass writes the module anew in any case"},
	{"Invalid bitcode signature", "a file on the line begins as LLVM's bitcode does and is none: delete it, and build it again"},
	{"Bitcode file does not contain any modules", "a file on the line begins as LLVM's bitcode does and was cut off: delete it, "
						      "and build it again"},
	{"--shared-memory is disallowed by lto.tmp", "bitcode on the line was compiled without atomics and bulk-memory: compile it "
						     "by lind-rust-clang (CC), with -flto or without"},
	{"--global-base cannot be less", "leave --global-base out of the link"},
	{CANNOT_OPEN, "its directory must be there, and you must have the right to write in it"},
	{"cannot be used against non-TLS symbol", "a variable is thread-local in all files or in none; one of a shared library is "
						  "known to that alone, which exports a function that returns its address"},
	{"linker command failed due to signal",
	 "wasm-ld itself ended so, as it does where a function that is called is a variable of a shared library; leave inputs out "
	 "to find the one, or use a newer LLVM (LIND_RUST_WASM_LD)"},
	{"error: unknown argument: '", "clang has no such option for this target: leave it out"},
	{UNKNOWN_ARGUMENT "-", "wasm-ld has no such option, which may be one of linkers for ELF: leave it out of the link line"},
	{"entry symbol not defined", "lind starts programs by crt1.o's _start: leave -nostdlib, -nostartfiles, -mexec-model and --entry "
				     "out of the link"},
	{" not allowed with '-m", "what stands first is lind-rust-clang's, and lind needs it: leave the other one out"},
	{"archive has no index", "make it again by llvm-ar ('lind-rust-config tools' shows which one, LIND_RUST_AR)"},
	{"unable to find library -l", "LINK_LIBRARIES takes a target or a path, too; what the sysroot has lies in its "
				      "lib/wasm32-wasi"},
};

/* Whether the option that wasm-ld does not know, `word` and more, is one that every link of lind-rust has. */
static bool is_own_flag(const char *word)
{
	size_t n = strcspn(word, "= \n");

	for (const struct lr_flag *f = lr_flags; f->word; f++)
		if (lr_starts(f->word, "-Wl,") && !strncmp(f->word + strlen("-Wl,"), word, n) &&
		    strchr("=", f->word[strlen("-Wl,") + n]))
			return true;
	return false;
}

static size_t explain_plain(const char *said)
{
	size_t n = 0;

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
		const char *at = strstr(said, plain[i].words), *line = at, *end;
		char *shown;

		if (!at)
			continue;
		while (line > said && line[-1] != '\n')
			line--;
		end = strchr(at, '\n');
		shown = text_shown((struct text){line, end ? (size_t)(end - line) : strlen(line)});
		warn("%s", lr_starts(shown, "wasm-ld: ") ? shown + strlen("wasm-ld: ") : shown);
		if (!strcmp(plain[i].words, UNKNOWN_ARGUMENT "-") && is_own_flag(at + strlen(UNKNOWN_ARGUMENT)))
			hint("this wasm-ld is too old for lind: take that of clang 17 or newer (LIND_RUST_WASM_LD; "
			     "Debian: apt-get install clang-19 lld-19); lind-rust doctor shows which are used");
		else if (!strcmp(plain[i].words, CANNOT_OPEN) && strchr(shown, '%'))
			hint("wasm-ld writes to no path with a '%%' in it: build in another directory");
		else
			hint("%s", plain[i].cure);
		free(shown);
		n++;
	}
	return n;
}

/* A word that wasm-ld takes for a file, and that was none: "-Wl,--features=a,b" are two of its words. */
static size_t explain_words(const struct lr_lint *lint, const char *said)
{
	static const char lead[] = "wasm-ld: error: cannot open ", tail[] = ": No such file or directory";
	size_t n = 0;

	/* The word behind an option that wasm-ld does not know is for that. */
	if (strstr(said, UNKNOWN_ARGUMENT))
		return 0;
	for (const char *at = said; (at = strstr(at, lead));) {
		const char *word = at + strlen(lead), *newline = strchrnul(word, '\n');
		const char *end = memmem(word, (size_t)(newline - word), tail, strlen(tail));
		char *name = end ? xstrndup(word, (size_t)(end - word)) : NULL, *shown;

		at = newline;
		if (name && !strv_has(&lint->files, name)) {
			shown = text_shown(text_of(name));
			warn("there is no '%s', which wasm-ld takes for a file", shown);
			hint("'-Wl,' makes words at commas: -Xlinker OPTION, where an option of wasm-ld's has some itself");
			free(shown);
			n++;
		}
		free(name);
	}
	return n;
}

static bool is_runtime(struct text name)
{
	return text_has(name, "rust_begin_unwind") || text_has(name, "rust_eh_personality") || text_has(name, "__rust_") ||
	       text_has(name, "__rustc");
}

static bool is_libc(const struct lint_place *p)
{
	return p->member && !strcmp(lr_base(p->path), "libc.a");
}

/* Not of the link line's: lind-rust-clang has added it, as it does what the C library lacks. */
static bool is_ours(const struct lr_lint *lint, const struct lint_place *p)
{
	return p->member && !strv_has(&lint->files, p->path);
}

static void explain_duplicate(const struct lr_lint *lint, struct text name, struct lint_place *p)
{
	char *shown = text_shown(name), *a = lint_place_words(&p[0]), *b = lint_place_words(&p[1]);

	warn("'%s' is defined twice: in %s and in %s", shown, a, b);
	if (is_runtime(name))
		hint("two Rust static libraries each have Rust's std inside: make one crate that depends on both, and link "
		     "that");
	else if (is_libc(&p[0]) && is_libc(&p[1]))
		hint("there are two C libraries on the link line: leave wasi-libc's out, lind-rust-clang links lind's");
	else if ((is_libc(&p[0]) && is_ours(lint, &p[1])) || (is_libc(&p[1]) && is_ours(lint, &p[0])))
		hint("the C library cannot be kept whole: end --whole-archive by --no-whole-archive behind the archives that are meant");
	else if (is_libc(&p[0]) || is_libc(&p[1]))
		hint("the C library has a function of this name: rename the program's own");
	else if (!strcmp(p[0].path, p[1].path) && !p[0].member && !p[1].member)
		hint("it is linked twice: leave one out; crt1.o comes with lind-rust-clang");
	else if (!strcmp(lr_base(p[0].path), lr_base(p[1].path)) && p[0].member && p[1].member &&
		 !strcmp(p[0].member, p[1].member))
		hint("the same library is linked from two places: leave one out");
	else
		hint("rename one, keep one to its file (in C static; in Rust without #[no_mangle]), or link one of the two "
		     "alone");
	free(shown);
	free(a);
	free(b);
}

static void explain_kinds(struct text name, struct lint_place *p, const bool *is_data)
{
	char *shown = text_shown(name), *a = lint_place_words(&p[0]), *b = lint_place_words(&p[1]);

	warn("'%s' is %s in %s and %s in %s", shown, is_data[0] ? "a variable" : "a function", a,
	     is_data[1] ? "a variable" : "a function", b);
	hint("declare it alike, or rename one");
	free(shown);
	free(a);
	free(b);
}

/* A message with two ">>> defined ... in FILE" lines. */
static bool explain_pair(const struct lr_lint *lint, struct text name, const char *message, size_t n, bool kinds)
{
	struct lint_place p[2] = {{0}};
	bool is_data[2] = {false, false};
	size_t found = 0;

	for (const char *line = memchr(message, '\n', n); line && found < 2;) {
		const char *start = line + 1, *in;
		size_t left = n - (size_t)(start - message), len;

		line = memchr(start, '\n', left);
		len = line ? (size_t)(line - start) : left;
		in = memmem(start, len, " in ", 4);
		if (!in || len < 3 || memcmp(start, ">>>", 3))
			continue;
		is_data[found] = memmem(start, (size_t)(in - start), "_DATA", 5);
		p[found++] = lint_place((struct text){in + 4, len - (size_t)(in + 4 - start)});
	}
	if (found == 2 && kinds)
		explain_kinds(name, p, is_data);
	else if (found == 2)
		explain_duplicate(lint, name, p);
	for (size_t i = 0; i < found; i++)
		lint_place_free(&p[i]);
	return found == 2;
}

/* What is behind `words` on the message's first line; {NULL, 0} where they are not there. */
static struct text behind(const char *message, size_t n, const char *words)
{
	const char *newline = memchr(message, '\n', n);
	size_t line = newline ? (size_t)(newline - message) : n;
	const char *at = memmem(message, line, words, strlen(words));

	if (!at)
		return (struct text){NULL, 0};
	at += strlen(words);
	return (struct text){at, line - (size_t)(at - message)};
}

/* "wasm-ld: error: FILE: undefined symbol: NAME" */
static struct text user_of(const char *message, struct text name)
{
	static const char lead[] = "error: ";
	size_t n = (size_t)(name.s - message) - strlen(": undefined symbol: ");
	const char *at = memmem(message, n, lead, sizeof lead - 1);

	if (!at)
		return (struct text){"", 0};
	at += sizeof lead - 1;
	return (struct text){at, n - (size_t)(at - message)};
}

static bool has(const struct lint_missing *v, size_t n, struct text name)
{
	for (size_t i = 0; i < n; i++)
		if (text_same(v[i].name, name))
			return true;
	return false;
}

/* What clang makes of a main besides main itself. */
static bool is_of_main(struct text name)
{
	return text_is(name, "__original_main") || text_is(name, "__main_void");
}

/* What wasm-ld says of symbols, message by message. */
static size_t explain_symbols(const struct lr_lint *lint, const char *said)
{
	struct lint_missing *missing = NULL;
	size_t nmissing = 0, ntwice = 0, nkinds = 0;

	for (size_t at = 0, len, all = strlen(said); at < all; at += len) {
		const char *message = said + at;
		struct text undefined, exported, twice, kinds;

		len = lr_link_message_length(message, all - at);
		undefined = behind(message, len, ": undefined symbol: ");
		exported = behind(message, len, "symbol exported via --export not found: ");
		twice = behind(message, len, "duplicate symbol: ");
		kinds = behind(message, len, "symbol type mismatch: ");
		if (undefined.s || exported.s) {
			struct lint_missing m = {undefined.s ? undefined : exported, {"", 0}};

			if (undefined.s)
				m.user = user_of(message, undefined);
			if (has(missing, nmissing, m.name))
				continue;
			missing = xreallocarray(missing, nmissing + 1, sizeof *missing);
			missing[nmissing++] = m;
		} else if (twice.s && is_of_main(twice)) {
			continue;
		} else if (twice.s && ntwice < EXPLAINED) {
			ntwice += explain_pair(lint, twice, message, len, false);
		} else if (kinds.s && nkinds < EXPLAINED) {
			nkinds += explain_pair(lint, kinds, message, len, true);
		}
	}
	lint_explain_missing(lint, missing, nmissing);
	free(missing);
	return nmissing + ntwice + nkinds;
}

size_t lr_lint_failure(const struct lr_lint *lint, const char *said)
{
	size_t n = explain_plain(said) + explain_words(lint, said) + lint_explain_files(lint, said);
	struct buf named = {0};

	lr_link_sources(&named, said, &lint->files);
	n += explain_symbols(lint, named.data);
	n += lint_signatures(lint, named.data, NULL);
	free(named.data);
	if (strstr(said, "R_WASM_MEMORY_ADDR_TLS_"))
		n += lint_thread_locals(lint);
	/* LLVM has a hundred ways to say that it cannot read bitcode, and no file's name in them. */
	if (!n && strstr(said, "wasm-ld: error: "))
		n += lint_explain_bitcode(lint);
	return n;
}

/* A library among the inputs of a static program makes it half a dynamic one, which nothing loads. */
static size_t explain_library(const struct lr_lint *lint, const struct wasm_module *m)
{
	const char *library = NULL;

	for (size_t i = 0; i < lint->files.n && m->dylink.present && !lint->dynamic && !library; i++) {
		struct wasm_module input;
		struct buf bytes = {0};

		if (!lr_slurp(lint->files.v[i], &bytes) && wasm_is(bytes.data, bytes.len)) {
			if (wasm_read(&input, bytes.data, bytes.len) && input.dylink.present)
				library = lint->files.v[i];
			wasm_free(&input);
		}
		free(bytes.data);
	}
	if (!m->dylink.present || lint->dynamic)
		return 0;
	if (library) {
		warn("'%s' is a shared library, and the program is a static one", library);
		hint("link it with LINKAGE dynamic (--lind-linkage=dynamic), or with an archive of the library's objects");
	} else {
		warn("the program is a static one, and wasm-ld has made a dynamic one of it");
		hint("link it with LINKAGE dynamic (--lind-linkage=dynamic), or leave -pie, -shared and "
		     "--unresolved-symbols=import-dynamic out");
	}
	return 1;
}

struct stray {
	const struct wasm_import *import;
	const char *path;
	char *place;
};

static void find_importer(void *arg, struct text member, const struct wasm_module *m)
{
	struct stray *s = arg;
	bool imports = false;

	if (s->place)
		return;
	for (uint32_t i = 0; i < m->nimports && !imports; i++)
		imports = m->imports[i].kind == s->import->kind && text_same(m->imports[i].module, s->import->module) &&
			  text_same(m->imports[i].name, s->import->name);
	if (imports)
		s->place = lint_place_name(s->path, member);
}

static void explain_imports(const struct lr_lint *lint, const struct wasm_module *m)
{
	size_t n = 0;

	for (uint32_t i = 0; i < m->nimports && !m->dylink.present; i++) {
		struct stray s = {.import = &m->imports[i]};
		const char *why, *cure;
		char *module, *name;

		if (check_import_is_known(s.import) || ++n > EXPLAINED)
			continue;
		for (size_t k = 0; k < lint->files.n && !s.place; k++) {
			s.path = lint->files.v[k];
			lr_each_object(s.path, find_importer, &s, NULL);
		}
		check_import_origin(s.import->module, s.import->name, &why, &cure);
		module = text_shown(s.import->module);
		name = text_shown(s.import->name);
		warn("nothing at run time defines '%s.%s', which %s imports", module, name,
		     s.place ? s.place : "the program");
		hint("%s", cure);
		free(s.place);
		free(module);
		free(name);
	}
	if (n > EXPLAINED)
		hint("... and %zu more imports", n - EXPLAINED);
}

/* Whether `from` calls `to`, or what it calls does. Calls through the table are not followed. */
static bool calls(const struct wasm_module *m, uint32_t from, uint32_t to)
{
	bool *reached = xreallocarray(NULL, m->nfuncs, sizeof *reached), more = true, found;

	memset(reached, 0, m->nfuncs * sizeof *reached);
	reached[from] = true;
	while (more) {
		struct wasm_bodies all = {0};
		struct wasm_instruction i;
		struct bytes b;

		more = false;
		while (wasm_next_body(m, &all, &b)) {
			if (!reached[all.function])
				continue;
			wasm_read_locals(&b, NULL, 0);
			while (bytes_more(&b) && wasm_read_instruction(&b, &i)) {
				if (i.op != 0x10 || i.index >= m->nfuncs || reached[i.index])
					continue;
				reached[i.index] = more = true;
			}
		}
	}
	found = reached[to];
	free(reached);
	return found;
}

/*
 * lind's crt1.o takes main where there is one: wasm-ld calls a function that traps where there is none, or no such. With
 * --no-gc-sections or --export-all that is there in any case, and is not what the program begins with.
 */
static bool begins_with(const struct wasm_module *m, uint32_t trap)
{
	const struct wasm_export *start = wasm_export(m, "_start");

	return trap < m->nfuncs && (!start || start->kind != WASM_FUNC || calls(m, start->index, trap));
}

/* A main as C has it, by that very name: clang gives it another, but where it was told that there is no C library. */
static bool is_plain_main(const char *said)
{
	static const char defined[] = "defined as (i32, i32) -> i32 in ";
	const char *at = strstr(said, "function signature mismatch: main\n");

	return at && memmem(at, lr_link_message_length(at, strlen(at)), defined, strlen(defined));
}

static size_t explain_main(const struct lr_lint *lint, const struct wasm_module *m, const char *said)
{
	const struct wasm_import *imported = wasm_import(m, "env", "main");
	bool mistyped;

	/* Of a static one --check says so; this one passes for a library. */
	if (lint->dynamic && !lint->library && !wasm_export(m, "_start")) {
		warn("the program has no _start: lind-boot would take it for a library");
		hint("leave --no-entry out of the link; a library is linked with -shared");
		return 1;
	}
	mistyped = begins_with(m, lint_function(m, "signature_mismatch:", text_of("main")));
	if (mistyped && is_plain_main(said)) {
		warn("main was compiled with -ffreestanding, and would trap at its start");
		hint("leave that out for the file that has main: it keeps clang from giving main the name that crt1.o calls");
		return 1;
	}
	if (mistyped) {
		warn("main has a type that it has nowhere in C: it would trap at its start");
		hint("int main(void), or int main(int argc, char **argv); what is not C gives the second the name __main_argc_argv, as "
		     "clang does (in Rust #[export_name = \"__main_argc_argv\"])");
		return 1;
	}
	/* A dynamic one would take it from a library. */
	if (!begins_with(m, lint_function(m, "undefined_weak:", text_of("main"))) &&
	    !(imported && imported->kind == WASM_FUNC && begins_with(m, imported->index)))
		return 0;
	warn("the program has no main: it would trap at its start");
	hint("link the object or the crate that has it; a Rust program is a BIN, not a LIB");
	return 1;
}

/* Weak ones that nobody defines have stubs of other names, and are asked for before they are called. */
static size_t explain_stub(const struct wasm_module *m)
{
	if (lint_function(m, "undefined_stub", (struct text){"", 0}) == WASM_NONE)
		return 0;
	warn("a function that nothing defines is called: that would be a trap at run time");
	hint("leave --unresolved-symbols and --warn-unresolved-symbols out of the link: the linker names it then");
	return 1;
}

size_t lr_lint_output(const struct lr_lint *lint, const char *said)
{
	struct buf bytes = {0}, named = {0};
	struct wasm_module m;
	size_t n;

	if (lr_slurp(lint->output, &bytes))
		return 0;
	wasm_read(&m, bytes.data, bytes.len);
	explain_imports(lint, &m);
	lr_link_sources(&named, said, &lint->files);
	n = lint_signatures(lint, named.data, &m) + lint_thread_locals(lint);
	free(named.data);
	n += n ? 0 : explain_library(lint, &m);
	n += n ? 0 : explain_main(lint, &m, said) + explain_stub(&m);
	wasm_free(&m);
	free(bytes.data);
	return n;
}
