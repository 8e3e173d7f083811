/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/archive.h"
#include "lind-rust/check.h"
#include "lind-rust/file_kind.h"
#include "lind-rust/fs.h"
#include "lind-rust/wasm.h"
#include "lint_internal.h"

static const char cure_again[] = "it was cut off or overwritten: delete it, and build it again";

static void no_object(const char *name, const struct lr_file_kind *kind)
{
	warn("%s is %s, not an object", name, kind->name);
	hint("%s", kind->spoiled ? kind->cure
				 : "it is no object for lind: compile it by lind-rust-clang (CC), and not for the host");
}

/* What looks like an object; of bitcode wasm-ld knows more. `named`: it has said something of this file. */
static bool explain_module(const char *name, const void *data, size_t size, bool named)
{
	struct wasm_module m;
	bool good = wasm_read(&m, data, size), library = good && check_is_library(&m);
	/* wasm-ld stumbles over libc.so's signal_callback, which the opt pass lets libraries export. */
	bool finished = library && named && check_is_instrumented(&m);
	bool wrong = !good || finished || !(m.is_object || library);

	if (!good) {
		warn("%s is not a whole object: %s (at 0x%zx)", name, m.error.text, m.error.offset);
		hint("%s", cure_again);
	} else if (finished) {
		warn("%s is a finished library: the opt pass has been at it", name);
		hint("link with the module that lind-rust-opt got: in CMake it is the target lind-shared-..., and that is preloaded");
	} else if (wrong) {
		warn("%s is a linked module, not an object", name);
		hint("link the objects and libraries that it was made of");
	}
	wasm_free(&m);
	return wrong;
}

static bool explain_member(const char *archive, const struct archive_member *member, const char *said)
{
	char *shown = text_shown(member->name), *name = xasprintf("'%s' of '%s'", shown, archive);
	const struct lr_file_kind *kind = lr_file_kind(member->data, member->size);
	bool wrong = false;

	if (wasm_is(member->data, member->size) && !kind) {
		/* rustc keeps its own tables in modules, too. */
		wrong = !text_ends(member->name, ".rmeta") && explain_module(name, member->data, member->size, false);
	} else if (kind && !lr_is_bitcode(member->data, member->size) && strstr(said, "is neither Wasm object file")) {
		/* Other files in an archive are not wrong where wasm-ld did not stumble over one. */
		warn("%s is %s, not an object", name, kind->name);
		hint("%s", archive_is(member->data, member->size)
				   ? "an archive in an archive is not looked into: put the objects themselves into one"
				   : "the archive has objects for the host: compile them by lind-rust-clang (CC)");
		wrong = true;
	}
	free(shown);
	free(name);
	return wrong;
}

/* A thin archive has names of files, relative to its own directory. */
static bool is_gone(const char *archive, const struct archive_member *member)
{
	char *dir = lr_dir(archive), *name = xstrndup(member->name.s, member->name.n);
	char *path = *name == '/' ? xstrdup(name) : xasprintf("%s/%s", dir, name);
	bool gone = !lr_exists(path);

	free(dir);
	free(name);
	free(path);
	return gone;
}

/* The first that is wrong: the others are mostly wrong in the same way. */
static bool explain_archive(const char *path, const struct buf *file, const char *said)
{
	struct archive_member member;
	struct archive a;
	size_t members = 0;

	archive_open(&a, file->data, file->len);
	while (archive_next(&a, &member)) {
		members++;
		if (member.data && explain_member(path, &member, said))
			return true;
		if (!member.data && is_gone(path, &member)) {
			char *shown = text_shown(member.name);

			warn("'%s' is a thin archive, and its '%s' is not there", path, shown);
			hint("build that again, or make the archive without --thin: a thin one holds names alone");
			free(shown);
			return true;
		}
	}
	if (!a.error.text[0] && !members && strstr(said, "undefined symbol: ")) {
		warn("'%s' is an archive without anything in it", path);
		hint("build it again: what makes it was given no objects");
		return true;
	}
	if (!a.error.text[0])
		return false;
	warn("'%s' is not a whole archive: %s (at 0x%zx)", path, a.error.text, a.error.offset);
	hint("%s", cure_again);
	return true;
}

/* By an error about it as a whole: "wasm-ld: error: ... FILE"; "FILE:1:2: error: ..." is about what is in it. */
static bool is_blamed(const char *said, const char *path)
{
	for (const char *at = said; (at = strstr(at, path)); at++) {
		const char *line = at;

		while (line > said && line[-1] != '\n')
			line--;
		if (memmem(line, (size_t)(at - line), "error: ", 7))
			return true;
	}
	return false;
}

static bool explain_file(const char *path, const char *said)
{
	const struct lr_file_kind *kind;
	struct buf file = {0};
	char *name = xasprintf("'%s'", path);
	/* C files may be on the line, too: what is no object is wrong where wasm-ld or clang says so. */
	bool named = strcmp(path, "-") && is_blamed(said, path), wrong = false;

	if (lr_is_dir(path) && named) {
		warn("%s is a directory, not an object", name);
		hint("name the objects or the library in it");
		wrong = true;
	} else if (!lr_slurp(path, &file)) {
		kind = lr_file_kind(file.data, file.len);
		if (archive_is(file.data, file.len)) {
			wrong = explain_archive(path, &file, said);
		} else if (!kind) {
			wrong = explain_module(name, file.data, file.len, named);
		} else if (named && !lr_is_bitcode(file.data, file.len)) {
			no_object(name, kind);
			wrong = true;
		}
	} else if (errno == ENOENT && named) {
		warn("there is no %s", name);
		hint("build it first; what makes it must be a dependency of what is linked");
		wrong = true;
	}
	free(file.data);
	free(name);
	return wrong;
}

size_t lint_explain_files(const struct lr_lint *lint, const char *said)
{
	size_t n = 0;

	for (size_t i = 0; i < lint->files.n; i++) {
		bool seen = false;

		for (size_t k = 0; k < i && !seen; k++)
			seen = !strcmp(lint->files.v[k], lint->files.v[i]);
		n += !seen && explain_file(lint->files.v[i], said);
	}
	return n;
}

size_t lint_explain_bitcode(const struct lr_lint *lint)
{
	size_t n = 0;

	for (size_t i = 0; i < lint->files.n; i++) {
		struct buf file = {0};

		if (!lr_slurp(lint->files.v[i], &file) && lr_is_bitcode(file.data, file.len)) {
			warn("'%s' is LLVM bitcode: wasm-ld may not be able to read it", lint->files.v[i]);
			hint("compile it again by lind-rust-clang (CC): it is of another LLVM than wasm-ld's, or was overwritten");
			n++;
		}
		free(file.data);
	}
	return n;
}
