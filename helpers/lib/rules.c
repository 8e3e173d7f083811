/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lind-rust/fs.h"
#include "lind-rust/rules.h"

static const struct {
	const char *word;
	enum lr_rule_kind kind;
	int values; /* words behind the name */
} kinds[] = {
	{"replace", LR_RULE_REPLACE, 0}, {"edit", LR_RULE_EDIT, 0}, {"measure", LR_RULE_MEASURE, 0},
	{"header", LR_RULE_HEADER, 0},   {"type", LR_RULE_TYPE, 1}, {"field", LR_RULE_FIELD, 1},
	{"keep", LR_RULE_KEEP, 0},       {"link", LR_RULE_LINK, 1}, {"numbers", LR_RULE_NUMBERS, 1},
	{"like", LR_RULE_LIKE, 1},
};

static struct lr_rule *add_rule(struct lr_rules *rules)
{
	if (rules->n == rules->cap) {
		rules->cap = rules->cap ? 2 * rules->cap : 64;
		rules->v = xreallocarray(rules->v, rules->cap, sizeof *rules->v);
	}
	memset(&rules->v[rules->n], 0, sizeof *rules->v);
	return &rules->v[rules->n++];
}

/* "edit[args] FILE", "link NAME SYMBOL"; what stands behind the words is for the reader. */
static void read_head(struct lr_rules *rules, char *line, size_t number)
{
	struct lr_rule *rule = add_rule(rules);
	char *save = NULL, *word = strtok_r(line, " \t", &save), *bracket = strchr(word, '[');
	size_t i = 0, n = sizeof kinds / sizeof *kinds;

	rule->line = number;
	if (bracket) {
		*bracket = '\0';
		rule->label = xstrndup(bracket + 1, strcspn(bracket + 1, "]"));
	}
	while (i < n && strcmp(word, kinds[i].word))
		i++;
	if (i == n)
		fatal("'%s' line %zu: '%s' is no rule", rules->path, number, word);
	rule->kind = kinds[i].kind;
	word = strtok_r(NULL, " \t", &save);
	if (!word)
		fatal("'%s' line %zu: '%s' of what is missing", rules->path, number, kinds[i].word);
	rule->what = xstrdup(word);
	if (!kinds[i].values)
		return;
	word = strtok_r(NULL, " \t", &save);
	if (!word)
		fatal("'%s' line %zu: '%s %s' lacks its second word", rules->path, number, kinds[i].word, rule->what);
	rule->value = xstrdup(word);
}

/* Lines "- text" and "+ text" below a rule, joined by newlines. */
static void read_text(struct lr_rules *rules, const char *line, size_t number)
{
	struct lr_rule *rule = rules->n ? &rules->v[rules->n - 1] : NULL;
	char **text, *joined;

	if (!rule || rule->kind > LR_RULE_EDIT)
		fatal("'%s' line %zu: a text stands below 'replace' or 'edit'", rules->path, number);
	text = line[0] == '-' ? &rule->from : &rule->to;
	line += line[1] == ' ' ? 2 : 1;
	joined = *text ? xasprintf("%s\n%s", *text, line) : xstrdup(line);
	free(*text);
	*text = joined;
}

void lr_rules_read(struct lr_rules *rules, const char *path)
{
	struct buf b = {0};
	size_t number = 0;

	memset(rules, 0, sizeof *rules);
	rules->path = xstrdup(path);
	buf_add(&b, "", 0);
	if (lr_slurp(path, &b))
		fatal_hint("install lind-rust as a whole: cmake --install", "the rules '%s' cannot be read", path);
	for (char *line = b.data, *next; line && *line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		number++;
		if (!line[strspn(line, " \t")] || *line == '#')
			continue;
		if (*line == '-' || *line == '+')
			read_text(rules, line, number);
		else
			read_head(rules, line, number);
	}
	for (size_t i = 0; i < rules->n; i++) {
		struct lr_rule *rule = &rules->v[i];

		if (rule->kind > LR_RULE_EDIT)
			continue;
		if (!rule->from || !*rule->from)
			fatal("'%s' line %zu: the text to be replaced is missing", path, rule->line);
		if (!rule->to)
			rule->to = xstrdup("");
	}
	free(b.data);
}

const struct lr_rule *lr_rule_of(const struct lr_rules *rules, enum lr_rule_kind kind, const char *what)
{
	for (size_t i = 0; i < rules->n; i++)
		if (rules->v[i].kind == kind && !strcmp(rules->v[i].what, what))
			return &rules->v[i];
	return NULL;
}
