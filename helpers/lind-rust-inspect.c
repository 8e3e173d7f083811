/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shows what a WebAssembly module, object or archive declares; with --check holds a module to what lind-boot needs of
 * it and names a cure for each fault.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "lib/inspect.h"
#include "lind-rust/file_kind.h"
#include "lind-rust/fs.h"
#include "lind-rust/report.h"

static const char usage[] =
	"usage: lind-rust-inspect [options] FILE...\n"
	"       lind-rust-inspect --explain CODE\n"
	"\n"
	"Show sections, imports, exports, memory, features and sizes of WebAssembly modules, objects and archives.\n"
	"With --check, hold a module to what lind-boot needs: one finding a line, with its cause and its cure.\n"
	"\n"
	"  -c, --check            check instead of show; exit status 1 where there is an error\n"
	"  -k, --kind=KIND        static or grate (default: grate where pass_fptr_to_wt is exported)\n"
	"  -s, --stage=STAGE      finished (default), or raw: before the opt pass\n"
	"  -r, --runtime=RUNTIME  lind (default), or standin: without epoch\n"
	"      --sysroot=DIR      lind's, whose libc.so gives a dynamic module what it imports; default: of LIND_WASM_ROOT\n"
	"      --preload=FILE     a library that it is preloaded with besides; may be said again\n"
	"  -j, --json             print JSON: an array with an object for each file\n"
	"      --schema           print the JSON schema of --check --json\n"
	"  -e, --explain=CODE     tell what a finding's code means\n"
	"  -v, --verbose          show names of functions and undefined symbols too; with --check, what was checked\n"
	"  -h, --help             this text\n"
	"  -V, --version\n"
	"\n"
	"example: lind-rust-inspect --check --stage raw raw/app.wasm\n";

struct settings {
	bool check, json, verbose, schema;
	bool kind_given;
	struct check_options options;
	const char *explain;
	struct lr_tools tools;
	struct strv preloads;
	struct inspect_libraries libraries;
};

/* The place of a word in a list; misuse where it is not there. */
static int choice(const char *option, const char *word, const char *const *list)
{
	for (int i = 0; list[i]; i++)
		if (!strcmp(word, list[i]))
			return i;
	/* Every one of our lists has two words. */
	misuse("%s '%s' is not known; it is %s or %s", option, word, list[0], list[1]);
}

static void parse_option(struct settings *s, int letter)
{
	static const char *const kinds[] = {"static", "grate", NULL};
	static const char *const stages[] = {"finished", "raw", NULL};
	static const char *const runtimes[] = {"lind", "standin", NULL};

	switch (letter) {
	case 'c':
		s->check = true;
		break;
	case 'k':
		s->options.kind = (enum check_kind)choice("kind", optarg, kinds);
		s->kind_given = true;
		break;
	case 's':
		s->options.stage = (enum check_stage)choice("stage", optarg, stages);
		break;
	case 'r':
		s->options.runtime = (enum check_runtime)choice("runtime", optarg, runtimes);
		break;
	case 'j':
		s->json = true;
		break;
	case 'e':
		s->explain = optarg;
		break;
	case 'R':
		lr_tool_set(&s->tools, LR_SYSROOT, optarg);
		break;
	case 'P':
		strv_add(&s->preloads, optarg);
		break;
	case 'S':
		s->schema = true;
		break;
	case 'v':
		s->verbose = true;
		break;
	case 'h':
		fputs(usage, stdout);
		lr_finish();
	case 'V':
		puts("lind-rust-inspect " LIND_RUST_VERSION);
		lr_finish();
	}
}

/* getopt's own messages have another form than ours. */
_Noreturn static void bad_option(const struct option *options, int letter, const char *word)
{
	const char *names[20] = {NULL}, *near;

	if (letter == ':')
		misuse("option '%s' needs a value", word);
	if (strncmp(word, "--", 2) != 0)
		misuse("option '-%c' is not known", optopt);
	for (size_t i = 0; options[i].name; i++)
		names[i] = options[i].name;
	near = lr_nearest(word + 2, names);
	if (near)
		misuse("option '%s' is not known; did you mean '--%s'?", word, near);
	misuse("option '%s' is not known, or has a value too many", word);
}

