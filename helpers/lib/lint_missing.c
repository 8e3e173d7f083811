/* SPDX-License-Identifier: Apache-2.0 */
/* Undefined symbols: who wants it, and where it is by another name, in a library that is not linked, or not at all. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/archive.h"
#include "lind-rust/check.h"
#include "lind-rust/fs.h"
#include "lind-rust/objects.h"
#include "lind-rust/wasm.h"
#include "lint_internal.h"

/* More than these are one mistake, and its first symbols tell as much. */
enum { EXPLAINED = 6, NAMES = 20000 };

static const char cxx_library[] = "it is of C++'s library (libc++.a, libc++abi.a), which is linked where the sysroot has it: "
				  "lind-wasm's 'make sync-sysroot' puts it there";
#define MEASURED "lind has no runtime that counts: compile without -fprofile-instr-generate, -fprofile-arcs and --coverage"
#define SANITIZED "lind has no runtime of the sanitizers: compile without -fsanitize"
#define UNWINDER                                                                                                       \
	"exceptions need it, and nothing unwinds on lind: compile without (-fno-exceptions; in Rust panic = \"abort\")"
#define HOST_CXX "an object was compiled with the host's C++ headers: compile it by lind-rust-clang"
#define EMSCRIPTEN "an object was compiled for emscripten's exceptions: compile it by lind-rust-clang"
#define WASI                                                                                                           \
	"an object was compiled against wasi-libc: compile it by lind-rust-clang (CC), with lind's headers, or build its " \
	"crate with TARGET wasm32-lind"

/* Names that say themselves what is wrong; a trailing '*' stands for anything. The first that fits is taken. */
static const struct telling {
	const char *name, *cure;
} telling[] = {
	{"main", "the program has no main: link the object or the crate that has it; a Rust program is a BIN, not a LIB"},
	{"__main_*", "the program has no main: link the object or the crate that has it"},
	{"__stack_chk_*", "an object was compiled with a stack protector: compile it by lind-rust-clang, without "
			  "-fstack-protector"},
	{"__llvm_profile_*", MEASURED},
	{"__llvm_gcov_*", MEASURED},
	{"llvm_gcda_*", MEASURED},
	{"llvm_gcov_*", MEASURED},
	{"__ubsan_*", "lind has no runtime of the sanitizers: compile with -fsanitize-trap=undefined, or without -fsanitize"},
	{"__asan_*", SANITIZED},
	{"__msan_*", SANITIZED},
	{"__tsan_*", SANITIZED},
	{"__sanitizer_*", SANITIZED},
	{"__kmpc_*", "lind has no OpenMP: compile without -fopenmp"},
	{"omp_*", "lind has no OpenMP: compile without -fopenmp"},
	{"__cyg_profile_*", "an object was compiled with -finstrument-functions: define its two functions, or leave that out"},
	{"__*_chk", "an object was compiled with the host's headers and _FORTIFY_SOURCE: compile it by lind-rust-clang"},
	{"__isoc*", "an object was compiled with the host's headers: compile it by lind-rust-clang"},
	{"__wasi_*", WASI},
	{"__wasilibc_*", WASI},
	{"__imported_wasi*", WASI},
	{"rust_eh_personality", "a no_std crate was compiled to unwind: set panic = \"abort\" in its cargo profile"},
	{"_ZN3std*", "Rust's std is not linked: build the crate as a static library (LIB), which holds what it needs"},
	{"_ZN4core*", "Rust's core is not linked: build the crate as a static library (LIB), which holds what it needs"},
	{"_ZN5alloc*", "Rust's alloc is not linked: build the crate as a static library (LIB), which holds what it needs"},
	{"_R*", "it is Rust, and its crate is not linked: build the crate as a static library (LIB), not as an .rlib"},
	{"__cxa_*throw", UNWINDER},
	{"__cxa_*catch", UNWINDER},
	{"__cxa_*_exception", UNWINDER},
	{"__cxa_get_exception_ptr", UNWINDER},
	{"__gxx_*", UNWINDER},
	{"__cxa_*", cxx_library},
	{"_ZNSt7__cxx11*", HOST_CXX},
	{"_ZNKSt7__cxx11*", HOST_CXX},
	{"_ZTVN10__cxxabiv1*", cxx_library},
	{"typeinfo *", cxx_library},
	{"vtable for *", "a class's first virtual function that is not inline is not defined, or the C++ runtime is not linked: "
			 "link what defines it"},
	{"_ZSt*", cxx_library},
	{"_ZNSt*", cxx_library},
	{"_ZNKSt*", cxx_library},
	{"_Znw*", cxx_library},
	{"_Zna*", cxx_library},
	{"_Zdl*", cxx_library},
	{"_Zda*", cxx_library},
	{"__wasm_lpad_context", UNWINDER},
	{"_Unwind_*", UNWINDER},
	{"__THREW__", EMSCRIPTEN},
	{"__threwValue", EMSCRIPTEN},
	{"_Z*", "it has the name of a C++ function: link what defines it, or declare it extern \"C\" on both sides"},
};

