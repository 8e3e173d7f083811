/* SPDX-License-Identifier: Apache-2.0 */
/* A depfile of cargo's from any bytes; and what is written of it is read back as it was. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/depfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void free_all(struct strv *v)
{
	for (size_t i = 0; i < v->n; i++)
		free(v->v[i]);
	free(v->v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strv deps = {0};
	struct buf text = {0};
	char *copy = xstrndup((const char *)data, size);
	size_t bytes = 0;

	/* As lr_slurp gives it: with a NUL behind it. */
	lr_depfile_parse(copy, strlen(copy), &deps);
	for (size_t i = 0; i < deps.n; i++)
		bytes += strlen(deps.v[i]) + 1;
	if (bytes > size + 1)
		abort();
	lr_depfile_format(&text, "stamp", &deps, size & 1);
	free(text.data);
	free_all(&deps);
	free(copy);
	return 0;
}
