/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_internal.h"
#include "lind-rust/file_kind.h"

static char *format(const char *fmt, va_list args)
{
	char *s;

	if (vasprintf(&s, fmt, args) < 0)
		fatal("out of memory");
	return s;
}

static size_t *seen(struct check *c, const char *code)
{
	const char *const *codes = check_codes();
	size_t i = 0;

	while (strcmp(codes[i], code))
		i++;
	return &c->seen[i];
}

void check_add(struct check *c, const char *code, enum check_severity severity, size_t offset, const char *fmt, ...)
{
	struct check_report *r = c->report;
	struct check_finding f = {.code = code, .severity = severity, .offset = offset};
	va_list args;

	r->nerrors += severity == CHECK_ERROR;
	r->nwarnings += severity == CHECK_WARNING;
	c->left_out = ++*seen(c, code) > CHECK_MOST;
	if (c->left_out)
		return;
	va_start(args, fmt);
	f.what = format(fmt, args);
	va_end(args);
	f.why = xstrdup("");
	f.cure = xstrdup("");
	r->v = xreallocarray(r->v, r->n + 1, sizeof *r->v);
	r->v[r->n++] = f;
}

void check_why(struct check *c, const char *fmt, ...)
{
	struct check_finding *f = &c->report->v[c->report->n - 1];
	va_list args;

	if (c->left_out)
		return;
	free(f->why);
	va_start(args, fmt);
	f->why = format(fmt, args);
	va_end(args);
}

void check_cure(struct check *c, const char *fmt, ...)
{
	struct check_finding *f = &c->report->v[c->report->n - 1];
	va_list args;

	if (c->left_out)
		return;
	free(f->cure);
	va_start(args, fmt);
	f->cure = format(fmt, args);
	va_end(args);
}

size_t check_section_offset(const struct check *c, uint8_t id)
{
	const struct wasm_section *s = wasm_section(c->m, id, "");

	return s ? s->offset : 0;
}

char *check_function_words(const struct wasm_module *m, uint32_t index)
{
	struct buf b = {0};
	size_t at = m->func_names.pos;
	uint32_t named;
	struct text t;

	buf_printf(&b, "%u", index);
	while (wasm_name_next(m, &m->func_names, &at, &named, &t)) {
		if (named != index)
			continue;
		buf_str(&b, " ('");
		text_show(&b, t);
		buf_str(&b, "')");
		break;
	}
	return b.data;
}

const char *check_severity_name(enum check_severity severity)
{
	static const char *const names[] = {"error", "warning", "note"};

	return names[severity];
}

enum check_kind check_kind_of(const struct wasm_module *m)
{
	return wasm_export(m, "pass_fptr_to_wt") ? CHECK_GRATE : CHECK_STATIC;
}

bool check_is_library(const struct wasm_module *m)
{
	return m->dylink.present && !wasm_export(m, "_start") && !check_has_function(m, "_start");
}

bool check_has_relocations(const struct wasm_module *m)
{
	return m->is_object && m->nexports;
}

static void check_name(struct check *c)
{
	const struct wasm_module *m = c->m;
	bool lind = c->o.runtime == CHECK_LIND;

	if (m->has_name)
		return;
	check_add(c, "no-module-name", lind ? CHECK_ERROR : CHECK_WARNING, 0, "the module has no name");
	check_why(c, "lind-boot finds a running module by the name in its name section when it makes a child or a "
		     "thread; without one fork, std::process::Command and std::thread end in a panic");
	if (m->custom_error.text[0])
		check_cure(c, "its name section cannot be read (custom-malformed): build the module again, and let nothing "
			      "rewrite it but lind-rust-opt");
	else if (wasm_section(m, WASM_SEC_CUSTOM, "name"))
		check_cure(c, "link with LLD 15 or newer: older ones write a name section without the module's name");
	else
		check_cure(c, "leave the name section in: in Cargo.toml strip = \"debuginfo\" instead of true or "
			      "\"symbols\"; no -s or --strip-all at the link, no --strip at wasm-opt");
}

