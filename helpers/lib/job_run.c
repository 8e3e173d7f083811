/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/fs.h"
#include "lind-rust/job.h"
#include "lind-rust/proc.h"

static void runner(struct strv *argv, struct lr_job *j, const struct lr_program_file *p)
{
	char *bin = lr_self_dir();

	strv_printf(argv, "%s/lind-rust-run", bin);
	strv_printf(argv, "--runtime=%s", j->runtime);
	/* A panic ends the program (panic = "abort"): what the harness had captured would never be seen. */
	if (p->test)
		strv_add(argv, "--env=RUST_TEST_NOCAPTURE=1");
	for (size_t i = 0; i < j->w.env.n; i++)
		strv_printf(argv, "--env=%s", j->w.env.v[i]);
	for (size_t i = 0; i < j->w.under.n; i++)
		strv_printf(argv, "--grate=%s", j->w.under.v[i]);
	if (j->w.timeout)
		strv_printf(argv, "--timeout=%s", j->w.timeout);
	strv_add(argv, "--");
	strv_add(argv, lr_program_final(p));
	for (size_t i = 0; i < j->w.program.n; i++)
		strv_add(argv, j->w.program.v[i]);
	free(bin);
}

static int run_program(struct lr_job *j, const struct lr_program_file *p)
{
	struct strv argv = {0};

	runner(&argv, j, p);
	if (lr_verbose())
		lr_print_command(stderr, "+ ", &argv);
	else if (!j->w.quiet)
		fprintf(stderr, "%12s %s\n", "Running", lr_shown(lr_program_final(p)));
	return lr_run(&argv);
}

int lr_job_run(struct lr_job *j)
{
	const struct lr_program_file *only = NULL;
	struct buf names = {0};
	size_t n = 0;

	for (size_t i = 0; i < j->nprograms; i++) {
		const struct lr_program_file *p = &j->programs[i];

		if (*p->default_run && strcmp(p->default_run, p->name) && !j->w.targets.n)
			continue;
		buf_printf(&names, " %s", p->name);
		only = p;
		n++;
	}
	if (!n)
		fatal_hint("cargo lind_run runs a package's bin, or an --example", "there is no program to run");
	if (n > 1)
		fatal_hint(xasprintf("say --bin NAME, or set default-run in Cargo.toml:%s", names.data),
			   "there are %zu programs: which one is to be run?", n);
	return run_program(j, only);
}

int lr_job_test(struct lr_job *j)
{
	struct strv failed = {0};

	for (size_t i = 0; i < j->nprograms; i++) {
		int status = j->programs[i].test ? run_program(j, &j->programs[i]) : 0;

		if (!status)
			continue;
		warn("test '%s' of package '%s' %s", j->programs[i].name, j->programs[i].package,
		     lr_status_words(status));
		/* Nothing can run it here: that is no failure, and no success either. */
		if (status == 77)
			return status;
		strv_add(&failed, j->programs[i].name);
		if (!j->w.no_fail_fast)
			break;
	}
	return failed.n ? 101 : LR_DONE;
}