static void parse_command_line(struct settings *s, int argc, char **argv)
{
	static const struct option options[] = {
		{"check", no_argument, NULL, 'c'},	 {"kind", required_argument, NULL, 'k'},
		{"stage", required_argument, NULL, 's'}, {"runtime", required_argument, NULL, 'r'},
		{"json", no_argument, NULL, 'j'},	 {"explain", required_argument, NULL, 'e'},
		{"verbose", no_argument, NULL, 'v'},	 {"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'V'},	 {"schema", no_argument, NULL, 'S'},
		{"sysroot", required_argument, NULL, 'R'}, {"preload", required_argument, NULL, 'P'},
		{NULL, 0, NULL, 0},
	};
	int letter;

	opterr = 0;
	while ((letter = getopt_long(argc, argv, ":ck:s:r:je:vhV", options, NULL)) != -1) {
		if (letter == '?' || letter == ':')
			bad_option(options, letter, argv[optind - 1]);
		parse_option(s, letter);
	}
	if (s->explain && optind < argc)
		misuse("--explain takes a code and no files");
	if (s->schema && optind < argc)
		misuse("--schema takes no files");
	if (!s->explain && !s->schema && optind == argc)
		misuse("no files are given");
}

static void print_wrapped(const char *text)
{
	int column = 0;

	for (int n; *text; text += n + (text[n] == ' ')) {
		n = (int)strcspn(text, " ");
		if (column && column + 1 + n > 79) {
			putchar('\n');
			column = 0;
		}
		column += printf("%s%.*s", column ? " " : "", n, text);
	}
	putchar('\n');
}

static int print_schema(void)
{
	char *path = lr_data_file("inspect-check.schema.json");
	struct buf text = {0};

	if (lr_slurp(path, &text))
		fatal_hint("install lind-rust as a whole: cmake --install", "read '%s': %s", path, strerror(errno));
	fwrite(text.data, 1, text.len, stdout);
	lr_finish();
}

static int explain(const char *code)
{
	const char *text = check_explain(code), *near;

	if (text) {
		printf("%s\n\n", code);
		print_wrapped(text);
		lr_finish();
	}
	warn("code '%s' is not known", code);
	near = lr_nearest(code, check_codes());
	if (near) {
		hint("did you mean '%s'?", near);
	} else {
		for (const char *const *c = check_codes(); *c; c++)
			hint("%s", *c);
	}
	return LR_MISUSE;
}

static int malformed(const char *file, const struct bytes_error *error, const struct lr_file_kind *kind, json_t *object)
{
	if (object)
		json_object_set_new(object, "error", inspect_json_error(error));
	else
		warn("%s:0x%zx: %s", file, error->offset, error->text);
	if (!object && kind)
		hint("it is %s: %s", kind->name, kind->cure);
	return LR_FAILED;
}

static int show_module(const struct settings *s, const char *file, const struct wasm_module *m, json_t *object)
{
	if (m->error.text[0])
		return malformed(file, &m->error, lr_file_kind(m->data, m->size), object);
	if (object) {
		json_t *shown = inspect_json_module(m, s->verbose);

		json_object_update(object, shown);
		json_decref(shown);
		return LR_DONE;
	}
	inspect_print_module(stdout, file, m, s->verbose);
	if (m->custom_error.text[0])
		warn("%s:0x%zx: %s", file, m->custom_error.offset, m->custom_error.text);
	return LR_DONE;
}

static int show_member(const struct settings *s, const struct archive_member *member, json_t *list)
{
	struct wasm_module m;
	bool is_wasm = member->data && wasm_is(member->data, member->size);
	bool good = is_wasm && wasm_read(&m, member->data, member->size);

	if (list) {
		json_t *o = good ? inspect_json_module(&m, s->verbose) : json_object();

		json_object_set_new(o, "member", inspect_json_text(member->name));
		json_object_set_new(o, "offset", json_integer((json_int_t)member->offset));
		if (is_wasm && !good)
			json_object_set_new(o, "error", inspect_json_error(&m.error));
		json_array_append_new(list, o);
	} else {
		inspect_print_member(stdout, member->name, member->size, is_wasm ? &m : NULL, s->verbose);
	}
	if (is_wasm)
		wasm_free(&m);
	return is_wasm && !good ? LR_FAILED : LR_DONE;
}

static int show_archive(const struct settings *s, const char *file, const struct buf *bytes, json_t *object)
{
	struct archive a;
	struct archive_member member;
	json_t *list = object ? json_array() : NULL;
	int status = LR_DONE;

	archive_open(&a, bytes->data, bytes->len);
	if (!object)
		printf("%s: archive, %zu bytes, %llu symbols in its index\n", lr_visible(file), bytes->len,
		       (unsigned long long)a.nsymbols);
	while (archive_next(&a, &member))
		if (show_member(s, &member, list) != LR_DONE)
			status = LR_FAILED;
	if (object) {
		json_object_set_new(object, "kind", json_string("archive"));
		json_object_set_new(object, "members", list);
	}
	if (a.error.text[0])
		return malformed(file, &a.error, NULL, object);
	return status;
}

static int check_file(struct settings *s, const char *file, const struct wasm_module *m, json_t *object)
{
	struct check_options options = s->options;
	struct check_report report;
	int status;

	if (!s->kind_given)
		options.kind = check_kind_of(m);
	if (m->dylink.present && options.runtime == CHECK_LIND)
		inspect_libraries_for(&options, &s->libraries, &s->tools, &s->preloads);
	check_module(m, &options, &report);
	if (object) {
		json_t *found = inspect_json_report(&report);

		json_object_set_new(object, "kind", json_string(inspect_kind_name(m, options.kind)));
		json_object_set_new(object, "stage", json_string(inspect_stage_name(options.stage)));
		json_object_set_new(object, "runtime", json_string(inspect_runtime_name(options.runtime)));
		json_object_update(object, found);
		json_decref(found);
		json_object_set_new(object, "facts", inspect_json_facts(m));
	} else {
		lr_report_print(stdout, file, &report);
		inspect_print_notes(stdout, file, &report);
		if (s->verbose)
			printf("%s: checked as %s, %s, for %s: %zu error%s, %zu warning%s\n", lr_visible(file),
			       inspect_kind_name(m, options.kind), inspect_stage_name(options.stage),
			       inspect_runtime_name(options.runtime), report.nerrors, report.nerrors == 1 ? "" : "s",
			       report.nwarnings, report.nwarnings == 1 ? "" : "s");
	}
	status = report.nerrors ? LR_FAILED : LR_DONE;
	check_free(&report);
	return status;
}

static int do_bytes(struct settings *s, const char *file, const struct buf *bytes, json_t *object)
{
	struct wasm_module m;
	int status;

	if (!s->check && archive_is(bytes->data, bytes->len))
		return show_archive(s, file, bytes, object);
	wasm_read(&m, bytes->data, bytes->len);
	status = s->check ? check_file(s, file, &m, object) : show_module(s, file, &m, object);
	wasm_free(&m);
	return status;
}

static int do_file(struct settings *s, const char *file, json_t *all)
{
	struct buf bytes = {0};
	json_t *object = NULL;
	int status;

	if (lr_slurp(file, &bytes)) {
		warn("read '%s':", file);
		if (lr_is_dir(file))
			hint("name the files in it that are meant");
		free(bytes.data);
		return LR_FAILED;
	}
	if (all) {
		object = json_pack("{s:o}", "file", inspect_json_text(text_of(file)));
		json_array_append_new(all, object);
	}
	status = do_bytes(s, file, &bytes, object);
	free(bytes.data);
	return status;
}

int main(int argc, char **argv)
{
	struct settings s = {0};
	json_t *all = NULL;
	int status = LR_DONE;

	lr_program(argv[0]);
	parse_command_line(&s, argc, argv);
	if (s.explain)
		return explain(s.explain);
	if (s.schema)
		return print_schema();
	if (s.json)
		all = json_array();
	for (; optind < argc; optind++)
		if (do_file(&s, argv[optind], all) != LR_DONE)
			status = LR_FAILED;
	if (all) {
		json_dumpf(all, stdout, JSON_INDENT(2));
		putchar('\n');
		json_decref(all);
	}
	inspect_libraries_free(&s.libraries);
	if (fflush(stdout) || ferror(stdout))
		fatal("write to stdout:");
	return status;
}
