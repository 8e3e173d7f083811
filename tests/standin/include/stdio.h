/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_STDIO_H
#define STANDIN_STDIO_H

#include <bits/types.h>
#include <stdarg.h>

typedef struct __standin_file FILE;
typedef struct {
	off_t __pos;
	int __unused[2];
} fpos_t;

#define EOF (-1)
#define BUFSIZ 4096
#define FILENAME_MAX 4096
#define FOPEN_MAX 1024
#define L_tmpnam 32
#define TMP_MAX 10000
#define P_tmpdir "/tmp"

#define _IOFBF 0
#define _IOLBF 1
#define _IONBF 2

#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2

extern FILE *stdin;
extern FILE *stdout;
extern FILE *stderr;
#define stdin stdin
#define stdout stdout
#define stderr stderr

void clearerr(FILE *f);
int fclose(FILE *f);
FILE *fdopen(int fd, const char *mode);
int feof(FILE *f);
int ferror(FILE *f);
int fflush(FILE *f);
int fgetc(FILE *f);
int fgetpos(FILE *__restrict f, fpos_t *__restrict pos);
char *fgets(char *__restrict s, int size, FILE *__restrict f);
int fileno(FILE *f);
void flockfile(FILE *f);
FILE *fopen(const char *__restrict path, const char *__restrict mode);
int fprintf(FILE *__restrict f, const char *__restrict format, ...)
	__attribute__((__format__(__printf__, 2, 3)));
int fputc(int c, FILE *f);
int fputs(const char *__restrict s, FILE *__restrict f);
size_t fread(void *__restrict to, size_t size, size_t count, FILE *__restrict f);
FILE *freopen(const char *__restrict path, const char *__restrict mode, FILE *__restrict f);
int fscanf(FILE *__restrict f, const char *__restrict format, ...)
	__attribute__((__format__(__scanf__, 2, 3)));
int fseek(FILE *f, long offset, int whence);
int fseeko(FILE *f, off_t offset, int whence);
int fsetpos(FILE *f, const fpos_t *pos);
long ftell(FILE *f);
off_t ftello(FILE *f);
void funlockfile(FILE *f);
size_t fwrite(const void *__restrict from, size_t size, size_t count, FILE *__restrict f);
int getc(FILE *f);
int getc_unlocked(FILE *f);
int getchar(void);
ssize_t getdelim(char **__restrict line, size_t *__restrict size, int delim, FILE *__restrict f);
ssize_t getline(char **__restrict line, size_t *__restrict size, FILE *__restrict f);
void perror(const char *s);
int printf(const char *__restrict format, ...) __attribute__((__format__(__printf__, 1, 2)));
int putc(int c, FILE *f);
int putc_unlocked(int c, FILE *f);
int putchar(int c);
int puts(const char *s);
int remove(const char *path);
int rename(const char *from, const char *to);
void rewind(FILE *f);
int scanf(const char *__restrict format, ...) __attribute__((__format__(__scanf__, 1, 2)));
void setbuf(FILE *__restrict f, char *__restrict buf);
void setlinebuf(FILE *f);
int setvbuf(FILE *__restrict f, char *__restrict buf, int mode, size_t size);
int snprintf(char *__restrict s, size_t size, const char *__restrict format, ...)
	__attribute__((__format__(__printf__, 3, 4)));
int sprintf(char *__restrict s, const char *__restrict format, ...)
	__attribute__((__format__(__printf__, 2, 3)));
int sscanf(const char *__restrict s, const char *__restrict format, ...)
	__attribute__((__format__(__scanf__, 2, 3)));
FILE *tmpfile(void);
int ungetc(int c, FILE *f);
int asprintf(char **__restrict s, const char *__restrict format, ...)
	__attribute__((__format__(__printf__, 2, 3)));
int dprintf(int fd, const char *__restrict format, ...)
	__attribute__((__format__(__printf__, 2, 3)));
int vasprintf(char **__restrict s, const char *__restrict format, va_list ap)
	__attribute__((__format__(__printf__, 2, 0)));
int vdprintf(int fd, const char *__restrict format, va_list ap)
	__attribute__((__format__(__printf__, 2, 0)));
int vfprintf(FILE *__restrict f, const char *__restrict format, va_list ap)
	__attribute__((__format__(__printf__, 2, 0)));
int vfscanf(FILE *__restrict f, const char *__restrict format, va_list ap)
	__attribute__((__format__(__scanf__, 2, 0)));
int vprintf(const char *__restrict format, va_list ap)
	__attribute__((__format__(__printf__, 1, 0)));
int vsnprintf(char *__restrict s, size_t size, const char *__restrict format, va_list ap)
	__attribute__((__format__(__printf__, 3, 0)));
int vsprintf(char *__restrict s, const char *__restrict format, va_list ap)
	__attribute__((__format__(__printf__, 2, 0)));
int vsscanf(const char *__restrict s, const char *__restrict format, va_list ap)
	__attribute__((__format__(__scanf__, 2, 0)));

#endif
