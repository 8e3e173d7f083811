/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/util.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
/* Programs that live this short do not free. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}
#endif

static const char *program = "lind-rust";

static void on_size_limit(int sig)
{
	(void)sig;
}

void lr_program(const char *argv0)
{
	/* A handler, not SIG_IGN: programs that are started have the default again. */
	const struct sigaction act = {.sa_handler = on_size_limit, .sa_flags = SA_RESTART};
	struct sigaction old;

	if (argv0 && *argv0)
		program = lr_base(argv0);
	/*
	 * A caller may have closed 0, 1 or 2: the next file opened would get that number, and messages would go into it.
	 * These are the wrong way round, so that the use of one still fails.
	 */
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd ? O_RDONLY : O_WRONLY) != fd)
			exit(LR_FAILED);
	/* A file that would be larger than ulimit -f is an error of write(), with a message, and no end without one. */
	if (!sigaction(SIGXFSZ, NULL, &old) && old.sa_handler == SIG_DFL)
		sigaction(SIGXFSZ, &act, NULL);
}

const char *lr_program_name(void)
{
	return program;
}

size_t lr_control(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;

	if (p[0] == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0)
		return 2;
	return (*p && *p < ' ') || *p == 0x7f;
}

/* Names in messages are others': no terminal is told what to do by them. */
static void add_shown(struct buf *out, const char *text, const char *but)
{
	while (*text) {
		size_t n = strchr(but, *text) ? 0 : lr_control(text);

		if (!n)
			buf_char(out, *text++);
		for (; n; n--)
			buf_printf(out, "\\x%02x", (unsigned char)*text++);
	}
}

char *lr_visible(const char *text)
{
	struct buf b = {0};

	buf_str(&b, "");
	add_shown(&b, text, "");
	return b.data;
}

/* One write for one message: lines of helpers that run side by side do not mix. */
static void say(const char *lead, const char *fmt, va_list args)
{
	int saved = errno;
	struct buf b = {0};
	va_list again;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, args);
	buf_str(&b, lead);
	if (n > 0) {
		char *text = xmalloc((size_t)n + 1);

		vsnprintf(text, (size_t)n + 1, fmt, again);
		/* Messages of several lines stay that. */
		add_shown(&b, text, "\n\t");
		free(text);
	}
	va_end(again);
	if (lr_ends(fmt, ":"))
		buf_printf(&b, " %s", strerror(saved));
	buf_char(&b, '\n');
	fflush(stdout);
	fwrite(b.data, 1, b.len, stderr);
	fflush(stderr);
	free(b.data);
	errno = saved;
}

static void say_program(const char *fmt, va_list args)
{
	char lead[256];

	snprintf(lead, sizeof lead, "%s: ", program);
	say(lead, fmt, args);
}

void warn(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say_program(fmt, args);
	va_end(args);
}

void hint(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say("    ", fmt, args);
	va_end(args);
}

_Noreturn void fatal(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say_program(fmt, args);
	va_end(args);
	exit(LR_FAILED);
}

_Noreturn void fatal_hint(const char *cure, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say_program(fmt, args);
	va_end(args);
	hint("%s", cure);
	exit(LR_FAILED);
}

_Noreturn void misuse(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say_program(fmt, args);
	va_end(args);
	hint("try '%s -h'", program);
	exit(LR_MISUSE);
}

unsigned lr_seconds(const char *what, const char *text)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (*end || text[0] < '0' || text[0] > '9' || !n || n > 86400)
		misuse("%s: '%s' is not a number of seconds from 1 to 86400", what, text);
	return (unsigned)n;
}

_Noreturn void lr_misuse_choice(const char *what, const char *word, const char *const *choices)
{
	const char *near = lr_nearest(word, choices);
	struct buf list = {0};

	for (size_t i = 0; choices[i]; i++)
		buf_printf(&list, " %s", choices[i]);
	warn("%s: '%s' is not one; there %s:%s", what, word, choices[0] && !choices[1] ? "is" : "are", list.data);
	if (near)
		hint("did you mean '%s'?", near);
	hint("try '%s -h'", program);
	exit(LR_MISUSE);
}

