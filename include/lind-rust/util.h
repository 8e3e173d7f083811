/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every helper needs: one way to report, allocation that cannot fail, strings and argument vectors that grow.
 *
 * Messages have the form "program: message"; where the format ends in ':' the text of errno follows. Lower case, no
 * full stop, the user's own words in single quotes so that spaces show. A failure that the user can repair has its cure
 * on a second line, by hint().
 */
#ifndef LIND_RUST_UTIL_H
#define LIND_RUST_UTIL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Exit statuses of every helper; one that runs another program returns that program's. */
enum lr_exit {
	LR_DONE = 0,
	LR_FAILED = 1, /* the work could not be done */
	LR_MISUSE = 2, /* the command line is wrong */
};

#if defined(__GNUC__)
#define LR_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#else
#define LR_PRINTF(fmt, first)
#endif

/* Bytes to read at a time: they lie on the stack, which may be small. */
enum { LR_BLOCK = 16384 };

/*
 * The base name of argv[0]: the prefix of every message. Call first in main: it also makes sure of 0, 1 and 2, and that
 * a limit of files' sizes makes write() fail.
 */
void lr_program(const char *argv0);
const char *lr_program_name(void);

/* Print a message to stderr; the program goes on. */
void warn(const char *fmt, ...) LR_PRINTF(1, 2);
/* Print an indented second line to stderr: what the user can do. */
void hint(const char *fmt, ...) LR_PRINTF(1, 2);
/* Print a message and exit with LR_FAILED. */
_Noreturn void fatal(const char *fmt, ...) LR_PRINTF(1, 2);
/* The same, with a cure: both lines are printed, then LR_FAILED. */
_Noreturn void fatal_hint(const char *cure, const char *fmt, ...) LR_PRINTF(2, 3);
/* Print a message and "try 'program -h'", and exit with LR_MISUSE. */
_Noreturn void misuse(const char *fmt, ...) LR_PRINTF(1, 2);
/* The same where a word is not among its choices (NULL-ended): they are listed, and the nearest is asked for. */
_Noreturn void lr_misuse_choice(const char *what, const char *word, const char *const *choices);
/* A time limit of a day at most; misuse() where it is none. `what` names the option in the message. */
unsigned lr_seconds(const char *what, const char *text);
/*
 * A name of others' as a line on a terminal may have it: control characters (C0, DEL, C1) and ends of lines as \xNN.
 * Allocated. Messages are shown so by themselves, but for ends of lines.
 */
char *lr_visible(const char *text);
/* How many bytes of a control character the text starts with; 0 where it does not. */
size_t lr_control(const char *text);
/* Flush stdout and exit: LR_DONE, or LR_FAILED where what was printed did not all arrive. */
_Noreturn void lr_finish(void);

/* Never NULL: out of memory ends the program. */
void *xmalloc(size_t n);
void *xreallocarray(void *p, size_t n, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);
char *xasprintf(const char *fmt, ...) LR_PRINTF(1, 2);

bool lr_starts(const char *s, const char *prefix);
bool lr_ends(const char *s, const char *suffix);
/* The part of a path behind its last slash. */
const char *lr_base(const char *path);
/* The part of a path before its last slash ("." where there is none); allocated. */
char *lr_dir(const char *path);
/* The word of a NULL-ended list that is nearest to `word` by edit distance; NULL where none is near. */
const char *lr_nearest(const char *word, const char *const *list);

/* Bytes that grow; data is NUL-terminated once anything was added. Start with {0}. */
struct buf {
	char *data;
	size_t len, cap;
};
/* Where n more bytes can be written, and a NUL behind them; who writes them adds to len. */
char *buf_room(struct buf *b, size_t n);
void buf_add(struct buf *b, const void *data, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
/* Append the text with each `from` become `to`; how many there were. */
size_t buf_replace(struct buf *b, const char *text, const char *from, const char *to);
void buf_printf(struct buf *b, const char *fmt, ...) LR_PRINTF(2, 3);

/* An argument vector; v[n] is NULL once anything was added. Start with {0}. */
struct strv {
	char **v;
	size_t n, cap;
};
void strv_add(struct strv *s, const char *word);               /* copies */
void strv_take(struct strv *s, char *word);                    /* owns */
void strv_printf(struct strv *s, const char *fmt, ...) LR_PRINTF(2, 3);
void strv_addv(struct strv *s, const char *const *words);      /* copies up to NULL */
bool strv_has(const struct strv *s, const char *word);
int strv_cmp(const void *a, const void *b);                    /* for qsort over v */

#endif