enum how { NOWHERE, NEAR, LIBRARY, RUST, CXX, LOCAL }; /* the best answer has the highest number */

struct wanted {
	char *name;
	enum how how;
	char *where; /* the file, or the name that is near; allocated */
};

struct search {
	struct wanted *v;
	size_t n;
	const char *path;
	struct strv names; /* of what is defined */
	bool has_rust;
};

static bool fits(const char *name, const char *pattern)
{
	const char *star = strchr(pattern, '*');
	size_t lead = star ? (size_t)(star - pattern) : 0;

	if (!star)
		return !strcmp(name, pattern);
	return !strncmp(name, pattern, lead) && lr_ends(name + lead, star + 1);
}

static void answer(struct wanted *w, enum how how, char *where)
{
	if (how <= w->how) {
		free(where);
		return;
	}
	free(w->where);
	w->where = where;
	w->how = how;
}

/* A function of the standard library is not the one that somebody forgot to export. */
static bool is_of_rust(struct text symbol)
{
	static const char *const crates[] = {"4core", "5alloc", "3std", "17compiler_builtins", NULL};

	for (size_t i = 0; crates[i]; i++)
		if (text_has(symbol, crates[i]))
			return true;
	return false;
}

/* "7example" stands in the names that C++ and Rust make of a function example; at the end, but for Rust's hash. */
static enum how mangled(struct text symbol, const char *name)
{
	char part[300];
	int n = snprintf(part, sizeof part, "%zu%s", strlen(name), name);
	struct text path = symbol;

	if (n < 0 || (size_t)n >= sizeof part || !text_starts(symbol, "_") || !text_has(symbol, part))
		return NOWHERE;
	if (text_starts(symbol, "_ZN") && symbol.n > 20 && !memcmp(symbol.s + symbol.n - 20, "17h", 3))
		path.n -= 20;
	else if (!text_starts(symbol, "_R"))
		return text_starts(symbol, "_Z") ? CXX : NOWHERE;
	return text_ends(path, part) && !is_of_rust(symbol) ? RUST : NOWHERE;
}

static char *place_of(const struct search *s, struct text member)
{
	struct lint_place p = lint_place_of(s->path, member);
	char *words;

	if (!p.crate)
		p.crate = lr_crate_name(text_of(s->path));
	words = lint_place_words(&p);
	lint_place_free(&p);
	return words;
}

static void look(void *arg, struct text member, const struct wasm_module *m)
{
	struct search *s = arg;

	s->has_rust = s->has_rust || text_ends(member, ".rcgu.o");
	for (uint32_t i = 0; i < m->nsymbols; i++) {
		const struct wasm_symbol *symbol = &m->symbols[i];
		bool plain = !text_starts(symbol->name, "_Z") && !text_starts(symbol->name, "_R") &&
			     !text_starts(symbol->name, ".");

		if (symbol->flags & WASM_SYM_UNDEFINED || !symbol->name.n)
			continue;
		if (plain && s->names.n < NAMES && !(symbol->flags & WASM_SYM_LOCAL))
			strv_take(&s->names, xstrndup(symbol->name.s, symbol->name.n));
		for (size_t k = 0; k < s->n; k++) {
			enum how how = mangled(symbol->name, s->v[k].name);

			if (symbol->flags & WASM_SYM_LOCAL && text_is(symbol->name, s->v[k].name))
				how = LOCAL;
			if (how > s->v[k].how)
				answer(&s->v[k], how, place_of(s, member));
		}
	}
}

/* A library beside those that are linked, by its index alone. */
static void look_in_index(struct search *s, const char *path)
{
	struct buf bytes = {0};
	struct archive_symbol symbol;
	struct archive a;

	if (!lr_slurp(path, &bytes) && archive_open(&a, bytes.data, bytes.len))
		while (archive_next_symbol(&a, &symbol))
			for (size_t k = 0; k < s->n; k++)
				if (text_is(symbol.name, s->v[k].name))
					answer(&s->v[k], LIBRARY, xstrdup(path));
	free(bytes.data);
}

static void look_in_directory(struct search *s, const char *dir, const struct strv *linked)
{
	struct dirent *entry;
	DIR *d = opendir(dir);

	while (d && (entry = readdir(d))) {
		char *path = xasprintf("%s/%s", dir, entry->d_name);

		if (lr_ends(path, ".a") && !strv_has(linked, path))
			look_in_index(s, path);
		free(path);
	}
	if (d)
		closedir(d);
}

static const char *near_name(const struct search *s, const char *name)
{
	/* Of a short name everything is near. */
	return s->names.n && strlen(name) > 5 ? lr_nearest(name, (const char *const *)s->names.v) : NULL;
}