_Noreturn void lr_finish(void)
{
	if (fflush(stdout) || ferror(stdout))
		fatal("write to stdout:");
	exit(LR_DONE);
}

void *xmalloc(size_t n)
{
	return xreallocarray(NULL, n, 1);
}

void *xreallocarray(void *p, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		fatal("out of memory");
	p = realloc(p, n && size ? n * size : 1);
	if (!p)
		fatal("out of memory");
	return p;
}

char *xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

char *xstrndup(const char *s, size_t n)
{
	char *copy = xmalloc(n + 1);

	memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

static char *vxasprintf(const char *fmt, va_list args)
{
	va_list again;
	char *s;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, args);
	if (n < 0)
		fatal("cannot format a message");
	s = xmalloc((size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, again);
	va_end(again);
	return s;
}

char *xasprintf(const char *fmt, ...)
{
	va_list args;
	char *s;

	va_start(args, fmt);
	s = vxasprintf(fmt, args);
	va_end(args);
	return s;
}

bool lr_starts(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

bool lr_ends(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n >= m && !strcmp(s + n - m, suffix);
}

const char *lr_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

char *lr_dir(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return xstrdup(".");
	return slash == path ? xstrdup("/") : xstrndup(path, (size_t)(slash - path));
}

static size_t min3(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

/* Capitals are no other letters: keywords of CMake and make are written in them. */
static bool same_letter(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

static size_t distance(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b), *row = xreallocarray(NULL, nb + 1, sizeof *row), result;

	for (size_t j = 0; j <= nb; j++)
		row[j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			size_t above = row[j];

			row[j] = min3(row[j] + 1, row[j - 1] + 1, diagonal + !same_letter(a[i - 1], b[j - 1]));
			diagonal = above;
		}
	}
	result = row[nb];
	free(row);
	return result;
}

const char *lr_nearest(const char *word, const char *const *list)
{
	size_t limit = strlen(word) / 3 + 1;
	const char *best = NULL;

	for (; *list; list++) {
		size_t d = distance(word, *list);

		if (d <= limit) {
			best = *list;
			if (!d)
				break;
			limit = d - 1;
		}
	}
	return best;
}

char *buf_room(struct buf *b, size_t n)
{
	if (b->cap - b->len > n)
		return b->data + b->len;
	if (n > SIZE_MAX / 2 - b->len - 1)
		fatal("out of memory");
	b->cap = b->len + n + 1 > b->cap * 2 ? b->len + n + 1 : b->cap * 2;
	b->data = xreallocarray(b->data, b->cap, 1);
	b->data[b->len] = '\0';
	return b->data + b->len;
}

void buf_add(struct buf *b, const void *data, size_t n)
{
	buf_room(b, n);
	if (n)
		memcpy(b->data + b->len, data, n);
	b->len += n;
	b->data[b->len] = '\0';
}

void buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

size_t buf_replace(struct buf *b, const char *text, const char *from, const char *to)
{
	size_t n = 0;

	for (const char *at; (at = strstr(text, from)); text = at + strlen(from), n++) {
		buf_add(b, text, (size_t)(at - text));
		buf_str(b, to);
	}
	buf_str(b, text);
	return n;
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list args;
	char *s;

	va_start(args, fmt);
	s = vxasprintf(fmt, args);
	va_end(args);
	buf_str(b, s);
	free(s);
}

void strv_take(struct strv *s, char *word)
{
	if (s->n + 2 > s->cap) {
		s->cap = s->cap ? s->cap * 2 : 16;
		s->v = xreallocarray(s->v, s->cap, sizeof *s->v);
	}
	s->v[s->n++] = word;
	s->v[s->n] = NULL;
}

void strv_add(struct strv *s, const char *word)
{
	strv_take(s, xstrdup(word));
}

void strv_printf(struct strv *s, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	strv_take(s, vxasprintf(fmt, args));
	va_end(args);
}

void strv_addv(struct strv *s, const char *const *words)
{
	for (; *words; words++)
		strv_add(s, *words);
}

bool strv_has(const struct strv *s, const char *word)
{
	for (size_t i = 0; i < s->n; i++)
		if (!strcmp(s->v[i], word))
			return true;
	return false;
}

int strv_cmp(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}
