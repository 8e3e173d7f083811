/* SPDX-License-Identifier: Apache-2.0 */
/* cargo's messages, line by line, and cargo's metadata, from any bytes. */
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/inputs.h"
#include "lind-rust/messages.h"
#include "lind-rust/metadata.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_lines(struct lr_messages *m, const uint8_t *data, size_t size)
{
	for (size_t at = 0, n; at < size; at += n + 1) {
		const uint8_t *newline = memchr(data + at, '\n', size - at);

		n = newline ? (size_t)(newline - data) - at : size - at;
		lr_message(m, (const char *)data + at, n);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lr_crate crate = {.package = "shop", .package_id = "shop", .manifest = "/shop/Cargo.toml", .name = "shop",
				 .src_path = "/shop/src/main.rs", .workspace_root = "/shop", .kind = LR_BIN};
	struct lr_messages m = {.crate = &crate, .suffix = ".wasm"};
	struct lr_wanted wanted = {.manifest = "Cargo.toml"};
	json_t *metadata = json_loadb((const char *)data, size, 0, NULL);
	struct strv deps = {0};

	read_lines(&m, data, size);
	if (!metadata)
		return 0;
	lr_inputs(&deps, &m, metadata, "/build", "/target");
	for (int kind = LR_ANY; kind <= LR_EXAMPLE; kind++) {
		wanted.kind = (enum lr_kind)kind;
		lr_crate_choose(&crate, metadata, &wanted);
	}
	json_decref(metadata);
	return 0;
}
