/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lind-rust/crate_arch.h"
#include "lind-rust/fs.h"
#include "scratch.h"

static void a_manifest_counts_where_dependencies_differ(void **state)
{
	static const struct {
		const char *head;
		bool counts;
	} cases[] = {
		{"[target.'cfg(target_arch = \"wasm32\")'.dependencies]", true},
		{"[target.'cfg(not(target_arch = \"wasm32\"))'.dependencies.libc]", true},
		{"[target.\"cfg(not(target_arch = \\\"wasm32\\\"))\".dependencies]", true},
		{"[target.'cfg(all(unix, not(target_arch = \"wasm32\")))'.dependencies.libc]", true},
		{"[target.'cfg(any(target_arch = \"x86\", target_arch = \"wasm32\"))'.dependencies]", true},
		{"[target.'cfg(all(target_arch = \"wasm32\", not(target_os = \"wasi\")))'.dependencies]", true},
		{"[target.'cfg(target_arch = \"wasm32\")']", true},
		{"[target.'cfg(all(target_arch = \"wasm32\", target_os = \"unknown\"))'.dependencies]", false},
		{"[target.'cfg(any(unix, target_arch = \"wasm32\"))'.dependencies]", false},
		{"[target.'cfg(target_arch = \"wasm32\")'.dev-dependencies]", false},
		{"[target.\"cfg(target_arch = \\\"wasm32\\\")\".build-dependencies.cc]", false},
		{"[target.wasm32-unknown-unknown.dependencies]", false},
		{"# [target.'cfg(target_arch = \"wasm32\")'.dependencies]", false},
		{"[target.'cfg(target_arch = \"x86\")'.dependencies]", false},
		/* Cut off. */
		{"[target.'cfg(target_arch = \"wasm32\")", false},
		{"[target.'", false},
		{"wasm32 [target.", false},
		{"", false},
	};
	struct strv cfgs = {0};

	(void)state;
	strv_add(&cfgs, "unix");
	strv_add(&cfgs, "target_os=\"linux\"");
	strv_add(&cfgs, LR_RUSTC_ARCH);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *text = xasprintf("[package]\nname = \"a\"\n\n%s\nb = \"1\"\n", cases[i].head);

		if (lr_manifest_by_arch(text, &cfgs) != cases[i].counts)
			fail_msg("%s", cases[i].head);
		if (lr_manifest_by_arch(cases[i].head, &cfgs) != cases[i].counts)
			fail_msg("%s, without a newline", cases[i].head);
		free(text);
	}
	for (size_t i = 0; i < cfgs.n; i++)
		free(cfgs.v[i]);
	free(cfgs.v);
}

static void sources_count_where_they_leave_something_out(void **state)
{
	static const struct {
		const char *text;
		bool counts;
	} cases[] = {
		{"#[cfg(not(target_arch = \"wasm32\"))] mod a;", true},
		{"#[cfg(all(unix, not(any(target_arch=\"wasm32\", windows))))] mod a;", true},
		{"if cfg!(not(all(target_arch = \"wasm32\", not(target_os = \"emscripten\")))) {}", true},
		{"#[cfg(target_arch = \"x86\")] #[cfg(not(target_arch = \"wasm32\"))] mod a;", true},
		{"#[cfg(all(target_arch = \"wasm32\", not(target_os = \"emscripten\")))] mod a;", true},
		{"#[cfg(all(target_arch=\"wasm32\",\n not(any(target_os=\"emscripten\", target_os=\"wasi\"))))] mod a;", true},
		{"#[cfg(all(target_arch = \"wasm32\", target_os = \"unknown\"))] mod a;", false},
		{"#[cfg(any(target_arch = \"wasm32\", not(unix)))] mod a;", false},
		{"#[cfg(target_arch = \"wasm32\")] use core::arch::wasm32::*;", false},
		{"#[cfg(not(target_arch = \"wasm64\"))] mod a;", false},
		{"#[cfg(not(any(windows, target_arch = \"x86\", target_arch = \"wasm32\")))] mod a;", false},
		{"target_arch", false},
		{"", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *dir = xasprintf("%s/%zu", scratch, i), *below = xasprintf("%s/below/mod.rs", dir);
		char *text = xasprintf("%s/notes.txt", dir);

		assert_int_equal(0, lr_write_if_changed(below, cases[i].text, strlen(cases[i].text), NULL));
		assert_int_equal(0, lr_write_if_changed(text, cases[0].text, strlen(cases[0].text), NULL));
		if (lr_sources_by_arch(dir) != cases[i].counts)
			fail_msg("%s", cases[i].text);
		free(dir);
		free(below);
		free(text);
	}
	assert_false(lr_sources_by_arch("/no/such/directory"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_manifest_counts_where_dependencies_differ),
		cmocka_unit_test(sources_count_where_they_leave_something_out),
	};

	return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
