/* SPDX-License-Identifier: Apache-2.0 */
/* wasm-ld's words from any bytes. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lind-rust/linkmsg.h"
#include "lind-rust/lint.h"
#include "lind-rust/util.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char output[40];
	struct lr_lint lint = {.output = output, .system = "/usr/lib"};
	char *text = xstrndup((const char *)data, size);

	/* A module without names: every mismatch may be in it. */
	if (!*output) {
		int fd = memfd_create("module", 0);

		if (write(fd, "\0asm\1\0\0\0", 8) != 8)
			abort();
		snprintf(output, sizeof output, "/proc/self/fd/%d", fd);
	}

	lr_lint_failure(&lint, text);
	lr_lint_output(&lint, text);
	if (lr_link_messages(stderr, text, strlen(text)) > size)
		abort();
	free(text);
	return 0;
}
