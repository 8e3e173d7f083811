/* SPDX-License-Identifier: Apache-2.0 */
/* libFuzzer: read a module from any bytes, then check it in every way there is. */
#include <stdlib.h>

#include "../../helpers/lib/inspect.h"
#include "lind-rust/add_export.h"
#include "lind-rust/check.h"
#include "lind-rust/linkage.h"
#include "lind-rust/report.h"
#include "lind-rust/wasm.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk_names(const struct wasm_module *m, const struct wasm_name_map *map)
{
	size_t at = map->pos;
	uint32_t index;
	struct text name;

	while (wasm_name_next(m, map, &at, &index, &name))
		free(text_shown(name));
}

static void show_types(const struct wasm_module *m)
{
	struct buf b = {0};

	for (uint32_t i = 0; i < m->nfuncs; i++) {
		b.len = 0;
		wasm_signature_show(&b, wasm_func_signature(m, i));
	}
	for (uint32_t i = 0; i < m->ntags; i++) {
		b.len = 0;
		wasm_signature_show(&b, wasm_tag_signature(m, i));
	}
	free(b.data);
}

static FILE *out;

static void show(const struct wasm_module *m)
{
	json_t *object = inspect_json_module(m, true);
	char *text = json_dumps(object, 0);

	/* Names that are not UTF-8 are shown so that they are. */
	if (!object || !text)
		abort();
	free(text);
	json_decref(object);
	inspect_print_module(out, "file", m, true);
}

static void check_all(const struct wasm_module *m, size_t size)
{
	for (unsigned i = 0; i < 8; i++) {
		struct check_options o = {
			.kind = i & 1 ? CHECK_GRATE : CHECK_STATIC,
			.stage = i & 2 ? CHECK_RAW : CHECK_FINISHED,
			.runtime = i & 4 ? CHECK_STANDIN : CHECK_LIND,
		};
		struct check_report report;

		check_module(m, &o, &report);
		for (size_t k = 0; k < report.n; k++)
			if (report.v[k].offset > size || !check_explain(report.v[k].code))
				abort();
		lr_report_print(out, "file", &report);
		json_decref(inspect_json_report(&report));
		check_free(&report);
	}
}

/* With what was added it is a module still, and once is enough. */
static void export_more(const struct wasm_module *m)
{
	struct buf once = {0}, twice = {0};
	struct wasm_module more;
	size_t n = lr_add_exports(&once, m, lr_dynamic_exports);

	if (!wasm_read(&more, once.data, once.len) || more.nexports != m->nexports + n ||
	    lr_add_exports(&twice, &more, lr_dynamic_exports) || twice.len != once.len)
		abort();
	wasm_free(&more);
	free(once.data);
	free(twice.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf bytes = {.data = (char *)data, .len = size};
	struct wasm_module m;

	if (!out)
		out = fopen("/dev/null", "w");
	if (wasm_read(&m, data, size)) {
		walk_names(&m, &m.func_names);
		walk_names(&m, &m.global_names);
		show_types(&m);
		show(&m);
		export_more(&m);
	} else if (!m.error.text[0] || m.error.offset > size) {
		abort();
	}
	check_all(&m, size);
	lr_is_dynamic(&bytes);
	wasm_free(&m);
	return 0;
}
