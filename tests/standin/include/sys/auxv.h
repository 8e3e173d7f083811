/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_SYS_AUXV_H
#define STANDIN_SYS_AUXV_H

#define AT_NULL 0
#define AT_PAGESZ 6
#define AT_HWCAP 16

unsigned long getauxval(unsigned long type);

#endif
