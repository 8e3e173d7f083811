/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What std's Backtrace asks for, which anyhow, eyre and their like make of each error, and the crate backtrace;
 * lind-glibc lacks it. There are no frames to ask of (lind_kept.c).
 */
#include <stdint.h>

void *_Unwind_FindEnclosingFunction(void *pc)
{
	return pc;
}

uintptr_t _Unwind_GetIPInfo(void *context, int *before)
{
	(void)context;
	*before = 0;
	return 0;
}
