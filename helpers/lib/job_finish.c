/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/fs.h"
#include "lind-rust/job.h"

const char *lr_shown(const char *path)
{
	char *here = lr_absolute(".");
	size_t n;

	if (lr_ends(here, "/."))
		here[strlen(here) - 2] = '\0';
	n = strlen(here);
	return lr_visible(!strncmp(path, here, n) && path[n] == '/' ? path + n + 1 : path);
}

static void report(struct lr_job *j, const struct lr_program_file *p)
{
	if (lr_job_wants_json(&j->w)) {
		json_t *line = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s?, s:s?}", "reason", "lind-program",
					 "package_id", p->package_id, "name", p->name, "kind", p->kind, "wasm", p->wasm,
					 "cwasm", p->cwasm, "staged", p->staged);
		char *dump = line ? json_dumps(line, JSON_COMPACT) : NULL;

		if (dump)
			puts(dump);
		json_decref(line);
		free(dump);
	} else if (!j->w.quiet && !p->test) {
		fprintf(stderr, "%12s %s", j->w.cdylib ? "Library" : "Program", lr_shown(lr_program_final(p)));
		if (p->staged)
			fprintf(stderr, ", in lindfs: %s", lr_visible(p->staged + strlen(lr_need(&j->tools, LR_LINDFS))));
		fputc('\n', stderr);
	}
}

static int rank(const struct lr_program_file *p)
{
	static const char *const kinds[] = {"lib", "bin", "test", "bench", "example"};
	int i = 0;

	while (i < (int)(sizeof kinds / sizeof *kinds) && strcmp(kinds[i], p->kind))
		i++;
	return i;
}

/* cargo names programs as they get ready; they are run, as by cargo, in one order. */
static int in_order(const void *a, const void *b)
{
	const struct lr_program_file *x = a, *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return rank(x) != rank(y) ? rank(x) - rank(y) : strcmp(x->name, y->name);
}

/* The second would silently take the place of the first. */
static void refuse_twins(const struct lr_job *j)
{
	for (size_t i = 0; i < j->nprograms; i++)
		for (size_t k = 0; k < i; k++) {
			const struct lr_program_file *a = &j->programs[k], *b = &j->programs[i];
			char *one = lr_program_place(a), *other = lr_program_place(b);

			if (strcmp(a->raw, b->raw) && !strcmp(one, other))
				fatal_hint("say output-name in [package.metadata.lind.bins.NAME], or leave it out",
					   "programs '%s' and '%s' would both be '%s'", a->name, b->name,
					   lr_shown(one));
			free(one);
			free(other);
		}
}

void lr_job_finish(struct lr_job *j)
{
	const struct lr_finishing how = {
		.tools = &j->tools,
		.runtime = j->runtime,
		.output_dir = j->w.output_dir,
		.stage = j->w.verb == LR_COMPILE || j->w.output_dir,
		.no_precompile = j->w.no_precompile,
	};

	if (j->nprograms)
		qsort(j->programs, j->nprograms, sizeof *j->programs, in_order);
	refuse_twins(j);
	for (size_t i = 0; i < j->nprograms; i++) {
		lr_program_finish(&j->programs[i], &how);
		report(j, &j->programs[i]);
	}
	if (!j->nprograms && j->w.cdylib)
		fatal_hint("say crate-type = [\"cdylib\"] in [lib] of its Cargo.toml, beside \"rlib\" where Rust uses it as well",
			   "--cdylib: no package has a library of that type");
	if (!j->nprograms && !j->w.quiet && j->w.verb == LR_COMPILE)
		warn("built, but there is no program among it: libraries need nothing more");
	if (j->w.output_dir && !lr_find(&j->tools, LR_LINDFS))
		warn("--output-dir has no effect: there is no lindfs without LIND_WASM_ROOT");
}
