/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lind-rust/metadata.h"
#include "scratch.h"

#define TARGET(name, kind) "{\"name\":\"" name "\",\"kind\":[\"" kind "\"],\"src_path\":\"/src/" name ".rs\"}"
#define PACKAGE(name, targets, more) \
	"{\"name\":\"" name "\",\"id\":\"id-" name "\",\"manifest_path\":\"/" name "/Cargo.toml\"," more "\"targets\":[" targets "]}"

/* The refusals end the program: tests/helpers/cargo.bats has them. */
static struct lr_crate chosen(const char *packages, const char *members, const struct lr_wanted *wanted)
{
	char *text = xasprintf("{\"packages\":[%s],\"workspace_members\":[%s],\"workspace_root\":\"/ws\"}", packages, members);
	struct lr_crate crate = {0};
	json_t *json = json_loads(text, 0, NULL);

	assert_non_null(json);
	lr_crate_choose(&crate, json, wanted);
	return crate;
}

static void the_only_target_of_the_only_package(void **state)
{
	struct lr_wanted wanted = {.manifest = "/a/Cargo.toml"};
	struct lr_crate c = chosen(PACKAGE("a", TARGET("app", "bin") "," TARGET("build", "custom-build") "," TARGET("t", "test"), ""),
				   "\"id-a\"", &wanted);

	(void)state;
	assert_string_equal(c.name, "app");
	assert_int_equal(c.kind, LR_BIN);
	assert_string_equal(c.package_id, "id-a");
	assert_string_equal(c.workspace_root, "/ws");
}

static void examples_are_only_taken_by_name(void **state)
{
	struct lr_wanted wanted = {.manifest = "/a/Cargo.toml"};

	(void)state;
	assert_string_equal(
		chosen(PACKAGE("a", TARGET("show", "example") "," TARGET("app", "bin"), ""), "\"id-a\"", &wanted).name, "app");
	wanted.kind = LR_EXAMPLE;
	wanted.name = "show";
	assert_int_equal(chosen(PACKAGE("a", TARGET("show", "example"), ""), "\"id-a\"", &wanted).kind, LR_EXAMPLE);
}

static void a_default_run_decides(void **state)
{
	struct lr_wanted wanted = {.manifest = "/a/Cargo.toml"};

	(void)state;
	assert_string_equal(chosen(PACKAGE("a", TARGET("x", "bin") "," TARGET("y", "bin"), "\"default_run\":\"y\","), "\"id-a\"",
				   &wanted).name, "y");
}

static void a_package_of_the_workspace_by_name(void **state)
{
	struct lr_wanted wanted = {.manifest = "/ws/Cargo.toml", .package = "b"};

	(void)state;
	/* One that is no member (a dependency) is not meant, whatever its name. */
	assert_string_equal(chosen("{\"name\":\"b\",\"id\":\"registry\",\"targets\":[]}," PACKAGE("a", TARGET("x", "bin"), "") "," PACKAGE(
					   "b", TARGET("y", "bin"), ""),
				   "\"id-a\",null,\"id-b\"", &wanted).package_id, "id-b");
}

static void the_package_of_the_manifest(void **state)
{
	struct lr_wanted wanted = {.manifest = "Cargo.toml"};
	char *packages = xasprintf(PACKAGE("a", TARGET("x", "bin"), "") ",{\"name\":\"here\",\"id\":\"here\",\"manifest_path\":\"%s/"
				   "Cargo.toml\",\"targets\":[" TARGET("y", "cdylib") "]}", scratch);

	(void)state;
	write_text("Cargo.toml", "");
	assert_string_equal(chosen(packages, "\"id-a\",\"here\"", &wanted).package, "here");
	assert_int_equal(chosen(packages, "\"id-a\",\"here\"", &wanted).kind, LR_LIB);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_only_target_of_the_only_package),
		cmocka_unit_test(examples_are_only_taken_by_name),
		cmocka_unit_test(a_default_run_decides),
		cmocka_unit_test(a_package_of_the_workspace_by_name),
		cmocka_unit_test(the_package_of_the_manifest),
	};

	return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
