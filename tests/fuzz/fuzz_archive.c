/* SPDX-License-Identifier: Apache-2.0 */
/* libFuzzer: walk an archive's members and symbols, and read what looks like a module. */
#include <stdlib.h>

#include "lind-rust/archive.h"
#include "lind-rust/objects.h"
#include "lind-rust/wasm.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_member(const struct archive_member *member, const uint8_t *data, size_t size)
{
	struct wasm_module m;

	free(lr_crate_name(member->name));
	free(text_shown(member->name));
	if (!member->data)
		return;
	if (member->data < data || member->size > size || member->data + member->size > data + size)
		abort();
	if (!wasm_is(member->data, member->size))
		return;
	wasm_read(&m, member->data, member->size);
	wasm_free(&m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct archive a;
	struct archive_member member;
	struct archive_symbol symbol;

	if (!archive_open(&a, data, size)) {
		if (!a.error.text[0] || a.error.offset > size)
			abort();
		return 0;
	}
	while (archive_next_symbol(&a, &symbol))
		free(text_shown(symbol.name));
	while (archive_next(&a, &member))
		read_member(&member, data, size);
	return 0;
}
