/* SPDX-License-Identifier: Apache-2.0 */
#include <elf.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lind-rust/linkage.h"
#include "lind-rust/wasm.h"

/* What lind-boot gives to dynamic modules alone, and each of them imports. */
static const char sign[] = "__memory_base";

static const char why_section[] = "lind-rust.static";

static void add_size(struct buf *out, size_t value)
{
	do {
		buf_char(out, (char)((value & 0x7f) | (value > 0x7f ? 0x80 : 0)));
		value >>= 7;
	} while (value);
}

void lr_add_why_static(struct buf *module, const char *why)
{
	struct buf body = {0};

	/* A size and the name, then whatever we like. */
	add_size(&body, sizeof why_section - 1);
	buf_str(&body, why_section);
	buf_str(&body, why);
	buf_char(module, WASM_SEC_CUSTOM);
	add_size(module, body.len);
	buf_add(module, body.data, body.len);
	free(body.data);
}

char *lr_why_static_of(const struct wasm_module *m)
{
	const struct wasm_section *s = wasm_section(m, WASM_SEC_CUSTOM, why_section);

	return s ? text_shown((struct text){(const char *)m->data + s->contents, s->size}) : NULL;
}

/* Bytes of a file that a header says are there; NULL where they are not. */
static const void *part(const struct buf *b, uint64_t offset, uint64_t n)
{
	return offset <= b->len && n <= b->len - offset ? b->data + offset : NULL;
}

static bool read_section(const struct buf *b, const Elf64_Ehdr *e, size_t i, Elf64_Shdr *section)
{
	const void *at = part(b, e->e_shoff + i * sizeof *section, sizeof *section);

	if (at)
		memcpy(section, at, sizeof *section);
	return at;
}

/* wasmtime's description of the module, which has the names of its imports. */
static bool is_info(const struct buf *b, const Elf64_Shdr *names, const Elf64_Shdr *section)
{
	static const char info[] = ".wasmtime.info";
	const char *name = section->sh_name < names->sh_size
				   ? part(b, names->sh_offset + section->sh_name, sizeof info)
				   : NULL;

	return name && !memcmp(name, info, sizeof info);
}

static bool precompiled_has_sign(const struct buf *b)
{
	Elf64_Shdr names, section;
	Elf64_Ehdr e;

	memcpy(&e, b->data, sizeof e);
	if (e.e_ident[EI_CLASS] != ELFCLASS64 || e.e_shentsize != sizeof section || e.e_shoff > b->len ||
	    !read_section(b, &e, e.e_shstrndx, &names))
		return false;
	for (size_t i = 0; i < e.e_shnum && read_section(b, &e, i, &section); i++) {
		const void *contents;

		if (!is_info(b, &names, &section))
			continue;
		contents = part(b, section.sh_offset, section.sh_size);
		return contents && memmem(contents, section.sh_size, sign, sizeof sign - 1);
	}
	return false;
}

bool lr_is_dynamic(const struct buf *bytes)
{
	struct wasm_module m;
	bool yes;

	if (bytes->len > sizeof(Elf64_Ehdr) && !memcmp(bytes->data, ELFMAG, SELFMAG))
		return precompiled_has_sign(bytes);
	if (!wasm_is(bytes->data, bytes->len))
		return false;
	wasm_read(&m, bytes->data, bytes->len);
	yes = m.dylink.present;
	wasm_free(&m);
	return yes;
}

bool lr_is_dynamic_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *data = MAP_FAILED;
	bool yes = false;

	if (fd < 0)
		return false;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size > 0)
		data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (data != MAP_FAILED) {
		yes = lr_is_dynamic(&(struct buf){.data = data, .len = (size_t)st.st_size});
		munmap(data, (size_t)st.st_size);
	}
	return yes;
}
