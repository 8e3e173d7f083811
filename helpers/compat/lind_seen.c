/* SPDX-License-Identifier: Apache-2.0 */
/* Which signals were seen: lind's calls do not start again by themselves when a handler has returned (SA_RESTART). */
#include <stdatomic.h>

#include "lind_seen.h"

static atomic_uint all, breaking, own;

struct lind_seen lind_seen(void)
{
	return (struct lind_seen){atomic_load(&all), atomic_load(&breaking), atomic_load(&own)};
}

void lind_count_seen(int breaks)
{
	atomic_fetch_add(&all, 1);
	atomic_fetch_add(&breaking, breaks ? 1 : 0);
}

void lind_count_own(void)
{
	atomic_fetch_add(&own, 1);
}

/* A handler that C has set is not counted: what it interrupts stays interrupted. */
int lind_starts_again(struct lind_seen before)
{
	struct lind_seen now = lind_seen();

	return now.breaking == before.breaking && (now.all != before.all || now.own != before.own);
}

int lind_was_undisturbed(struct lind_seen before)
{
	struct lind_seen now = lind_seen();

	return now.all == before.all && now.own != before.own;
}
