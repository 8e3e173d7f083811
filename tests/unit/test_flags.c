/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lind-rust/flags.h"

static void sizes_that_are_right(void **state)
{
	static const struct {
		const char *text;
		unsigned long long bytes;
	} cases[] = {{"65536", 65536},     {"64K", 65536},        {"64KiB", 65536},     {"1M", 1ull << 20},
		     {"1MiB", 1ull << 20}, {"4G", 4ull << 30}, {"4GiB", 4ull << 30}, {"0065536", 65536}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		unsigned long long bytes = 0;
		const char *why = NULL;

		assert_int_equal(lr_parse_size(cases[i].text, 65536, 1ull << 32, &bytes, &why), 0);
		assert_int_equal(bytes, cases[i].bytes);
	}
}

static void sizes_that_are_wrong(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {{"", "is not a size"},
		     {"-65536", "is not a size"},
		     {" 64K", "is not a size"},
		     {"64k", "is not a size"},
		     {"64KB", "is not a size"},
		     {"K", "is not a size"},
		     {"0", "is none"},
		     {"0K", "is none"},
		     {"65537", "is not a multiple of 65536"},
		     {"5G", "is more than a 32-bit program can have"},
		     {"18446744073709551616", "is more than a 32-bit program can have"},
		     {"17179869184G", "is more than a 32-bit program can have"}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		unsigned long long bytes = 0;
		const char *why = NULL;

		assert_int_equal(lr_parse_size(cases[i].text, 65536, 1ull << 32, &bytes, &why), -1);
		assert_memory_equal(why, cases[i].why, strlen(cases[i].why));
	}
}

static size_t position(const struct strv *s, const char *word)
{
	for (size_t i = 0; i < s->n; i++)
		if (!strcmp(s->v[i], word))
			return i;
	fail_msg("there is no '%s'", word);
	return 0;
}

static void parameters_are_put_in(void **state)
{
	struct lr_policy policy = lr_policy_default;
	struct strv link = {0};

	(void)state;
	policy.max_memory = 131072;
	policy.stack_size = 4096;
	lr_flags_add(&link, LR_FOR_LINK, &policy);
	position(&link, "-Wl,--max-memory=131072");
	position(&link, "-Wl,-z,stack-size=4096");
	assert_false(strv_has(&link, "-Wl,--export=pass_fptr_to_wt"));
}

static void rows_apply_under_their_conditions(void **state)
{
	struct lr_policy policy = lr_policy_default;
	struct strv plain = {0}, all = {0}, link = {0};

	(void)state;
	lr_flags_add(&plain, LR_FOR_OPT, &policy);
	assert_false(strv_has(&plain, "--epoch-injection"));
	assert_false(strv_has(&plain, "--fpcast-emu"));
	policy.when |= LR_LIND_OPT | LR_FPCAST | LR_GRATE | LR_BARE;
	lr_opt_by_level(&policy, "z");
	lr_flags_add(&all, LR_FOR_OPT, &policy);
	/* The order is load-bearing. */
	assert_true(position(&all, "--epoch-injection") < position(&all, "--asyncify"));
	assert_true(position(&all, "--asyncify") < position(&all, "--fpcast-emu"));
	assert_true(position(&all, "--fpcast-emu") < position(&all, "--translate-to-exnref"));
	assert_true(position(&all, "--translate-to-exnref") < position(&all, "-Oz"));
	lr_flags_add(&link, LR_FOR_LINK, &policy);
	position(&link, "-Wl,--export=pass_fptr_to_wt");
}

static void a_level_comes_before_a_profile_and_dev_is_instrumented_alone(void **state)
{
	static const char *const profiles[] = {"dev", "test", "Debug", "release", "bench", "mine", "Release"};

	(void)state;
	for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++) {
		struct lr_policy policy = lr_policy_default;
		struct strv words = {0}, level = {0};

		lr_opt_for_profile(&policy, profiles[i]);
		lr_flags_add(&words, LR_FOR_OPT, &policy);
		assert_int_equal(strv_has(&words, "--optimize-level=1"), i > 2);
		assert_true(strv_has(&words, "--asyncify"));
		lr_opt_by_level(&policy, "2");
		lr_opt_for_profile(&policy, profiles[i]);
		lr_flags_add(&level, LR_FOR_OPT, &policy);
		position(&level, "-O2");
		assert_false(strv_has(&level, "--optimize-level=1"));
	}
}

static void every_row_has_a_stage_with_a_name_and_a_reason(void **state)
{
	(void)state;
	for (const struct lr_flag *f = lr_flags; f->word; f++) {
		const char *name = lr_stage_name(f->stage);

		assert_int_equal(lr_stage_by_name(name), f->stage);
		/* -mllvm's value has it. */
		assert_true(f->reason || !strcmp(f->word, "-mllvm"));
	}
	assert_int_equal(lr_stage_by_name("linking"), -1);
}

static void a_programs_own_settings_for_its_link(void **state)
{
	struct lr_policy policy = lr_policy_default;
	struct strv none = {0}, all = {0};

	(void)state;
	lr_link_args_add(&none, &policy, false, false);
	assert_int_equal(none.n, 0);
	policy.when |= LR_GRATE;
	lr_link_args_add(&all, &policy, true, true);
	assert_int_equal(all.n, 3);
	assert_string_equal(all.v[0], "-Clink-arg=-Wl,--max-memory=67108864");
	assert_string_equal(all.v[1], "-Clink-arg=-Wl,-z,stack-size=1048576");
	assert_string_equal(all.v[2], "-Clink-arg=--lind-grate");
}

static void targets_and_levels(void **state)
{
	(void)state;
	assert_non_null(lr_target_by_name("wasm32-wasip1"));
	assert_null(lr_target_by_name("wasm32-wasi"));
	for (size_t i = 0; lr_target_names[i]; i++)
		assert_non_null(lr_target_by_name(lr_target_names[i]));
	assert_true(lr_is_opt_level("s"));
	assert_false(lr_is_opt_level(""));
	assert_false(lr_is_opt_level("5"));
	assert_false(lr_is_opt_level("22"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes_that_are_right),
		cmocka_unit_test(sizes_that_are_wrong),
		cmocka_unit_test(parameters_are_put_in),
		cmocka_unit_test(rows_apply_under_their_conditions),
		cmocka_unit_test(a_level_comes_before_a_profile_and_dev_is_instrumented_alone),
		cmocka_unit_test(every_row_has_a_stage_with_a_name_and_a_reason),
		cmocka_unit_test(a_programs_own_settings_for_its_link),
		cmocka_unit_test(targets_and_levels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
