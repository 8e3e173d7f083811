/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_FILE_H
#define STANDIN_FILE_H

#include <stdio.h>
#include "lock.h"

enum {
	FILE_READ = 1,
	FILE_WRITE = 2,
	FILE_APPEND = 4,
	FILE_EOF = 8,
	FILE_ERROR = 16,
	FILE_OWN_BUFFER = 32, /* the buffer came from malloc */
	FILE_READING = 64, /* the buffer holds what was read, not what is to be written */
	FILE_UNREAD = 8, /* bytes that ungetc() can always push back */
};

struct __standin_file {
	int fd; /* -1: a string */
	int flags;
	int mode; /* _IOFBF, _IOLBF, _IONBF, or -1 until it is known */
	unsigned char *buf; /* NULL until it is needed; room for ungetc() is before it */
	size_t size;
	unsigned char *pos; /* next byte to read or to write */
	unsigned char *end; /* reading: end of what is there */
	struct rlock lock;
	FILE *next; /* all open files, for fflush(NULL) */
	unsigned char small[FILE_UNREAD + 1]; /* the buffer of an unbuffered file */
};

/* Gives `f` a buffer if it has none. */
void __file_buffer(FILE *f);

/* Makes the buffer one for reading, or for writing. 0, or EOF. */
int __file_to_read(FILE *f);
int __file_to_write(FILE *f);

/* Writes out what is in the buffer. 0, or EOF. */
int __file_flush(FILE *f);

/* With the lock held: one byte, a run of bytes. */
int __file_get(FILE *f);
size_t __file_write(FILE *f, const unsigned char *from, size_t n);

/* "r", "w+" and so on as open()'s flags, -1 when it is none of these. */
int __file_open_flags(const char *mode);

/* Links `f` into the list of open files, and out of it. */
void __file_add(FILE *f);
void __file_drop(FILE *f);

#endif
