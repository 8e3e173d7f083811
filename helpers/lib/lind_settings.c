/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lind-rust/environment.h"
#include "lind-rust/fs.h"
#include "lind-rust/lind_settings.h"

const char *const lr_lind_setting_names[] = {"target",     "linkage", "grate",       "fpcast",         "opt-level", "check",
					     "precompile", "max-memory",  "stack-size",     "rustflags", "env",
					     "output-dir", "output-name", "link-libraries", "bins", NULL};

/* What can differ from program to program. */
static const char *const bin_setting_names[] = {"fpcast",     "opt-level",  "check",      "precompile",
						"output-dir", "output-name", NULL};

static _Noreturn void wrong(const struct lr_lind_settings *s, const char *key, const char *cure)
{
	fatal_hint(cure, "'%s': metadata.lind.%s cannot be used", s->manifest, key);
}

static bool flag(const struct lr_lind_settings *s, const char *key, json_t *value)
{
	if (!json_is_boolean(value))
		wrong(s, key, "it is true or false");
	return json_is_true(value);
}

static const char *word(const struct lr_lind_settings *s, const char *key, json_t *value)
{
	if (!json_is_string(value) || !*json_string_value(value))
		wrong(s, key, "it is a string");
	return json_string_value(value);
}

/* opt-level = 2 as well as opt-level = "s"; max-memory = 67108864 as well as "64M". */
static const char *word_or_number(const struct lr_lind_settings *s, const char *key, json_t *value)
{
	if (json_is_integer(value))
		return xasprintf("%lld", (long long)json_integer_value(value));
	return word(s, key, value);
}

static unsigned long long size(const struct lr_lind_settings *s, const char *key, json_t *value,
			       unsigned long long unit, unsigned long long max)
{
	const char *text = word_or_number(s, key, value), *why;
	unsigned long long bytes;

	if (lr_parse_size(text, unit, max, &bytes, &why))
		wrong(s, key, xasprintf("'%s' %s", text, why));
	return bytes;
}

static const char *check(const struct lr_lind_settings *s, json_t *value)
{
	static const char *const all[] = {"error", "warn", "off"};

	for (size_t i = 0; json_is_string(value) && i < sizeof all / sizeof *all; i++)
		if (!strcmp(json_string_value(value), all[i]))
			return all[i];
	wrong(s, "check", "it is \"error\", \"warn\" or \"off\"");
}

static void words(const struct lr_lind_settings *s, const char *key, json_t *value, struct strv *out, bool paths)
{
	char *dir = lr_dir(s->manifest);
	json_t *item;
	size_t i;

	if (!json_is_array(value))
		wrong(s, key, "it is a list of strings");
	out->n = 0;
	json_array_foreach(value, i, item)
	{
		const char *text = word(s, key, item);

		if (paths && text[0] != '/')
			strv_printf(out, "%s/%s", dir, text);
		else
			strv_add(out, text);
	}
	free(dir);
}

static void environment(struct lr_lind_settings *s, json_t *value)
{
	const char *name;
	json_t *item;

	if (!json_is_object(value))
		wrong(s, "env", "it is a table of strings");
	s->env.n = 0;
	json_object_foreach(value, name, item)
	{
		char *pair;

		if (!json_is_string(item))
			wrong(s, xasprintf("env.%s", name), "it is a string");
		pair = xasprintf("%s=%s", name, json_string_value(item));
		if (lr_env_ours(pair))
			wrong(s, xasprintf("env.%s", name),
			      "lind-rust says it itself; rustflags and target are the ways");
		strv_take(&s->env, pair);
	}
}

static void set_bit(struct lr_lind_settings *s, unsigned bit, bool on)
{
	s->policy.when = on ? s->policy.when | bit : s->policy.when & ~bit;
}

