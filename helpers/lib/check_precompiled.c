/* SPDX-License-Identifier: Apache-2.0 */
/* What lind-boot --precompile writes: an ELF file, of whose sections some are wasmtime's. */
#include <string.h>

#include "check_internal.h"

enum { HEADER = 64, ENTRY = 64, CLASS = 4, ORDER = 5, SYSTEM = 7, WASMTIME = 200 };

bool check_is_precompiled(const struct wasm_module *m)
{
	static const char magic[] = "\177ELF", section[] = ".wasmtime.";

	return m->size > SYSTEM && !memcmp(m->data, magic, sizeof magic - 1) &&
	       (m->data[SYSTEM] == WASMTIME || memmem(m->data, m->size, section, sizeof section - 1));
}

static uint64_t number(const uint8_t *at, unsigned n)
{
	uint64_t value = 0;

	while (n--)
		value = value << 8 | at[n];
	return value;
}

static bool is_inside(const struct wasm_module *m, uint64_t from, uint64_t size)
{
	return from <= m->size && size <= m->size - from;
}

/* https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html, of 64 bits with the lowest byte first. */
bool check_is_whole(const struct wasm_module *m)
{
	uint64_t table, n;

	if (m->size < HEADER || m->data[CLASS] != 2 || m->data[ORDER] != 1)
		return false;
	table = number(m->data + 0x28, 8);
	n = number(m->data + 0x3c, 2);
	if (!n || !is_inside(m, table, n * ENTRY))
		return false;
	for (uint64_t i = 0; i < n; i++) {
		const uint8_t *entry = m->data + table + i * ENTRY;
		bool has_bytes = number(entry + 4, 4) != 0 && number(entry + 4, 4) != 8;

		if (has_bytes && !is_inside(m, number(entry + 0x18, 8), number(entry + 0x20, 8)))
			return false;
	}
	return true;
}
