/* SPDX-License-Identifier: Apache-2.0 */
/* cargo's JSON messages, read line by line as cargo works. */
#ifndef LIND_RUST_MESSAGES_H
#define LIND_RUST_MESSAGES_H

#include <stdbool.h>
#include <sys/types.h>

#include "lind-rust/metadata.h"
#include "lind-rust/util.h"

struct lr_messages {
	const struct lr_crate *crate; /* whose artifact is looked for; NULL: none, `each` sees them all */
	void (*each)(void *context, json_t *artifact); /* called for every artifact; may be NULL */
	bool (*mute)(void *context, json_t *message); /* true: what the compiler says is not printed; may be NULL */
	void *context;
	bool forward;                 /* the caller wants the JSON: lines go to stdout, none is printed as text */
	const char *suffix;           /* its file's ending: ".wasm", ".a"; "" for a host's program */
	char *artifact;               /* the file; NULL until cargo has named it */
	char *depfile;                /* cargo's own .d of it; NULL where it has none */
	struct strv script_dirs;      /* OUT_DIR of every build script that is part of the build */
	struct strv script_packages;  /* the package ids of the same */
	bool finished, success;       /* the last message: build-finished */
};

/* Take one line. Compiler messages are printed to stderr as cargo renders them. */
void lr_message(struct lr_messages *m, const char *line, size_t n);

/* Take one artifact: note it where it is that of m->crate. */
void lr_message_artifact(struct lr_messages *m, json_t *artifact);

/* Whether a message is of the target that is m->crate. */
bool lr_message_is_of(const struct lr_messages *m, json_t *message);

/* Read lines from the pipe that cargo writes, until cargo ends. */
void lr_messages_read(struct lr_messages *m, pid_t pid, int fd);

#endif
