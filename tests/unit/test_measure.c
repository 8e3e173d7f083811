/* SPDX-License-Identifier: Apache-2.0 */
/* The sources of a crate are brought in line with C headers of our own: each kind of rule does what it says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lind-rust/fs.h"
#include "lind-rust/measure.h"
#include "lind-rust/rules.h"
#include "scratch.h"

static const char header[] = "#define VALUE 7\n"
			     "#define KEPT 8\n"
			     "struct other { int before, first; long long b; };\n"
			     "typedef short narrow_t;\n";

static const char crate[] = "pub const SYS_one: c_long = 1;\n"
			    "pub const SYS_gone: c_long = 2;\n"
			    "pub const VALUE: c_int = 0;\n"
			    "pub const KEPT: c_int = 0;\n"
			    "pub const UNKNOWN: c_int = 9;\n"
			    "pub type narrow_t = c_int;\n"
			    "pub type wide_t = c_int;\n"
			    "pub struct pair { pub first: c_int, pub second: c_int, }\n"
			    "extern \"C\" { pub fn f(a: c_int) -> c_int; }\n";

static const char lines[] = "measure lib.rs\n"
			    "header own.h\n"
			    "numbers SYS_ not-there.rs\n"
			    "numbers SYS_ numbers.rs\n"
			    "keep KEPT\n"
			    "type wide_t i64\n"
			    "like pair other\n"
			    "field pair.second b\n"
			    "link f g\n";

static void put(const char *path, const char *text)
{
	char *parent = lr_dir(path);

	assert_int_equal(lr_mkdirs(parent), 0);
	write_text(path, text);
	free(parent);
}

/* The crate's source after measuring. */
static char *measured(void)
{
	struct lr_tools tools = {0};
	struct lr_overlay overlay = {.tools = &tools, .crate = "own", .version = "1"};
	struct strv files = {0};
	struct lr_rules rules;
	struct buf b = {0};
	char *sysroot = lr_absolute("sysroot"), *dir = lr_absolute("crate");

	put("sysroot/include/wasm32-wasi/own.h", header);
	put("sysroot/lib/wasm32-wasi/crt1.o", "");
	put("crate/lib.rs", crate);
	put("crate/numbers.rs", "pub const SYS_one: c_long = 101;\n");
	write_text("own.rules", lines);
	lr_tool_set(&tools, LR_SYSROOT, sysroot);
	lr_rules_read(&rules, "own.rules");
	strv_add(&files, "lib.rs");
	lr_measure(&overlay, &rules, dir, &files);
	assert_int_equal(lr_slurp("crate/lib.rs", &b), 0);
	return b.data;
}

static void holds(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("'%s' is not in:\n%s", part, text);
}

static void each_rule_is_followed(void **state)
{
	char *text = measured();

	(void)state;
	holds(text, "SYS_one: c_long = 101;");
	holds(text, "SYS_gone: c_long = -1;");
	holds(text, "VALUE: c_int = 7i64 as c_int;");
	holds(text, "KEPT: c_int = 0;");
	holds(text, "UNKNOWN: c_int = 9;");
	holds(text, "narrow_t = i16;");
	holds(text, "wide_t = i64;");
	holds(text, "_pad0: [u8; 4],\n    pub first: c_int,\n    pub second: c_int,\n    __lind_pad1: [u8; 4],\n}");
	holds(text, "#[link_name = \"g\"] pub fn f(");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(each_rule_is_followed, enter_scratch, leave_scratch)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
