/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lind-rust/fs.h"
#include "lind-rust/inputs.h"
#include "scratch.h"

static char *at(const char *below)
{
	return xasprintf("%s/%s", scratch, below);
}

static json_t *metadata(void)
{
	char *text = xasprintf(
		"{\"packages\":["
		"{\"id\":\"app\",\"source\":null,\"manifest_path\":\"%s/ws/app/Cargo.toml\"},"
		"{\"id\":\"near\",\"source\":null,\"manifest_path\":\"%s/near/Cargo.toml\"},"
		"{\"id\":\"unused\",\"source\":null,\"manifest_path\":\"%s/unused/Cargo.toml\"},"
		"{\"id\":\"far\",\"source\":\"registry\",\"manifest_path\":\"%s/registry/far/Cargo.toml\"}],"
		"\"resolve\":{\"nodes\":[{\"id\":\"app\",\"dependencies\":[\"far\",\"near\"]},"
		"{\"id\":\"far\",\"dependencies\":[]},{\"id\":\"near\",\"dependencies\":[\"app\"]}]}}",
		scratch, scratch, scratch, scratch);

	return json_loads(text, 0, NULL);
}

static void lists(const struct strv *deps, const char *below, bool wanted)
{
	char *path = at(below);

	if (strv_has(deps, path) != wanted)
		fail_msg("'%s' is %s", below, wanted ? "missing" : "listed");
	free(path);
}

static struct strv inputs_of(const char *script_output)
{
	static struct lr_crate crate;
	struct lr_messages m = {.crate = &crate};
	struct strv deps = {0};

	lr_mkdirs("ws/app/src/deep");
	lr_mkdirs("ws/app/data");
	lr_mkdirs("ws/.cargo");
	lr_mkdirs("near");
	lr_mkdirs("target/x/build/app-1/out");
	write_text("ws/app/src/main.rs", "");
	write_text("ws/app/src/deep/other.txt", "");
	write_text("ws/app/data/a b.txt", "");
	write_text("ws/Cargo.lock", "");
	write_text("ws/.cargo/config.toml", "");
	write_text("rust-toolchain.toml", "");
	if (script_output)
		write_text("target/x/build/app-1/output", script_output);
	else
		unlink("target/x/build/app-1/output");
	write_text("app.d", xasprintf("t: %s/ws/app/src/main.rs %s/target/x/build/app-1/out/made.rs\n", scratch, scratch));
	crate = (struct lr_crate){.package_id = "app", .manifest = at("ws/app/Cargo.toml"), .workspace_root = at("ws")};
	m.depfile = at("app.d");
	strv_add(&m.script_dirs, at("target/x/build/app-1/out"));
	strv_add(&m.script_packages, "app");
	strv_add(&m.script_dirs, at("target/x/build/far-1/out"));
	strv_add(&m.script_packages, "far");
	lr_inputs(&deps, &m, metadata(), at("target"), at("target"));
	return deps;
}

static void sources_manifests_and_settings(void **state)
{
	struct strv deps = inputs_of("cargo::rerun-if-changed=data\ncargo:rerun-if-changed=/abs/file\n");

	(void)state;
	lists(&deps, "ws/app/src/main.rs", true);
	lists(&deps, "ws/app/Cargo.toml", true);
	lists(&deps, "ws/app", true);
	lists(&deps, "ws/Cargo.toml", true);
	lists(&deps, "ws/Cargo.lock", true);
	lists(&deps, "ws/.cargo/config.toml", true);
	lists(&deps, "rust-toolchain.toml", true);
	lists(&deps, "near/Cargo.toml", true);
	lists(&deps, "unused/Cargo.toml", false);
	lists(&deps, "registry/far/Cargo.toml", false);
	lists(&deps, "target/x/build/app-1/out/made.rs", false);
}

static void what_a_build_script_asked_for(void **state)
{
	struct strv deps = inputs_of("cargo::rerun-if-changed=data\ncargo:rerun-if-changed=/abs/file\n");

	(void)state;
	lists(&deps, "ws/app/data", true);
	lists(&deps, "ws/app/data/a b.txt", true);
	assert_true(strv_has(&deps, "/abs/file"));
	lists(&deps, "ws/app/src/deep/other.txt", false);
	deps = inputs_of("cargo::rerun-if-env-changed=X\n");
	lists(&deps, "ws/app/src/deep/other.txt", false);
}

static void a_build_script_that_asked_for_nothing_watches_its_package(void **state)
{
	struct strv deps = inputs_of("cargo::warning=rerun-if-changed=data\n");

	(void)state;
	lists(&deps, "ws/app/src/deep/other.txt", true);
	deps = inputs_of(NULL);
	lists(&deps, "ws/app/src/deep/other.txt", true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sources_manifests_and_settings),
		cmocka_unit_test(what_a_build_script_asked_for),
		cmocka_unit_test(a_build_script_that_asked_for_nothing_watches_its_package),
	};

	return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
