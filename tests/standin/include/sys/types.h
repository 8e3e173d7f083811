/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_SYS_TYPES_H
#define STANDIN_SYS_TYPES_H

#include <bits/pthreadtypes.h>
#include <bits/types.h>

#endif
