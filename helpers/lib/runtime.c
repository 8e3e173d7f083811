/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lind-rust/runtime.h"

const char *lr_runtime(struct lr_tools *t, const char *said)
{
	static const char *const all[] = {"lind", "standin", NULL};
	const char *what = "--runtime";

	if (!said || !*said)
		said = getenv(what = "LIND_RUST_RUNTIME");
	if (!said || !*said)
		return lr_find(t, LR_LIND_BOOT) || lr_find(t, LR_LIND_ROOT) ? "lind" : "standin";
	if (strcmp(said, "lind") && strcmp(said, "standin"))
		lr_misuse_choice(what, said, all);
	return said;
}
