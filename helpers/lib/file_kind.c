/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "lind-rust/bytes.h"
#include "lind-rust/file_kind.h"

#define CURE_HOST "it is the host's: compile it for lind, C by lind-rust-clang (CC), Rust by lind-rust-cargo"
#define CURE_ARCHIVE "link it into a program, by lind-rust-clang or LINK_LIBRARIES; programs are checked, not libraries"
#define CURE_BITCODE "an object of link-time optimisation: link it by lind-rust-clang, or compile it without -flto"
#define CURE_TEXT "give the .wasm that was built of it, or beside it"
#define CURE_PACKED "unpack it first"

static const struct {
	const char *magic;
	size_t n;
	struct lr_file_kind kind;
} table[] = {
	{"\0asm\x0d\0\1\0", 8,
	 {"a component", "build a core module: TARGET wasm32-lind or wasm32-wasip1, not wasm32-wasip2", false}},
	{"!<arch>\n", 8, {"an archive of objects", CURE_ARCHIVE, false}},
	{"!<thin>\n", 8, {"a thin archive", CURE_ARCHIVE, false}},
	{"BC\xc0\xde", 4, {"LLVM bitcode", CURE_BITCODE, false}},
	{"\xde\xc0\x17\x0b", 4, {"LLVM bitcode", CURE_BITCODE, false}},
	{"\177ELF", 4, {"an ELF file (the host's, or a precompiled .cwasm)", CURE_TEXT, false}},
	{"\xcf\xfa\xed\xfe", 4, {"a Mach-O file", CURE_HOST, false}},
	{"\xca\xfe\xba\xbe", 4, {"a Mach-O file of several architectures, or a Java class", CURE_HOST, false}},
	{"MZ", 2, {"a program for Windows", CURE_HOST, false}},
	{"\x1f\x8b", 2, {"compressed by gzip", CURE_PACKED, true}},
	{"\x28\xb5\x2f\xfd", 4, {"compressed by zstd", CURE_PACKED, true}},
	{"\xfd" "7zXZ", 5, {"compressed by xz", CURE_PACKED, true}},
	{"PK\3\4", 4, {"a zip archive", CURE_PACKED, true}},
	{"version https://git-lfs", 23, {"a pointer of git-lfs", "fetch the file itself: git lfs pull", true}},
	{"#!", 2, {"a script", CURE_TEXT, false}},
	{"<!", 2, {"a page of HTML", "a download went wrong: fetch the file itself", true}},
	{"\xff\xfe", 2, {"text in UTF-16", CURE_TEXT, false}},
	{"\xef\xbb\xbf\0asm", 7,
	 {"a byte order mark of UTF-8 with a module behind it", "an editor or a script wrote it as text: build it again", true}},
	{"(module", 7, {"WebAssembly's text format", "make a module of it by wat2wasm or wasm-as", false}},
};

/* What passed for text on its way. Modules have lines' ends, and bytes above 127 that are no UTF-8, by chance: many of them. */
const char *lr_malformed_cure(const void *data, size_t size)
{
	enum { ENOUGH = 256, LINES = 4 };
	const unsigned char *p = data;
	size_t lines = 0, alone = 0, high = 0;

	for (size_t i = 1; i < size; i++) {
		lines += p[i] == '\n';
		alone += p[i] == '\n' && p[i - 1] != '\r';
		high += p[i] > 127;
	}
	if (lines >= LINES && !alone)
		return "its lines' ends were changed on the way, as git does with text: '*.wasm binary' in .gitattributes, or a transfer "
		       "of bytes";
	if (size >= ENOUGH && !high)
		return "its bytes above 127 were changed on the way, as in mail: transfer it as bytes";
	if (size >= ENOUGH && text_utf8((struct text){data, size}) == size)
		return "it was taken for text of another encoding on the way, and made UTF-8: transfer it as bytes";
	return "build it again; a file that was cut off or overwritten looks like this";
}

static bool is_text(const unsigned char *p, size_t size)
{
	for (size_t i = 0; i < size && i < 512; i++)
		if (p[i] < ' ' && !strchr("\t\n\r\f", p[i] ? p[i] : 'x'))
			return false;
	return true;
}

bool lr_is_bitcode(const void *data, size_t size)
{
	static const char plain[] = "BC\xc0\xde", wrapped[] = "\xde\xc0\x17\x0b";

	return size >= 4 && (!memcmp(data, plain, 4) || !memcmp(data, wrapped, 4));
}

const struct lr_file_kind *lr_file_kind(const void *data, size_t size)
{
	static const struct lr_file_kind empty = {"empty", "build it again: what made it was ended, or the disk was full", true},
					 zeros = {"zeros alone",
						  "build it again: a machine that lost power leaves such files", true},
					 text = {"text", CURE_TEXT, false};
	const unsigned char *p = data;
	size_t i = 0;

	if (!size)
		return &empty;
	for (size_t k = 0; k < sizeof table / sizeof *table; k++)
		if (size >= table[k].n && !memcmp(p, table[k].magic, table[k].n))
			return &table[k].kind;
	while (i < size && !p[i])
		i++;
	if (i == size)
		return &zeros;
	return is_text(p, size) ? &text : NULL;
}
