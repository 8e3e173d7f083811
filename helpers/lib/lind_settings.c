/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lind-rust/environment.h"
#include "lind-rust/fs.h"
#include "lind-rust/lind_settings.h"

const char *const lr_lind_setting_names[] = {"target",     "linkage", "grate",       "fpcast",         "opt-level", "check",
					     "precompile", "max-memory",  "stack-size",     "rustflags", "env",
					     "output-dir", "output-name", "link-libraries", NULL};

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
		if (strcmp(word(s, key, value), "static") && strcmp(word(s, key, value), "dynamic"))
			wrong(s, key, "it is \"static\" or \"dynamic\"");
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
		s->output_dir = word(s, key, value);
	} else if (!strcmp(key, "output-name")) {
		s->output_name = word(s, key, value);
		if (strchr(s->output_name, '/'))
			wrong(s, key, "it is a file's name without its ending; output-dir names the directory");
	} else {
		words(s, key, value, &s->link, true);
	}
}

static void unknown(const struct lr_lind_settings *s, const char *key)
{
	const char *near = lr_nearest(key, lr_lind_setting_names);
	struct buf list = {0};

	warn("'%s': metadata.lind.%s is not a setting", s->manifest, key);
	if (near)
		hint("did you mean '%s'?", near);
	for (size_t i = 0; lr_lind_setting_names[i]; i++)
		buf_printf(&list, " %s", lr_lind_setting_names[i]);
	hint("there are:%s", list.data);
	exit(LR_FAILED);
}

static void read_table(struct lr_lind_settings *s, json_t *table)
{
	const char *key;
	json_t *value;

	json_object_foreach(table, key, value)
	{
		size_t i = 0;

		while (lr_lind_setting_names[i] && strcmp(lr_lind_setting_names[i], key))
			i++;
		if (!lr_lind_setting_names[i])
			unknown(s, key);
		set(s, key, value);
	}
}

void lr_lind_settings_read(struct lr_lind_settings *s, json_t *workspace, json_t *package, const char *manifest)
{
	*s = (struct lr_lind_settings){.manifest = manifest, .policy = lr_policy_default};
	read_table(s, workspace);
	read_table(s, package);
}
