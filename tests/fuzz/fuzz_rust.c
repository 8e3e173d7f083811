/* SPDX-License-Identifier: Apache-2.0 */
/* Sources of a crate of anybody's: items, their attributes, and the layouts of what they describe. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/layout.h"
#include "lind-rust/rust_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Inside the text, and not backwards: what is rewritten by spans must have them so. */
static void hold(struct rs_span span, size_t size)
{
	if (span.from > span.to || span.to > size)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const cfgs[] = {"unix", "target_os=\"linux\"", NULL};
	char *text = xstrndup((const char *)data, size);
	struct strv set = {0};
	struct rs_items items = {0};
	struct lr_sizes sizes = {0};
	size_t n = strlen(text), at = 0, bytes, align;

	strv_addv(&set, cfgs);
	rs_scan(&items, text, n);
	for (size_t i = 0; i < items.n; i++) {
		const struct rs_item *item = &items.v[i];
		char *name, *type = rs_text(text, item->type);

		hold(item->name, n);
		hold(item->type, n);
		hold(item->value, n);
		hold(item->attributes, n);
		if (item->begin < at || item->name.from < item->begin)
			abort();
		at = item->begin;
		name = rs_text(text, item->name);
		if (item->kind == RS_TYPE)
			lr_sizes_alias(&sizes, name, type);
		free(rs_attributes_without(text, item->attributes, "link_name"));
		rs_active(text, item->attributes, &set);
		for (size_t k = 0; k < item->nfields; k++) {
			hold(item->fields[k].name, n);
			hold(item->fields[k].type, n);
			rs_active(text, item->fields[k].attributes, &set);
		}
		free(name);
		free(type);
	}
	lr_sizes_ready(&sizes);
	for (size_t i = 0; i < items.n; i++)
		for (size_t k = 0; k < items.v[i].nfields; k++) {
			char *type = rs_text(text, items.v[i].fields[k].type);

			lr_size_of(&sizes, type, &bytes, &align);
			free(type);
		}
	for (size_t i = 0; i < sizes.n; i++) {
		free(sizes.v[i].name);
		free(sizes.v[i].alias);
	}
	free(sizes.v);
	for (size_t i = 0; i < set.n; i++)
		free(set.v[i]);
	free(set.v);
	rs_free(&items);
	free(text);
	return 0;
}
