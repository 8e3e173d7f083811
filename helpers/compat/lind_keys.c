/* SPDX-License-Identifier: Apache-2.0 */
#include "lind_keys.h"

struct lind_keys *lind_keys_of_program(void)
{
	static struct lind_keys keys;

	return &keys;
}