static void check_custom_sections(struct check *c)
{
	const struct bytes_error *e = &c->m->custom_error;
	const struct wasm_section *layout = wasm_section(c->m, WASM_SEC_CUSTOM, "dylink.0");
	bool needed = layout && e->offset >= layout->contents && e->offset <= layout->contents + layout->size;

	if (!e->text[0])
		return;
	check_add(c, "custom-malformed", needed ? CHECK_ERROR : CHECK_WARNING, e->offset, "a custom section is malformed: %s",
		  e->text);
	check_why(c, needed ? "lind-boot lays a dynamic module out by this section, and panics where it cannot read it"
			    : "the runtime ignores such a section, and with it what it says (names, features)");
	check_cure(c, "build the module again; if it stays so, the tool that wrote the section is broken");
}

/* lind-boot takes the last. */
static void check_layouts(struct check *c)
{
	bool seen = false;

	for (uint32_t i = 0; i < c->m->nsections; i++) {
		const struct wasm_section *s = &c->m->sections[i];

		if (s->id != WASM_SEC_CUSTOM || !text_is(s->name, "dylink.0"))
			continue;
		if (seen) {
			check_add(c, "custom-malformed", CHECK_ERROR, s->offset, "there is more than one dylink.0 section");
			check_why(c, "lind-boot lays a dynamic module out by it, and the linker writes one");
			check_cure(c, "build the module again; what rewrote it has added one");
			return;
		}
		seen = true;
	}
}

static void check_static(struct check *c)
{
	check_memory(c);
	check_imports(c);
	check_instrumentation(c);
	check_exports(c);
	check_stack(c);
}

/* lind-boot makes room for the data of each library that it loads. */
static void check_library_data(struct check *c, size_t at)
{
	if (c->m->dylink.memory_size)
		return;
	check_add(c, "library-without-data", CHECK_ERROR, at, "the library has no data");
	check_why(c, "lind-boot ends in a panic when it is loaded: the room for its data is an empty interval of addresses");
	check_cure(c, "link it by lind-rust-clang -shared, which gives each library a few bytes");
}

/* fpcast-emu's functions have names of their own. */
static void check_fpcast(struct check *c)
{
	size_t at = c->m->func_names.pos;
	struct text name;
	uint32_t index;

	for (size_t before = at; wasm_name_next(c->m, &c->m->func_names, &at, &index, &name); before = at) {
		if (!text_starts(name, "byn$fpcast-emu$"))
			continue;
		check_add(c, "fpcast-dynamic", CHECK_WARNING, before, "a dynamic module went through fpcast-emu");
		check_why(c, "its calls through pointers have a type that no function of lind's libc.so has, unless "
			     "that was built so and lind-boot is told (--enable-fpcast): they are traps");
		check_cure(c, "build it with LINKAGE static, as FPCAST does, or without wasm-opt's --fpcast-emu");
		return;
	}
}

/*
 * What a dynamic module imports from others is held to what they export when it is linked. Its stack is lind-boot's.
 */
static void check_dynamic(struct check *c)
{
	size_t at = wasm_section(c->m, WASM_SEC_CUSTOM, "dylink.0")->offset;

	if (c->o.kind == CHECK_GRATE) {
		check_add(c, "dynamic-grate", CHECK_ERROR, at, "a grate is linked as a dynamic module");
		check_why(c, "lind-boot makes the workers that serve a grate's calls for static modules only");
		check_cure(c, "build it with LINKAGE static");
	}
	check_memory(c);
	check_dynamic_imports(c);
	check_dynamic_globals(c);
	check_instrumentation(c);
	check_dynamic_exports(c);
	check_given_exports(c);
	check_fpcast(c);
	check_layout(c);
	if (c->is_library)
		check_library_data(c, at);
}

