/* SPDX-License-Identifier: Apache-2.0 */
#include <lind_syscall.h>
#include "sys.h"

/* What grates call. The numbers are lind's own; the stand-in's runner has one
   cage and answers ENOSYS, so a grate can be linked here, and no more. */

enum { REGISTER_HANDLER = 1001, COPY_DATA = 1002, COPY_HANDLER_TABLE = 1003 };

int
register_handler(uint64_t target, uint64_t number, uint64_t grate, uint64_t function)
{
	return make_threei_call(REGISTER_HANDLER, 0, grate, grate, target, number, NONE, grate,
		function, NONE, NONE, NONE, NONE, NONE, NONE, NONE, 0);
}

int
copy_data_between_cages(uint64_t self, uint64_t target, uint64_t from, uint64_t from_cage,
	uint64_t to, uint64_t to_cage, uint64_t size, uint64_t kind)
{
	(void)target;
	return make_threei_call(COPY_DATA, 0, self, self,
		from, from_cage | GRATE_MEMORY_FLAG, to, to_cage | GRATE_MEMORY_FLAG,
		size, NONE, kind, NONE, NONE, NONE, NONE, NONE, 0);
}

int
copy_handler_table_to_cage(uint64_t from, uint64_t target)
{
	return make_threei_call(COPY_HANDLER_TABLE, 0, from, from, from, target,
		NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, 0);
}
