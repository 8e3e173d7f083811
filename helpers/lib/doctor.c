/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "doctor_internal.h"
#include "lind-rust/proc.h"
#include "lind-rust/runtime.h"

struct lr_finding *lr_doctor_add(struct lr_findings *f, const char *group, const char *name, enum lr_health health)
{
	f->list = xreallocarray(f->list, f->n + 1, sizeof *f->list);
	f->list[f->n] = (struct lr_finding){.group = group, .name = name, .health = health};
	return &f->list[f->n++];
}

void lr_doctor_doubt(struct lr_finding *at, char *detail, char *cure)
{
	if (at->health == LR_GOOD)
		at->health = LR_DOUBT;
	at->detail = detail;
	at->cure = cure;
}

size_t lr_doctor_missing(const struct lr_findings *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		n += f->list[i].health == LR_MISSING;
	return n;
}

char *lr_doctor_version(const char *tool)
{
	struct strv argv = {0};
	struct lr_child c = {.argv = &argv, .in = LR_INHERIT, .err = LR_INHERIT};
	struct buf out = {0};
	char *save = NULL;

	strv_add(&argv, tool);
	strv_add(&argv, "--version");
	if (lr_capture(&c, &out, true))
		return NULL;
	for (char *line = strtok_r(out.data, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		line += strspn(line, " ");
		if (line[strcspn(line, "0123456789")])
			return line;
	}
	return NULL;
}

unsigned lr_doctor_major(const char *version)
{
	const char *digits = version ? version + strcspn(version, "0123456789") : "";

	return (unsigned)strtoul(digits, NULL, 10);
}

struct lr_finding *lr_doctor_tool(struct lr_findings *f, struct lr_tools *t, const char *group, enum lr_tool which,
				  bool needed, bool program)
{
	const char *path = lr_find(t, which);
	struct lr_finding *at = lr_doctor_add(f, group, lr_tool_name(which),
					      path     ? LR_GOOD
					      : needed ? LR_MISSING
						       : LR_NOTE);

	if (!path) {
		at->detail = xstrdup(needed ? "not found" : "not found; not needed here");
		at->cure = needed ? xstrdup(lr_tool_cure(which)) : NULL;
		return at;
	}
	at->path = xstrdup(path);
	/* Three parts of one toolchain: why it was chosen is said once. */
	if (t->how[which] &&
	    (which <= LR_RUSTC || which > LR_RUST_SRC || !t->rust_why || strcmp(t->how[which], t->rust_why)))
		at->how = xstrdup(t->how[which]);
	if (!program)
		return at;
	at->version = lr_doctor_version(path);
	if (!at->version) {
		at->health = needed ? LR_MISSING : LR_DOUBT;
		at->detail = xstrdup("'--version' fails: it does not run here");
		at->cure = xstrdup(lr_tool_cure(which));
	}
	return at;
}

static void look_at_build_tools(struct lr_findings *f)
{
	static const char *const all[] = {"cmake", "ninja", "make"};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		char *path = lr_find_program(all[i]);
		struct lr_finding *at = lr_doctor_add(f, "build tools", all[i], path ? LR_GOOD : LR_NOTE);

		at->path = path;
		at->version = path ? lr_doctor_version(path) : NULL;
		if (!path)
			at->detail = xstrdup("not found; needed where a project is built by it");
	}
}

void lr_doctor(struct lr_findings *f, struct lr_tools *t, const struct lr_target *target)
{
	bool lind;

	lr_doctor_environment(f, t);
	f->runtime = lr_runtime(t, NULL);
	lind = !strcmp(f->runtime, "lind");
	lr_doctor_lind(f, t, lind);
	lr_doctor_compilers(f, t, lind);
	lr_doctor_rust(f, t, target);
	lr_doctor_standin(f, t, lind);
	lr_doctor_cache(f, t);
	look_at_build_tools(f);
}