static bool is_loadable(struct check *c)
{
	const struct bytes_error *e = &c->m->error;
	const struct lr_file_kind *kind = e->text[0] ? lr_file_kind(c->m->data, c->m->size) : NULL;

	if (e->text[0] && check_is_precompiled(c->m) && !check_is_whole(c->m)) {
		check_add(c, "malformed", CHECK_ERROR, c->m->size, "it is a precompiled module (.cwasm) that was cut off or damaged");
		check_why(c, "lind-boot takes such a file for a module, and refuses it");
		check_cure(c, "make it again from the .wasm: lind-rust-run --precompile");
		return false;
	}
	if (e->text[0] && check_is_precompiled(c->m)) {
		check_add(c, "precompiled-not-checked", CHECK_NOTE, 0,
			  "it is a precompiled module (.cwasm), for one build of lind-boot: nothing of it is checked");
		return false;
	}
	if (kind) {
		check_add(c, "not-a-module", CHECK_ERROR, 0, "it is %s, not a module", kind->name);
		check_why(c, "lind-boot runs core modules of WebAssembly, and what it has precompiled of them");
		check_cure(c, "%s", kind->cure);
		return false;
	}
	if (e->text[0]) {
		check_add(c, "malformed", CHECK_ERROR, e->offset, "%s", e->text);
		check_why(c, "no runtime loads a malformed module");
		check_cure(c, "%s", lr_malformed_cure(c->m->data, c->m->size));
		return false;
	}
	if (check_has_relocations(c->m)) {
		check_add(c, "not-linked", CHECK_ERROR, wasm_section(c->m, WASM_SEC_CUSTOM, "linking")->offset,
			  "it was linked, and has the relocations of an object");
		check_why(c,
			  "they are places in its code: the opt pass moves that, and takes the module for an object");
		check_cure(c, "leave --emit-relocs (-q) out of the link");
		return false;
	}
	if (c->m->is_object) {
		check_add(c, "not-linked", CHECK_ERROR, wasm_section(c->m, WASM_SEC_CUSTOM, "linking")->offset,
			  "it is an object file, not a program");
		check_why(c, "its symbols are not resolved yet; lind-boot needs what the linker makes of it");
		check_cure(c, "link it by lind-rust-clang");
		return false;
	}
	if (c->m->old_dylink && !c->m->dylink.present) {
		check_add(c, "old-dylink", CHECK_ERROR, wasm_section(c->m, WASM_SEC_CUSTOM, "dylink")->offset,
			  "it is a dynamic module of the old kind, with a dylink section");
		check_why(c, "lind-boot knows dynamic modules by dylink.0 and takes this for a static program, which it is not");
		check_cure(c, "link it again by lind-rust-clang with LINKAGE dynamic; LLD writes dylink.0 since version 13");
		return false;
	}
	return true;
}

static void tell_left_out(struct check *c)
{
	for (const char *const *code = check_codes(); *code; code++) {
		size_t n = *seen(c, *code);

		if (n <= CHECK_MOST)
			continue;
		*seen(c, *code) = 0;
		check_add(c, *code, CHECK_NOTE, 0, "there are %zu more of these", n - CHECK_MOST);
	}
}

/* Findings of one severity keep the order in which the module was walked. */
static void sort_by_severity(struct check_report *r)
{
	struct check_finding *sorted = xreallocarray(NULL, r->n, sizeof *sorted);
	size_t n = 0;

	for (int severity = CHECK_ERROR; severity <= CHECK_NOTE; severity++)
		for (size_t i = 0; i < r->n; i++)
			if ((int)r->v[i].severity == severity)
				sorted[n++] = r->v[i];
	free(r->v);
	r->v = sorted;
}

void check_module(const struct wasm_module *m, const struct check_options *options, struct check_report *report)
{
	struct check c = {.m = m, .o = *options, .report = report};

	memset(report, 0, sizeof *report);
	if (!is_loadable(&c))
		return;
	c.is_library = check_is_library(m);
	if (m->dylink.present)
		check_dynamic(&c);
	else
		check_static(&c);
	check_name(&c);
	check_limits(&c);
	check_segments(&c);
	check_code(&c);
	if (c.o.stage == CHECK_FINISHED)
		check_bodies_states(&c);
	if (c.o.runtime == CHECK_LIND && c.o.stage == CHECK_FINISHED) {
		check_bodies_exceptions(&c);
		check_bodies_order(&c);
		check_bodies_asyncified(&c);
	}
	check_custom_sections(&c);
	check_layouts(&c);
	tell_left_out(&c);
	sort_by_severity(report);
}

void check_free(struct check_report *report)
{
	for (size_t i = 0; i < report->n; i++) {
		free(report->v[i].what);
		free(report->v[i].why);
		free(report->v[i].cure);
	}
	free(report->v);
	memset(report, 0, sizeof *report);
}
