/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/fs.h"
#include "lind-rust/messages.h"
#include "lind-rust/proc.h"

static const char *text(json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s ? s : "";
}

/*
 * rustc says once per crate that the target feature 'atomics' is unstable. It is our flag and no affair of the user's;
 * everything else that the compiler says is passed on.
 */
static bool our_own_noise(json_t *message)
{
	return !strcmp(text(message, "level"), "warning") &&
	       lr_starts(text(message, "message"), "unstable feature specified for `-Ctarget-feature`");
}

static void compiler_message(json_t *root)
{
	json_t *message = json_object_get(root, "message");

	fputs(text(message, "rendered"), stderr);
	fflush(stderr);
}

bool lr_message_is_of(const struct lr_messages *m, json_t *root)
{
	json_t *target = json_object_get(root, "target");

	return !strcmp(text(root, "package_id"), m->crate->package_id) &&
	       !strcmp(text(target, "name"), m->crate->name) && !strcmp(text(target, "src_path"), m->crate->src_path);
}

static void note_depfile(struct lr_messages *m)
{
	const char *dot = strrchr(lr_base(m->artifact), '.');
	size_t n = dot && *m->suffix ? (size_t)(dot - m->artifact) : strlen(m->artifact);

	free(m->depfile);
	m->depfile = xasprintf("%.*s.d", (int)n, m->artifact);
}

void lr_message_artifact(struct lr_messages *m, json_t *root)
{
	const char *executable = text(root, "executable");
	json_t *file;
	size_t i;

	if (!m->crate || !lr_message_is_of(m, root))
		return;
	json_array_foreach(json_object_get(root, "filenames"), i, file) {
		const char *path = json_string_value(file);

		if (!path || !lr_ends(path, m->suffix))
			continue;
		/* A host's program has no ending: cargo names it apart from its debug files. */
		if (!*m->suffix && strcmp(path, executable))
			continue;
		free(m->artifact);
		m->artifact = xstrdup(path);
		note_depfile(m);
	}
}

void lr_message(struct lr_messages *m, const char *line, size_t n)
{
	json_t *root;
	const char *reason;
	bool noise;

	/* What a proc macro or a build prints to cargo's stdout is not JSON: it is the user's to see. */
	if (!n || line[0] != '{' || !(root = json_loadb(line, n, 0, NULL))) {
		fprintf(m->forward ? stdout : stderr, "%.*s\n", (int)n, line);
		return;
	}
	reason = text(root, "reason");
	noise = !strcmp(reason, "compiler-message") && our_own_noise(json_object_get(root, "message"));
	if (m->forward && !noise)
		printf("%.*s\n", (int)n, line);
	if (!strcmp(reason, "compiler-message")) {
		if (!noise && !m->forward && !(m->mute && m->mute(m->context, root)))
			compiler_message(root);
	} else if (!strcmp(reason, "compiler-artifact")) {
		if (m->each)
			m->each(m->context, root);
		lr_message_artifact(m, root);
	} else if (!strcmp(reason, "build-script-executed")) {
		strv_add(&m->script_dirs, text(root, "out_dir"));
		strv_add(&m->script_packages, text(root, "package_id"));
	} else if (!strcmp(reason, "build-finished")) {
		m->finished = true;
		m->success = json_is_true(json_object_get(root, "success"));
	}
	json_decref(root);
}

void lr_messages_read(struct lr_messages *m, pid_t pid, int fd)
{
	struct buf b = {0};
	char block[LR_BLOCK];
	size_t from, end;
	ssize_t n;

	while ((n = lr_read(pid, fd, block, sizeof block)) > 0) {
		buf_add(&b, block, (size_t)n);
		for (from = 0; from < b.len; from = end + 1) {
			char *newline = memchr(b.data + from, '\n', b.len - from);

			if (!newline)
				break;
			end = (size_t)(newline - b.data);
			lr_message(m, b.data + from, end - from);
		}
		memmove(b.data, b.data + from, b.len - from);
		b.len -= from;
	}
	if (b.len)
		lr_message(m, b.data, b.len);
	free(b.data);
}