/* LINK_LIBRARIES takes what -l takes, too. */
static void explain_library(const struct lr_lint *lint, const char *path)
{
	const char *base = lr_base(path);

	if (lint->dynamic && lr_starts(path, lint->system))
		hint("lind's libc.so keeps it to itself, or lacks it ('%s' has it): link with LINKAGE static", path);
	else if (lr_starts(path, lint->system) && !strcmp(base, "libc_pic.a"))
		hint("it is the C library's, and the link is without that: leave -nodefaultlibs and -nostdlib out");
	else if (lr_starts(base, "lib"))
		hint("'%s' has it: link it, by LINK_LIBRARIES %.*s or -l%.*s", path, (int)strlen(base) - 5, base + 3,
		     (int)strlen(base) - 5, base + 3);
	else
		hint("'%s' has it: link it, by LINK_LIBRARIES", path);
}

static void explain_how(const struct lr_lint *lint, const struct search *s, const struct wanted *w)
{
	const char *why, *cure, *near;

	switch (w->how) {
	case LOCAL:
		hint("%s has it for itself alone: leave 'static' out there", w->where);
		return;
	case CXX:
		hint("%s has it as a C++ function: declare it extern \"C\" there", w->where);
		return;
	case RUST:
		hint("%s has it under Rust's name for it: give it #[no_mangle] (edition 2024: #[unsafe(no_mangle)])",
		     w->where);
		return;
	case LIBRARY:
		explain_library(lint, w->where);
		return;
	default:
		break;
	}
	for (size_t i = 0; i < sizeof telling / sizeof *telling; i++) {
		if (fits(w->name, telling[i].name)) {
			hint("%s", lint->dynamic && telling[i].cure == cxx_library
					   ? "it is of C++'s library, which is not position-independent: link with LINKAGE static"
					   : telling[i].cure);
			return;
		}
	}
	if (check_import_origin(text_of("env"), text_of(w->name), &why, &cure)) {
		hint("%s", why);
		hint("%s", cure);
		return;
	}
	near = near_name(s, w->name);
	if (near)
		hint("did you mean '%s'?", near);
	if (s->has_rust)
		hint("if it is Rust's, give it pub extern \"C\" and #[no_mangle] (edition 2024: #[unsafe(no_mangle)])");
	hint("link what defines it: LINK_LIBRARIES, or an object, an archive or -l on the link line");
}

/* Names come demangled where the caller did not say otherwise: "core::fmt::write", "draw(int)". */
static char *as_symbol(struct text name)
{
	if (text_starts(name, "std::__cxx11::"))
		return xstrdup("_ZNSt7__cxx11");
	/* Rust's has a hash behind it. */
	if (text_starts(name, "std::"))
		return xstrdup(text_has(name, "::h") && !text_has(name, "(") ? "_ZN3std" : "_ZSt");
	if (text_starts(name, "core::") || text_starts(name, "<core::"))
		return xstrdup("_ZN4core");
	if (text_starts(name, "alloc::"))
		return xstrdup("_ZN5alloc");
	if (text_starts(name, "operator new"))
		return xstrdup("_Znw");
	if (text_starts(name, "operator delete"))
		return xstrdup("_Zdl");
	if (text_starts(name, "vtable for __cxxabiv1::"))
		return xstrdup("_ZTVN10__cxxabiv1");
	if (text_has(name, "::h") || text_starts(name, "<"))
		return xstrdup("_R");
	if (text_has(name, "::") || text_has(name, "("))
		return xstrdup("_Z");
	return xstrndup(name.s, name.n);
}

static void explain(const struct lr_lint *lint, const struct search *s, const struct lint_missing *m,
		    const struct wanted *w)
{
	struct lint_place user = lint_place(m->user);
	char *name = text_shown(m->name), *words = lint_place_words(&user);

	if (m->user.n)
		warn("'%s' is not defined; %s needs it", name, words);
	else
		warn("'%s' is not defined, and shall be exported", name);
	explain_how(lint, s, w);
	lint_place_free(&user);
	free(words);
	free(name);
}

void lint_explain_missing(const struct lr_lint *lint, const struct lint_missing *v, size_t n)
{
	struct search s = {.n = n < EXPLAINED ? n : EXPLAINED};

	if (!n)
		return;
	s.v = xreallocarray(NULL, s.n, sizeof *s.v);
	for (size_t i = 0; i < s.n; i++)
		s.v[i] = (struct wanted){as_symbol(v[i].name), NOWHERE, NULL};
	for (size_t i = 0; i < lint->files.n; i++) {
		s.path = lint->files.v[i];
		lr_each_object(s.path, look, &s, NULL);
	}
	for (size_t i = 0; i < lint->libdirs.n; i++)
		look_in_directory(&s, lint->libdirs.v[i], &lint->files);
	for (size_t i = 0; i < s.n; i++) {
		explain(lint, &s, &v[i], &s.v[i]);
		free(s.v[i].name);
		free(s.v[i].where);
	}
	if (n > s.n)
		hint("... and %zu more symbols that are not defined", n - s.n);
	for (size_t i = 0; i < s.names.n; i++)
		free(s.names.v[i]);
	free(s.names.v);
	free(s.v);
}