static void set(struct lr_lind_settings *s, const char *key, json_t *value)
{
	if (!strcmp(key, "target")) {
		s->target = lr_target_by_name(word(s, key, value));
		if (!s->target)
			lr_misuse_choice("metadata.lind.target", json_string_value(value), lr_target_names);
	} else if (!strcmp(key, "linkage")) {
		if (strcmp(word(s, key, value), "auto") && strcmp(word(s, key, value), "static") &&
		    strcmp(word(s, key, value), "dynamic"))
			wrong(s, key, "it is \"auto\", \"static\" or \"dynamic\"");
		lr_set_linkage(&s->policy, key, word(s, key, value));
		s->linkage = true;
	} else if (!strcmp(key, "grate")) {
		set_bit(s, LR_GRATE, flag(s, key, value));
	} else if (!strcmp(key, "fpcast")) {
		set_bit(s, LR_FPCAST, flag(s, key, value));
	} else if (!strcmp(key, "opt-level")) {
		s->policy.opt_level = word_or_number(s, key, value);
		s->opt_level = true;
		if (!lr_is_opt_level(s->policy.opt_level))
			wrong(s, key, "it is one of 0 1 2 3 4 s z");
	} else if (!strcmp(key, "check")) {
		s->check = check(s, value);
	} else if (!strcmp(key, "precompile")) {
		s->no_precompile = !flag(s, key, value);
	} else if (!strcmp(key, "max-memory")) {
		s->policy.max_memory = size(s, key, value, 65536, 1ull << 32);
		s->max_memory = true;
	} else if (!strcmp(key, "stack-size")) {
		s->policy.stack_size = size(s, key, value, 16, 1ull << 31);
		s->stack_size = true;
	} else if (!strcmp(key, "rustflags")) {
		words(s, key, value, &s->rustflags, false);
	} else if (!strcmp(key, "env")) {
		environment(s, value);
	} else if (!strcmp(key, "output-dir")) {
		s->output_dir = lr_inside_lindfs(word(s, key, value));
		if (!s->output_dir)
			wrong(s, key, "it leads out of lindfs");
	} else if (!strcmp(key, "output-name")) {
		s->output_name = word(s, key, value);
		if (strchr(s->output_name, '/'))
			wrong(s, key, "it is a file's name without its ending; output-dir names the directory");
	} else if (!strcmp(key, "bins")) {
		if (!json_is_object(value))
			wrong(s, key, "it is a table of tables, by the programs' names");
		s->bins = value;
	} else {
		words(s, key, value, &s->link, true);
	}
}

static _Noreturn void unknown(const char *manifest, const char *what, const char *why, const char *word,
			      const char *const *names)
{
	const char *near = lr_nearest(word, names);
	struct buf list = {0};

	warn("'%s': metadata.lind.%s%s %s", manifest, what, word, why);
	if (near)
		hint("did you mean '%s'?", near);
	for (size_t i = 0; names[i]; i++)
		buf_printf(&list, " %s", names[i]);
	hint("there are:%s", list.data ? list.data : " none");
	exit(LR_FAILED);
}

static bool is_one_of(const char *const *names, const char *word)
{
	while (*names && strcmp(*names, word))
		names++;
	return *names;
}

static void read_table(struct lr_lind_settings *s, json_t *table, const char *of, const char *const *names)
{
	const char *key;
	json_t *value;

	json_object_foreach(table, key, value)
	{
		if (!is_one_of(names, key))
			unknown(s->manifest, of, "is not a setting", key, names);
		set(s, key, value);
	}
}

const char *lr_inside_lindfs(const char *dir)
{
	while (*dir == '/')
		dir++;
	for (const char *part = dir; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL)
		if (!strncmp(part, "..", 2) && (part[2] == '/' || !part[2]))
			return NULL;
	return dir;
}

void lr_lind_settings_read(struct lr_lind_settings *s, json_t *workspace, json_t *package, const char *manifest)
{
	*s = (struct lr_lind_settings){.manifest = manifest, .policy = lr_policy_default};
	read_table(s, workspace, "", lr_lind_setting_names);
	read_table(s, package, "", lr_lind_setting_names);
}

bool lr_lind_settings_has_fpcast(const struct lr_lind_settings *settings)
{
	const char *program;
	json_t *table;
	bool has = settings->policy.when & LR_FPCAST;

	json_object_foreach(settings->bins, program, table)
		has |= json_is_true(json_object_get(table, "fpcast"));
	return has;
}

const struct lr_lind_settings *lr_lind_settings_of(const struct lr_lind_settings *settings, const char *program)
{
	json_t *table = json_object_get(settings->bins, program);
	struct lr_lind_settings *own;

	if (!table)
		return settings;
	own = xreallocarray(NULL, 1, sizeof *own);
	*own = *settings;
	if (!json_is_object(table))
		wrong(own, xasprintf("bins.%s", program), "it is a table");
	read_table(own, table, xasprintf("bins.%s.", program), bin_setting_names);
	return own;
}

void lr_lind_settings_check_bins(const struct lr_lind_settings *settings, const char *const *names)
{
	const char *program;
	json_t *table;

	json_object_foreach(settings->bins, program, table)
	{
		if (!is_one_of(names, program))
			unknown(settings->manifest, "bins.", "is no program of the package", program, names);
		lr_lind_settings_of(settings, program);
	}
}
