/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/facts.h"
#include "lind-rust/quote.h"

static void set_json(json_t *json, const char *name, const char *value)
{
	if (json_object_set_new(json, name, json_string(value)))
		fatal_hint("take another --format, or rename it", "%s: '%s' is not UTF-8: JSON cannot hold it", name, value);
}

void lr_facts_format(struct buf *out, const char *format, const struct lr_fact *facts, size_t n, int width,
		     const char *none)
{
	json_t *json = json_object();

	for (size_t i = 0; i < n; i++) {
		const char *name = facts[i].name, *value = facts[i].value ? facts[i].value : "";

		if (strpbrk(value, "\r\n"))
			fatal_hint("rename it: no build system can be told of such a path", "%s: '%s' has a newline in it", name,
				   value);
		if (!strcmp(format, "cmake"))
			buf_printf(out, "set(%s %s)\n", name, lr_quote_cmake(value));
		else if (!strcmp(format, "make"))
			buf_printf(out, "%s := %s\n", name, lr_quote_make(value));
		else if (!strcmp(format, "sh"))
			buf_printf(out, "%s=%s\n", name, lr_quote_sh(value));
		else if (!strcmp(format, "json"))
			set_json(json, name, value);
		else
			buf_printf(out, "%-*s %s\n", width, name, *value ? value : none);
	}
	if (!strcmp(format, "json")) {
		char *text = json_dumps(json, JSON_INDENT(2));

		buf_printf(out, "%s\n", text ? text : "");
		free(text);
	}
	json_decref(json);
}
