/* SPDX-License-Identifier: Apache-2.0 */
#include "lind-rust/c_locale.h"

#include <string.h>

/* What setlocale() and newlocale() end in, and iconv_open(). */
static bool is_root(struct text name)
{
	return text_is(name, "_nl_find_locale") || text_is(name, "__gconv_open");
}

static bool converts_text(const struct wasm_module *m)
{
	uint32_t index;
	struct text name;
	bool named = false;

	for (size_t at = m->func_names.pos; wasm_name_next(m, &m->func_names, &at, &index, &name); named = true)
		if (is_root(name))
			return true;
	return !named;
}

/* The C library has the word alone, to look for it. */
static bool converts_files(const struct wasm_module *m)
{
	static const char word[] = ",ccs=";
	const size_t n = sizeof word - 1;
	const struct wasm_section *data = wasm_section(m, WASM_SEC_DATA, NULL);
	const uint8_t *at, *end;

	if (!data)
		return false;
	at = m->data + data->contents;
	end = at + data->size;
	while ((at = memmem(at, (size_t)(end - at), word, n))) {
		at += n;
		if (at < end && *at)
			return true;
	}
	return false;
}

bool lr_can_change_locale(const struct wasm_module *m)
{
	return converts_text(m) || converts_files(m);
}
